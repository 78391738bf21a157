package io.gatun.data.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A source file with the documentation comments in it.
///
/// @param name module and class: `java.base/java.lang.String`
/// @param members every documented declaration in the order of the source: the class itself, methods, fields,
///     nested classes and their members
public record DocumentedClass(String name, List<Member> members) {

    private static final Pattern LICENCE = Pattern.compile(
            "copyright|licen[sc]ed? (to|under|agreement)|all rights reserved", Pattern.CASE_INSENSITIVE);

    /// A declaration and what its comment says.
    ///
    /// @param declaration the text up to the body, without annotations and comments, on one line; empty where a
    ///     comment stands before nothing
    /// @param main the paragraphs of the main description
    /// @param tags the paragraphs of parameters, result, exceptions and notes
    public record Member(String declaration, List<String> main, List<String> tags) {

        /// Copies the lists.
        public Member {
            main = List.copyOf(main);
            tags = List.copyOf(tags);
        }
    }

    /// Copies the list.
    public DocumentedClass {
        members = List.copyOf(members);
    }

    /// Returns the module, the part of the name before the slash.
    public String module() {
        return name.substring(0, name.indexOf('/'));
    }

    /// Returns the class name without module and package.
    public String simpleName() {
        return name.substring(Math.max(name.indexOf('/'), name.lastIndexOf('.')) + 1);
    }

    /// Reads the comments out of Java source text.
    static DocumentedClass of(String name, String source, boolean withTags) {
        var members = new ArrayList<Member>();
        for (DocComment comment : DocCommentScanner.scan(source)) {
            // only a licence stands before `package`, or before nothing
            boolean header = comment.declaration().isEmpty()
                    || comment.declaration().startsWith("package ")
                    || comment.declaration().startsWith("import ");
            if (header && LICENCE.matcher(comment.body()).find()) {
                continue;
            }
            var member = JavadocText.member(comment, withTags);
            if (!member.main().isEmpty() || !member.tags().isEmpty()) {
                members.add(member);
            }
        }
        return new DocumentedClass(name, members);
    }
}

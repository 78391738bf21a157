package io.gatun.data.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A method's or constructor's declaration, without modifiers, type parameters and exceptions.
///
/// @param result the type of the result, empty for a constructor
/// @param name the name
/// @param parameters types and names: `int index`
record MethodSignature(String result, String name, List<String> parameters) {

    private static final Pattern MODIFIERS = Pattern.compile(
            "^(?:(?:public|protected|private|static|final|abstract|default|synchronized|native|strictfp) )+");
    private static final Pattern METHOD = Pattern.compile("^(?:(.*\\S)\\s+)?(\\w+) ?\\((.*)\\)[^()]*$");
    private static final Pattern WORD = Pattern.compile("\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\d+");

    /// Returns the signature in a declaration, or `null` if it declares no method.
    static MethodSignature parse(String declaration) {
        String plain = MODIFIERS.matcher(declaration).replaceFirst("");
        if (plain.startsWith("<")) {
            plain = plain.substring(afterBracket(plain)).strip();
        }
        Matcher method = METHOD.matcher(plain);
        if (!method.matches() || method.group(3).indexOf('(') >= 0) {
            return null;
        }
        String result = method.group(1) == null ? "" : erased(method.group(1));
        String name = method.group(2);
        // `return f(x)` and `A.B.f(x)` are no declarations
        boolean constructor = result.isEmpty() && Character.isUpperCase(name.charAt(0));
        if (!constructor && !result.matches("[\\w.\\[\\]]+")) {
            return null;
        }
        var parameters = new ArrayList<String>();
        for (String parameter : erased(method.group(3)).split(",", -1)) {
            String bare = parameter.strip().replaceFirst("^final ", "");
            if (!bare.isEmpty()) {
                parameters.add(bare);
            }
        }
        return new MethodSignature(result, name, List.copyOf(parameters));
    }

    /// Removes type arguments and packages.
    private static String erased(String type) {
        var plain = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < type.length(); i++) {
            char c = type.charAt(i);
            depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            if (depth == 0 && c != '>') {
                plain.append(c);
            }
        }
        return plain.toString().replaceAll("\\b[a-z]\\w*\\.(?=\\w)", "").strip();
    }

    private static int afterBracket(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '<' ? 1 : text.charAt(i) == '>' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    /// Returns the signature with the names of method and parameters in separate small words: `String get name
    /// (int row index)`; a constructor keeps its name, which is a type.
    String spoken() {
        var text = new StringBuilder();
        text.append(result.isEmpty() ? name : result + " " + separate(name)).append(" (");
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            int space = parameter.lastIndexOf(' ');
            text.append(i == 0 ? "" : ", ")
                    .append(
                            space < 0
                                    ? parameter
                                    : parameter.substring(0, space + 1) + separate(parameter.substring(space + 1)));
        }
        return text.append(')').toString();
    }

    /// Returns the words in the names and types.
    List<String> words() {
        return wordsOf(result + " " + name + " " + String.join(" ", parameters));
    }

    /// Cuts a text into words, camel case into its parts.
    static List<String> wordsOf(String text) {
        return WORD.matcher(text).results().map(found -> found.group()).toList();
    }

    private static String separate(String name) {
        return String.join(" ", wordsOf(name)).toLowerCase(Locale.ROOT);
    }
}

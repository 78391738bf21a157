package io.gatun.data.corpus;

import java.util.ArrayList;
import java.util.List;

/// Divides a documentation comment into its main description and its block tags, as English paragraphs.
final class JavadocText {

    private JavadocText() {}

    /// Returns what a comment says, in plain text.
    static DocumentedClass.Member member(DocComment comment, boolean withTags) {
        List<String> blocks = blocks(comment.body());
        List<String> main = prose(blocks.getFirst(), comment.markdown());
        var tags = new ArrayList<String>();
        for (String block : blocks.subList(1, withTags ? blocks.size() : 1)) {
            tags.addAll(tag(block, comment.markdown()));
        }
        return new DocumentedClass.Member(comment.declaration(), main, tags);
    }

    /// Cuts a comment before each line that begins with a block tag; the first block is the main description.
    private static List<String> blocks(String body) {
        var blocks = new ArrayList<String>();
        var block = new StringBuilder();
        int braces = 0;
        boolean fenced = false;
        for (String line : body.lines().toList()) {
            String stripped = line.strip();
            fenced ^= stripped.startsWith("```");
            if (braces == 0 && !fenced && isBlockTag(stripped)) {
                blocks.add(block.toString());
                block.setLength(0);
                line = stripped;
            }
            block.append(line).append('\n');
            braces = bracesAfter(line, braces);
        }
        blocks.add(block.toString());
        return blocks;
    }

    private static boolean isBlockTag(String line) {
        return line.length() > 1 && line.charAt(0) == '@' && Character.isLowerCase(line.charAt(1));
    }

    // inside an inline tag a line may begin with an annotation
    private static int bracesAfter(String line, int before) {
        int braces = before;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '{' && (braces > 0 || line.startsWith("{@", i))) {
                braces++;
            } else if (c == '}' && braces > 0) {
                braces--;
            }
        }
        return braces;
    }

    private static List<String> tag(String block, boolean markdown) {
        String[] parts = block.strip().split("\\s+", 2);
        String text = parts.length < 2 ? "" : parts[1];
        return switch (parts[0]) {
            case "@param" -> named("", ": ", text, markdown);
            case "@throws", "@exception" -> named("Throws ", " ", text, markdown);
            case "@return" -> led("Returns ", prose(text, markdown));
            case "@deprecated" -> led("Deprecated. ", prose(text, markdown));
            case "@apiNote", "@implSpec", "@implNote" -> prose(text, markdown);
            default -> List.of();
        };
    }

    /// Renders a block that begins with a name; a name alone says nothing.
    private static List<String> named(String lead, String between, String text, boolean markdown) {
        // a type parameter is written <T>, which is no HTML here
        var paragraphs = new ArrayList<>(prose(text.replaceFirst("^\\s*<(\\w+)>", "$1"), markdown));
        if (paragraphs.isEmpty()) {
            return List.of();
        }
        String[] parts = paragraphs.getFirst().split(" ", 2);
        paragraphs.set(0, lead + parts[0].substring(parts[0].lastIndexOf('.') + 1) + between + parts[1]);
        return paragraphs;
    }

    private static List<String> led(String lead, List<String> paragraphs) {
        if (paragraphs.isEmpty()) {
            return List.of();
        }
        var result = new ArrayList<>(paragraphs);
        result.set(0, lead + result.getFirst());
        return result;
    }

    /// Returns the paragraphs that are language: most of their characters letters and spaces, at least two words.
    private static List<String> prose(String text, boolean markdown) {
        String plain = new JavadocRenderer(markdown).render(text);
        var paragraphs = new ArrayList<String>();
        for (String line : plain.split("\n", -1)) {
            String paragraph = collapsed(line);
            if (isProse(paragraph)) {
                paragraphs.add(paragraph);
            }
        }
        return paragraphs;
    }

    private static boolean isProse(String paragraph) {
        int letters = 0;
        for (int i = 0; i < paragraph.length(); i++) {
            char c = paragraph.charAt(i);
            letters += Character.isLetter(c) || c == ' ' ? 1 : 0;
        }
        return paragraph.indexOf(' ') > 0 && letters * 3 >= paragraph.length() * 2;
    }

    /// Makes one space of each run of white space; by hand, because megabytes go through here.
    private static String collapsed(String text) {
        var result = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00A0') {
                space = !result.isEmpty();
            } else {
                if (space) {
                    result.append(' ');
                    space = false;
                }
                result.append(c);
            }
        }
        return result.toString();
    }
}

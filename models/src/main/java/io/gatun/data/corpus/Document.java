package io.gatun.data.corpus;

import java.util.List;

/// A stretch of text that belongs together: a class's documentation, a paragraph of a file, a page.
///
/// @param name where it comes from: `java.base/java.lang.String`, `book.txt:120`
/// @param text one or more lines, none of them blank, separated by a line feed
public record Document(String name, String text) {

    /// Returns the lines, which are the paragraphs.
    public List<String> lines() {
        return text.lines().toList();
    }
}

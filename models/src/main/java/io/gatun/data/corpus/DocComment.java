package io.gatun.data.corpus;

/// A documentation comment as it stands in the source.
///
/// @param declaration what it documents, on one line, up to the body; empty where it documents nothing
/// @param body the text without the comment signs and without the stars or slashes that begin its lines
/// @param markdown whether it is Markdown (JEP 467) instead of HTML
record DocComment(String declaration, String body, boolean markdown) {}

package io.gatun.data.corpus;

/// Text that can be walked again and again, the same documents in the same order each time.
///
/// A walk is lazy: it holds one document at a time, so a corpus may be larger than memory.
public interface Corpus {

    /// Returns the name by which a user asked for it: `jdk`, a path, `-`.
    String name();

    /// Returns what is another, as good as always, if the text is: made of names, sizes and ends of
    /// files, not of all their text.
    ///
    /// @throws CorpusException if the text is missing or cannot be opened
    String fingerprint();

    /// Starts a walk; the caller closes it.
    ///
    /// @throws CorpusException if the text is missing or cannot be opened
    Documents documents();
}

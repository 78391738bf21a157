package io.gatun.data.corpus;

import io.gatun.data.file.DataFile;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// One walk over a corpus, which holds open what it reads from until it is closed or at its end.
///
/// Its methods throw [CorpusException] when a file cannot be read or is damaged, and at the end when there was
/// no text at all.
public final class Documents implements Iterator<Document>, AutoCloseable {

    /// What a walk reads from.
    interface Source {

        /// Returns the next document, or `null` at the end.
        Document next() throws IOException;

        /// Releases what is open; may be called more than once.
        void close() throws IOException;
    }

    private final String corpus;
    private final Source source;
    private Document ahead;
    private boolean any;
    private boolean ended;

    Documents(String corpus, Source source) {
        this.corpus = corpus;
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        if (ahead == null && !ended) {
            ahead = read();
            if (ahead == null) {
                close();
                if (!any) {
                    throw new CorpusException("corpus " + corpus + ": expected text, found none; name a file or folder"
                            + " with text in it");
                }
            }
            any = true;
        }
        return ahead != null;
    }

    @Override
    public Document next() {
        if (!hasNext()) {
            throw new NoSuchElementException("corpus " + corpus + ": no more documents");
        }
        var document = ahead;
        ahead = null;
        return document;
    }

    /// Stops the walk and closes its files.
    @Override
    public void close() {
        ended = true;
        try {
            source.close();
        } catch (IOException e) {
            throw new CorpusException("corpus " + corpus + ": cannot close: " + e.getMessage(), e);
        }
    }

    private Document read() {
        try {
            return source.next();
        } catch (IOException e) {
            close();
            throw new CorpusException("corpus " + corpus + ": " + DataFile.reason(e), e);
        }
    }
}

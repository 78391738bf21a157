package io.gatun.train;

import io.gatun.data.Texts;
import io.gatun.data.corpus.Corpus;
import io.gatun.data.corpus.Document;
import io.gatun.data.corpus.Documents;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A corpus as lines of text, and as whole texts.
public final class CorpusLines {

    private CorpusLines() {}

    /// Returns all lines; the stream closes the corpus.
    public static Stream<String> of(Corpus corpus) {
        Documents documents = corpus.documents();
        Spliterator<Document> each = Spliterators.spliteratorUnknownSize(documents, Spliterator.ORDERED);
        return StreamSupport.stream(each, false)
                .flatMap(document -> document.lines().stream())
                .onClose(documents::close);
    }

    /// Returns the texts of the documents.
    public static Texts texts(Corpus corpus) {
        return () -> {
            Documents documents = corpus.documents();
            return new Texts.Walk() {
                @Override
                public boolean hasNext() {
                    return documents.hasNext();
                }

                @Override
                public String next() {
                    return documents.next().text();
                }

                @Override
                public void close() {
                    documents.close();
                }
            };
        };
    }
}

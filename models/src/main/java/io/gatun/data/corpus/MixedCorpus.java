package io.gatun.data.corpus;

import io.gatun.data.Fingerprint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Several corpora, a document of each in turn: what is read one after the other is learnt one after the
/// other, and the first of it forgotten.
///
/// When one ends, the others go on, so the last documents are those of the largest.
///
/// @param parts the corpora
record MixedCorpus(List<Corpus> parts) implements Corpus {

    /// A thousand files named by a pattern are not all open at once.
    private static final int OPEN = 16;

    @Override
    public String name() {
        return String.join(" ", parts.stream().map(Corpus::name).toList());
    }

    @Override
    public String fingerprint() {
        Fingerprint all = new Fingerprint();
        parts.forEach(part -> all.add(part.fingerprint()));
        return all.hex();
    }

    @Override
    public Documents documents() {
        return new Documents(name(), new Turns());
    }

    private final class Turns implements Documents.Source {

        private final Deque<Documents> open = new ArrayDeque<>();
        private int opened;

        @Override
        public Document next() {
            while (true) {
                while (open.size() < OPEN && opened < parts.size()) {
                    open.add(parts.get(opened++).documents());
                }
                if (open.isEmpty()) {
                    return null;
                }
                Documents turn = open.remove();
                if (turn.hasNext()) {
                    Document document = turn.next();
                    open.add(turn);
                    return document;
                }
            }
        }

        @Override
        public void close() {
            opened = parts.size();
            open.forEach(Documents::close);
            open.clear();
        }
    }
}

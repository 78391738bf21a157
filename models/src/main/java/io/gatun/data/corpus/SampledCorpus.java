package io.gatun.data.corpus;

import io.gatun.data.Fingerprint;
import io.gatun.data.KeyedRandom;

/// A part of a corpus: each document is taken or left by a random number of its own.
record SampledCorpus(Corpus whole, double share, long seed) implements Corpus {

    SampledCorpus {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("corpus: expected a share above 0 and at most 1, got " + share);
        }
    }

    @Override
    public String fingerprint() {
        return new Fingerprint()
                .add(whole.fingerprint())
                .add(share + " " + seed)
                .hex();
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public Documents documents() {
        Documents documents = whole.documents();
        return new Documents(name(), new Documents.Source() {
            private long number;

            @Override
            public Document next() {
                while (documents.hasNext()) {
                    Document document = documents.next();
                    if (KeyedRandom.of(seed, number++).nextDouble() < share) {
                        return document;
                    }
                }
                return null;
            }

            @Override
            public void close() {
                documents.close();
            }
        });
    }
}

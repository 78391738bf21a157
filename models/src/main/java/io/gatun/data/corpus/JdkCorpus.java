package io.gatun.data.corpus;

import io.gatun.data.Fingerprint;
import io.gatun.data.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The English prose of a JDK's documentation comments, one document a class, without the classes that
/// are kept for validation and test, without any sentence that also stands in one of those, and with each
/// paragraph only once: much of it is copied from class to class.
public final class JdkCorpus implements Corpus {

    private final JdkSources sources;
    private HeldOutSentences heldOut;

    /// Creates the corpus over these sources.
    public JdkCorpus(JdkSources sources) {
        this.sources = sources;
    }

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public String fingerprint() {
        try {
            return new Fingerprint().add(sources.archive()).hex();
        } catch (IOException e) {
            throw new CorpusException("corpus jdk: cannot read " + sources.archive() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Documents documents() {
        var held = heldOut();
        var seen = new HashSet<Long>();
        var classes = sources.classes(name -> JdkSources.split(name) == Split.TRAIN);
        return new Documents(name(), new Documents.Source() {
            @Override
            public Document next() {
                for (var type = classes.next(); type != null; type = classes.next()) {
                    var lines = new ArrayList<String>();
                    for (var member : type.members()) {
                        addAllowed(lines, member.main(), held);
                        addAllowed(lines, member.tags(), held);
                    }
                    lines.removeIf(line -> !seen.add(hash(line)));
                    if (!lines.isEmpty()) {
                        return new Document(type.name(), String.join("\n", lines));
                    }
                }
                return null;
            }

            @Override
            public void close() {
                classes.close();
            }
        });
    }

    private synchronized HeldOutSentences heldOut() {
        if (heldOut == null) {
            heldOut = HeldOutSentences.of(sources, _ -> true);
        }
        return heldOut;
    }

    private static void addAllowed(List<String> lines, List<String> paragraphs, HeldOutSentences held) {
        for (String paragraph : paragraphs) {
            if (!held.standsIn(paragraph)) {
                lines.add(paragraph);
                continue;
            }
            String rest = String.join(
                    " ",
                    Sentences.of(paragraph).stream()
                            .filter(s -> !held.standsIn(s))
                            .toList());
            // what is left may still hold one across what was cut
            if (!rest.isEmpty() && !held.standsIn(rest)) {
                lines.add(rest);
            }
        }
    }

    private static long hash(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}

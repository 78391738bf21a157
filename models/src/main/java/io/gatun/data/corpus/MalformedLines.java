package io.gatun.data.corpus;

import io.gatun.data.file.Malformed;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// The malformed JSON lines of a corpus, which are left out.
///
/// The first of them are told when they are met, as nobody waits for the end of a large corpus, and each
/// once, however often the corpus is walked.
final class MalformedLines {

    private final String corpus;
    private final Consumer<String> notes;
    private final Set<String> told = new HashSet<>();
    private long most;

    MalformedLines(String corpus, Consumer<String> notes) {
        this.corpus = corpus;
        this.notes = notes;
    }

    private synchronized void tell(String line) {
        if (told.add(line)) {
            notes.accept("corpus: left out as malformed: " + line);
        }
    }

    private synchronized void tell(Malformed malformed) {
        if (malformed.more() > 0 && malformed.count() > most) {
            most = malformed.count();
            notes.accept("corpus " + corpus + ": left out as malformed: " + malformed.share() + " JSON lines");
        }
    }

    /// The lines of one walk.
    final class Count {

        private final Malformed malformed = new Malformed();
        private boolean refused;

        /// Counts a line.
        void read() {
            malformed.read();
        }

        /// Leaves out the line counted last.
        ///
        /// @throws CorpusException if a thousand were left out, and too much of what was read
        void add(String placeAndReason) {
            if (malformed.add(placeAndReason)) {
                tell(placeAndReason);
            }
            // the end, where the tasks divide, may be days away
            if (malformed.hopeless(Malformed.TOLERATED_PERCENT)) {
                throw tooMuch(" so far");
            }
        }

        /// Ends the walk.
        ///
        /// @param any whether there was any text
        /// @throws CorpusException if too many were left out
        void end(boolean any) {
            if (malformed.tooMuch()) {
                throw tooMuch("");
            }
            if (!any && malformed.count() > 0) {
                refused = true;
                throw new CorpusException("corpus " + corpus + ": expected text, found none; malformed JSON lines: "
                        + malformed.share() + ": " + malformed.named());
            }
        }

        private CorpusException tooMuch(String when) {
            refused = true;
            return new CorpusException("corpus " + corpus + ": expected a JSON object with a text field on every line,"
                    + " at most " + Malformed.TOLERATED_PERCENT + " % of them malformed, found " + malformed.share()
                    + when + ": " + malformed.named());
        }

        /// Says how much was left out, if the lines that were told are not all.
        void close() {
            if (!refused) {
                tell(malformed);
            }
        }
    }
}

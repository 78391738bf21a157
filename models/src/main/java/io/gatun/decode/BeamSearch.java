package io.gatun.decode;

import io.gatun.models.EncoderDecoder;
import io.gatun.models.IncrementalDecoder;
import io.gatun.models.TokenDecoder;
import io.gatun.nn.Pass;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import io.gatun.tensor.TopKResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Beam search as in Mesh TensorFlow (after Wu et al. 2016): the best `beam` unfinished sequences are
/// extended by their `2 · beam` best tokens; finished ones compete by `log p / ((5 + length) / 6)^alpha`,
/// the end mark counted.
///
/// @param beam how many sequences are kept for each row
/// @param longest how many tokens are generated at most, the end mark included
/// @param alpha the length penalty's exponent; 0.6 is usual, 0 for none
public record BeamSearch(int beam, int longest, double alpha) {

    private static final double IMPOSSIBLE = -1e7;

    /// Checks the values.
    public BeamSearch {
        if (beam < 1 || longest < 1 || !(alpha >= 0)) {
            throw new IllegalArgumentException("beam search: expected a beam and a greatest length of at least 1 and"
                    + " alpha of at least 0, got " + beam + ", " + longest + " and " + alpha);
        }
    }

    /// Returns what the log-probability of a sequence of this many tokens is divided by.
    public static double penalty(int length, double alpha) {
        return Math.pow((5.0 + length) / 6, alpha);
    }

    /// Returns the best sequence for each row of the source.
    public List<Generated> generate(EncoderDecoder model, Source source) {
        return Memory.scope(() -> {
            var encoded = model.encode(source.ids(), source.lengths(), Pass.INFERENCE);
            try (IncrementalDecoder decoder = model.incremental(encoded.repeated(beam), longest)) {
                return generate(decoder);
            }
        });
    }

    /// Returns the best sequence for each `beam` rows of a decoder that has seen nothing yet, which are
    /// equal.
    ///
    /// @throws IllegalArgumentException if the decoder's rows are no multiple of the beam
    public List<Generated> generate(TokenDecoder decoder) {
        if (decoder.rows() % beam != 0) {
            throw new IllegalArgumentException(
                    "beam search: expected a multiple of " + beam + " rows, got " + decoder.rows());
        }
        List<Beams> rows = new ArrayList<>();
        for (int row = 0; row < decoder.rows() / beam; row++) {
            rows.add(new Beams());
        }
        search(decoder, rows);
        return rows.stream().map(Beams::best).toList();
    }

    private void search(TokenDecoder decoder, List<Beams> rows) {
        for (int step = 1; step <= longest && !rows.stream().allMatch(Beams::decided); step++) {
            Candidates candidates = Memory.scope(() -> candidates(decoder, rows));
            int[] parents = new int[rows.size() * beam];
            for (int row = 0; row < rows.size(); row++) {
                rows.get(row).extend(candidates, row, step);
                for (int b = 0; b < beam; b++) {
                    parents[row * beam + b] = row * beam + rows.get(row).alive.get(b).parent;
                }
            }
            Memory.scope(() -> decoder.reorder(parents));
        }
    }

    private Candidates candidates(TokenDecoder decoder, List<Beams> rows) {
        int[] last = new int[rows.size() * beam];
        double[] scores = new double[last.length];
        for (int i = 0; i < last.length; i++) {
            Hypothesis hypothesis = rows.get(i / beam).alive.get(i % beam);
            last[i] = hypothesis.last();
            scores[i] = hypothesis.logProbability;
        }
        Tensor logits = decoder.step(last);
        int count = Math.min(2 * beam, logits.dim(1));
        // the best 2·beam of a row are among the best 2·beam of each of its hypotheses
        TopKResult best = logits.topK(count);
        double[] values = best.values().sub(logits.logSumExp(1).unsqueeze(1)).toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] += scores[i / count];
        }
        return new Candidates(best.indices().toInts(), values, count);
    }

    /// The best next tokens of every hypothesis.
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Candidates(int[] ids, double[] logProbabilities, int count) {}

    /// An unfinished or finished sequence.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Hypothesis(int[] ids, double logProbability, double score, int parent) {
        int last() {
            return ids.length == 0 ? Greedy.START : ids[ids.length - 1];
        }
    }

    /// The hypotheses of one row.
    private final class Beams {

        private List<Hypothesis> alive = new ArrayList<>();
        private List<Hypothesis> finished = new ArrayList<>();

        Beams() {
            for (int b = 0; b < beam; b++) {
                alive.add(new Hypothesis(new int[0], b == 0 ? 0 : IMPOSSIBLE, 0, b));
            }
        }

        void extend(Candidates candidates, int row, int step) {
            List<Hypothesis> next = new ArrayList<>();
            double penalty = penalty(step, alpha);
            for (int b = 0; b < beam; b++) {
                int[] ids = alive.get(b).ids;
                for (int c = 0; c < candidates.count; c++) {
                    int at = (row * beam + b) * candidates.count + c;
                    int[] longer = Arrays.copyOf(ids, ids.length + 1);
                    longer[ids.length] = candidates.ids[at];
                    double logProbability = candidates.logProbabilities[at];
                    next.add(new Hypothesis(longer, logProbability, logProbability / penalty, b));
                }
            }
            next.sort(BEST_FIRST);
            List<Hypothesis> top = next.subList(0, Math.min(2 * beam, next.size()));
            List<Hypothesis> open = new ArrayList<>();
            for (Hypothesis hypothesis : top) {
                boolean real = hypothesis.logProbability > IMPOSSIBLE / 2;
                if (hypothesis.last() != Greedy.END) {
                    open.add(hypothesis);
                } else if (real) {
                    finished.add(hypothesis);
                }
            }
            while (open.size() < beam) { // a vocabulary too small for the beam
                open.add(new Hypothesis(new int[] {Greedy.START}, IMPOSSIBLE, IMPOSSIBLE, 0));
            }
            alive = new ArrayList<>(open.subList(0, beam));
            finished.sort(BEST_FIRST);
            finished = new ArrayList<>(finished.subList(0, Math.min(beam, finished.size())));
        }

        /// Returns whether no unfinished sequence can still beat the worst finished one.
        boolean decided() {
            return !finished.isEmpty()
                    && finished.getLast().score > alive.get(0).logProbability / penalty(longest, alpha);
        }

        Generated best() {
            if (finished.isEmpty()) {
                return new Generated(alive.get(0).ids, alive.get(0).score);
            }
            Hypothesis best = finished.get(0);
            return new Generated(Arrays.copyOf(best.ids, best.ids.length - 1), best.score);
        }
    }

    private static final Comparator<Hypothesis> BEST_FIRST = Comparator.comparingDouble(
                    (Hypothesis hypothesis) -> hypothesis.score)
            .reversed();
}

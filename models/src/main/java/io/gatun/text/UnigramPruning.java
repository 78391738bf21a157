package io.gatun.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Expectation maximization over pieces, and the dropping of those that are missed least.
///
/// Work is divided into a fixed number of parts whose results are added in order, so that the number of threads
/// changes nothing.
///
/// Source: T. Kudo, "Subword Regularization", ACL 2018, section 3.2; `unigram_model_trainer.cc` of
/// google/sentencepiece.
final class UnigramPruning {

    private static final int PARTS = 8;
    private static final double LEAST_EXPECTED = 0.5;

    private final SegmentCounts segments;
    private final ExecutorService threads;
    private final int[] bounds;

    UnigramPruning(SegmentCounts segments, ExecutorService threads) {
        this.segments = segments;
        this.threads = threads;
        this.bounds = bounds();
    }

    /// Where the parts begin, each with about as many bytes.
    private int[] bounds() {
        int[] bounds = new int[PARTS + 1];
        long total = segments.end(segments.size() - 1);
        int segment = 0;
        for (int part = 1; part < PARTS; part++) {
            while (segment < segments.size() && segments.start(segment) < total * part / PARTS) {
                segment++;
            }
            bounds[part] = segment;
        }
        bounds[PARTS] = segments.size();
        return bounds;
    }

    /// One round of expectation maximization. Pieces that are hardly expected are dropped.
    PieceTable improve(PieceTable table) {
        double[] expected = sum(table, (lattice, weight, into) -> lattice.addExpected(weight, into));
        int[] kept = IntStream.range(0, expected.length)
                .filter(id -> expected[id] >= LEAST_EXPECTED)
                .toArray();
        double logTotal =
                digamma(Arrays.stream(kept).mapToDouble(id -> expected[id]).sum());
        double[] scores = new double[expected.length];
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        for (int id : kept) {
            scores[id] = digamma(expected[id]) - logTotal;
        }
        return table.withScores(scores).keep(kept);
    }

    /// Drops the pieces whose loss costs least likelihood, down to `target` pieces.
    PieceTable prune(PieceTable table, int target) {
        double[] counts = sum(table, (lattice, weight, into) -> {
            lattice.viterbi();
            lattice.countBestPath(weight, into);
        });
        int[][] alternatives = alternatives(table);
        double total = Arrays.stream(counts).sum();
        double logTotal = Math.log(total);
        List<Integer> kept = new ArrayList<>();
        List<Integer> candidates = new ArrayList<>();
        double[] losses = new double[table.size()];
        for (int id = 0; id < table.size(); id++) {
            int[] parts = alternatives[id];
            if (counts[id] == 0 || parts == null) {
                continue;
            }
            if (parts.length == 0) {
                kept.add(id);
                continue;
            }
            // its occurrences would be spelled in its parts instead
            double logTotalWithout = Math.log(total + counts[id] * (parts.length - 1));
            double without = 0;
            for (int part : parts) {
                without += Math.log((part < 0 ? 0 : counts[part]) + counts[id]) - logTotalWithout;
            }
            losses[id] = counts[id] * (Math.log(counts[id]) - logTotal - without);
            candidates.add(id);
        }
        candidates.sort(
                Comparator.<Integer>comparingDouble(id -> -losses[id]).thenComparing(Comparator.naturalOrder()));
        kept.addAll(candidates.subList(0, Math.clamp(target - kept.size(), 0, candidates.size())));
        return table.keep(kept.stream().mapToInt(Integer::intValue).sorted().toArray());
    }

    /// For each piece the best way to spell it in others: empty if there is none, null if that is better than
    /// itself.
    private int[][] alternatives(PieceTable table) {
        int[][] all = new int[table.size()][];
        inParts(part -> {
            Lattice lattice = new Lattice(table);
            int from = (int) ((long) table.size() * part / PARTS);
            int to = (int) ((long) table.size() * (part + 1) / PARTS);
            for (int id = from; id < to; id++) {
                byte[] piece = table.piece(id);
                lattice.fill(piece, 0, piece.length, false);
                double score = lattice.viterbi();
                if (score == Double.NEGATIVE_INFINITY) {
                    all[id] = new int[0];
                } else if (score <= table.score(id)) {
                    all[id] = lattice.bestPath();
                }
            }
        });
        return all;
    }

    /// What is added up over all segments.
    private interface Term {
        void add(Lattice lattice, double weight, double[] into);
    }

    private double[] sum(PieceTable table, Term term) {
        table.units();
        double[][] partial = new double[PARTS][];
        inParts(part -> {
            double[] into = new double[table.size()];
            Lattice lattice = new Lattice(table);
            for (int s = bounds[part]; s < bounds[part + 1]; s++) {
                lattice.fill(segments.text(), segments.start(s), segments.end(s), true);
                term.add(lattice, (double) segments.count(s), into);
            }
            partial[part] = into;
        });
        double[] total = partial[0];
        for (int part = 1; part < PARTS; part++) {
            for (int id = 0; id < total.length; id++) {
                total[id] += partial[part][id];
            }
        }
        return total;
    }

    private interface Part {
        void run(int part);
    }

    private void inParts(Part work) {
        List<Future<?>> running = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            int number = part;
            running.add(threads.submit(() -> work.run(number)));
        }
        for (Future<?> future : running) {
            await(future);
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("training the tokenizer was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                // out of memory, above all: the caller is to see it as what it is
                throw error;
            }
            throw new IllegalStateException("training the tokenizer failed", e.getCause());
        }
    }

    /// The derivative of the logarithm of the gamma function, for positive arguments.
    ///
    /// In the place of a logarithm in the M step it makes a variational EM with a sparse Dirichlet prior.
    ///
    /// Source: M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", 6.3.5 and 6.3.18.
    static double digamma(double x) {
        double shifted = x;
        double result = 0;
        while (shifted < 7) {
            result -= 1 / shifted++;
        }
        double inverse = 1 / (shifted * shifted);
        double series = inverse * (1 / 12.0 - inverse * (1 / 120.0 - inverse * (1 / 252.0 - inverse / 240)));
        return result + Math.log(shifted) - 0.5 / shifted - series;
    }
}

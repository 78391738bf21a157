package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.FLOAT;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Updates.AdafactorConstants;
import io.gatun.kernel.Updates.Target;
import io.gatun.kernel.View;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One step of Adafactor on a parameter seen as rows: the update of an element is its gradient times a
/// factor of its row times one of its place in the row.
///
/// @param width elements of a row, but for the last one
record AdafactorUpdate(Target target, Step step, long width) {

    /// What is the same for all parameters of a step.
    ///
    /// @param rate the relative step size
    /// @param decay of the second moment
    record Step(double rate, double decay, AdafactorConstants constants) {}

    /// The factors of a row.
    interface Factors {

        /// Returns the address of a factor for each of the row's `n` places.
        long places(long row, long n);

        /// Returns the factor of the row.
        default float row(long row) {
            return 1;
        }
    }

    /// Applies a step whose second moment is the outer product of row and column means.
    static void factored(Target target, View row, View column, Step step) {
        long columns = target.parameter().dim(-1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rowFactors = arena.allocate(4 * row.size(), 64);
            MemorySegment columnFactors = arena.allocate(4 * column.size(), 64);
            long height = target.parameter().dim(-2);
            for (long b = 0; b < row.size() / height; b++) {
                long g = target.gradient().address() + 4 * b * height * columns;
                squares(g, height, rowFactors.asSlice(4 * b * height), columnFactors.asSlice(4 * b * columns), columns);
                MemorySegment rows = Lanes.words(row.address() + 4 * b * height, height);
                average(rows, rowFactors.asSlice(4 * b * height), step, columns);
                double mean = RowFolds.sum(rows.address(), height) / height;
                roots(rows, rowFactors.asSlice(4 * b * height), mean);
                MemorySegment means = Lanes.words(column.address() + 4 * b * columns, columns);
                average(means, columnFactors.asSlice(4 * b * columns), step, height);
                roots(means, columnFactors.asSlice(4 * b * columns), 1);
            }
            Factors factors = new Factors() {
                @Override
                public long places(long r, long n) {
                    return columnFactors.address() + 4 * (r / height) * columns;
                }

                @Override
                public float row(long r) {
                    return Lanes.words(rowFactors.address(), row.size()).get(FLOAT, 4 * r);
                }
            };
            new AdafactorUpdate(target, step, columns).apply(factors, factors);
        }
    }

    private static void squares(long g, long height, MemorySegment rows, MemorySegment columns, long n) {
        long rowSums = rows.address();
        Partials.sum(height, columns.address(), n, (sums, from, to) -> {
            for (long r = from; r < to; r++) {
                Streams row = new Streams(g + 4 * r * n, sums, 0, 0);
                Lanes.words(rowSums, height).set(FLOAT, 4 * r, row.forEach(n, UpdateLoops::squares));
            }
        });
    }

    /// Averages a slot with the means of fresh sums over `count` elements.
    private static void average(MemorySegment slot, MemorySegment sums, Step step, long count) {
        for (long i = 0; i < slot.byteSize(); i += 4) {
            double fresh =
                    (double) sums.get(FLOAT, i) / count + step.constants().epsilon1();
            double old = slot.get(FLOAT, i);
            slot.set(FLOAT, i, (float) (step.decay() * old + (1 - step.decay()) * fresh));
        }
    }

    /// Writes √(numerator / slot).
    private static void roots(MemorySegment slot, MemorySegment to, double numerator) {
        for (long i = 0; i < slot.byteSize(); i += 4) {
            to.set(FLOAT, i, (float) Math.sqrt(numerator / slot.get(FLOAT, i)));
        }
    }

    /// Applies a step with a second moment of each element.
    static void full(Target target, View second, Step step) {
        long width = Scratch.FLOATS;
        UpdateLoops.Average average = new UpdateLoops.Average((float) step.decay(), (float) (1 - step.decay()), (float)
                step.constants().epsilon1());
        UpdateLoops.Average none = new UpdateLoops.Average(1, 0, 0);
        long g = target.gradient().address();
        new AdafactorUpdate(target, step, width)
                .apply(
                        (row, n) -> factors(average, g + 4 * row * width, second.address() + 4 * row * width, n),
                        (row, n) -> factors(none, g + 4 * row * width, second.address() + 4 * row * width, n));
    }

    private static long factors(UpdateLoops.Average average, long g, long second, long n) {
        long to = Scratch.current().buffer(0);
        new Streams(g, second, to, 0).forEach(n, average::run);
        return to;
    }

    /// Measures the update by the factors of a first pass, then applies it by those of a second one.
    private void apply(Factors first, Factors then) {
        long size = target.parameter().size();
        long rows = Math.ceilDiv(size, width);
        long grain = Math.max(1, Lanes.GRAIN / width);
        long theta = target.parameter().address();
        long g = target.gradient().address();
        try (Arena arena = Arena.ofConfined()) {
            long pieces = Math.ceilDiv(rows, grain);
            long sums = arena.allocate(16 * pieces, 64).address();
            Parallel.forRange(rows, grain, (from, to) -> {
                double updates = 0;
                double weights = 0;
                for (long r = from; r < to; r++) {
                    long n = Math.min(width, size - r * width);
                    long at = 4 * r * width;
                    double factor = first.row(r);
                    Streams row = new Streams(g + at, first.places(r, n), 0, 0);
                    updates += factor * factor * row.forEach(n, UpdateLoops::scaledSquares);
                    weights += NormRows.squares(theta + at, 0, n);
                }
                MemorySegment piece = Lanes.bytes(sums + 16 * (from / grain), 16);
                piece.set(ValueLayout.JAVA_DOUBLE, 0, updates);
                piece.set(ValueLayout.JAVA_DOUBLE, 8, weights);
            });
            float rate = rate(Lanes.bytes(sums, 16 * pieces), size);
            Parallel.forRange(rows, grain, (from, to) -> {
                for (long r = from; r < to; r++) {
                    long n = Math.min(width, size - r * width);
                    long at = 4 * r * width;
                    new Streams(g + at, theta + at, then.places(r, n), 0)
                            .forEach(n, new UpdateLoops.Step(rate * then.row(r))::run);
                }
            });
        }
    }

    /// Returns the rate after clipping by the update's root mean square and scaling by that of the weights.
    private float rate(MemorySegment sums, long size) {
        double updates = 0;
        double weights = 0;
        for (long i = 0; i < sums.byteSize(); i += 16) {
            updates += sums.get(ValueLayout.JAVA_DOUBLE, i);
            weights += sums.get(ValueLayout.JAVA_DOUBLE, i + 8);
        }
        AdafactorConstants constants = step.constants();
        double clip = Math.max(1, Math.sqrt(updates / size) / constants.clip());
        double scale = constants.scaled() ? Math.max(constants.epsilon2(), Math.sqrt(weights / size)) : 1;
        return (float) (step.rate() * scale / clip);
    }
}

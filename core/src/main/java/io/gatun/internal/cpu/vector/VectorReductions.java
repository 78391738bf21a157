package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.INT;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Reductions;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Folds of float32; other types go to the reference.
final class VectorReductions implements Reductions {

    private static final long COLUMNS = 512; // folded at a time: rows of a page's size keep the prefetcher going

    private final Reductions reference;

    VectorReductions(Reductions reference) {
        this.reference = reference;
    }

    /// Returns how many folds of `n` elements one thread should at least be given.
    private static long grain(long n) {
        return Math.max(1, Lanes.GRAIN / Math.max(1, n));
    }

    @Override
    public void reduce(Kind kind, View x, View y) {
        if (x.dtype() != DType.F32 || x.size() == 0) {
            reference.reduce(kind, x, y);
        } else if (x.dim(2) == 1) {
            rows(kind, x, y);
        } else if (kind == Kind.SUM || kind == Kind.MEAN) {
            columnSums(kind, x, y);
        } else {
            columns(x, (from, columns, o, c) -> {
                long stride = 4L * x.dim(2);
                long to = y.address() + o * stride + 4 * c;
                if (kind == Kind.LOG_SUM_EXP) {
                    ColumnFolds.logSumExp(from, stride, x.dim(1), to, columns);
                } else {
                    ColumnFolds.extreme(from, stride, x.dim(1), to, columns, kind == Kind.MIN);
                }
            });
        }
    }

    private static void rows(Kind kind, View x, View y) {
        long n = x.dim(1);
        long outer = x.dim(0);
        boolean sum = kind == Kind.SUM || kind == Kind.MEAN;
        if (sum && outer < 4 && n >= 4 * Lanes.GRAIN) {
            for (long r = 0; r < outer; r++) {
                double total = RowFolds.sumInParallel(x.address() + 4 * r * n, n);
                Lanes.words(y.address(), outer).set(FLOAT, 4 * r, (float) (kind == Kind.SUM ? total : total / n));
            }
            return;
        }
        Parallel.forRange(outer, grain(n), (from, to) -> {
            for (long r = from; r < to; r++) {
                double value = row(kind, x.address() + 4 * r * n, n);
                Lanes.words(y.address(), outer).set(FLOAT, 4 * r, (float) value);
            }
        });
    }

    private static double row(Kind kind, long x, long n) {
        return switch (kind) {
            case SUM -> RowFolds.sum(x, n);
            case MEAN -> RowFolds.sum(x, n) / n;
            case MAX -> RowFolds.max(x, n);
            case MIN -> RowFolds.min(x, n);
            case LOG_SUM_EXP -> CrossEntropyRows.logSumExp(x, n);
        };
    }

    private static void columnSums(Kind kind, View x, View y) {
        long n = x.dim(1);
        long inner = x.dim(2);
        if (n * inner >= 4 * Lanes.GRAIN) {
            for (long o = 0; o < x.dim(0); o++) {
                long from = x.address() + 4 * o * n * inner;
                Partials.sum(
                        n,
                        y.address() + 4 * o * inner,
                        inner,
                        (sums, first, end) ->
                                ColumnFolds.add(from + 4 * first * inner, 4 * inner, end - first, sums, inner));
            }
        } else {
            Parallel.forRange(x.dim(0), grain(n * inner), (first, end) -> {
                for (long o = first; o < end; o++) {
                    long to = y.address() + 4 * o * inner;
                    Copies.fill(to, 0, inner);
                    ColumnFolds.add(x.address() + 4 * o * n * inner, 4 * inner, n, to, inner);
                }
            });
        }
        if (kind == Kind.MEAN) {
            ColumnFolds.divide(y.address(), y.size(), (float) n);
        }
    }

    /// What is done with some neighbouring columns of one outer index.
    private interface Columns {
        void run(long from, long columns, long outer, long first);
    }

    /// Runs `body` over blocks of columns.
    private static void columns(View x, Columns body) {
        long n = x.dim(1);
        long inner = x.dim(2);
        long blocks = Math.ceilDiv(inner, COLUMNS);
        Parallel.forRange(x.dim(0) * blocks, grain(n * Math.min(inner, COLUMNS)), (from, to) -> {
            for (long k = from; k < to; k++) {
                long o = k / blocks;
                long c = k % blocks * COLUMNS;
                body.run(x.address() + 4 * (o * n * inner + c), Math.min(COLUMNS, inner - c), o, c);
            }
        });
    }

    @Override
    public void argMax(View x, View y) {
        if (x.dtype() != DType.F32 || x.size() == 0) {
            reference.argMax(x, y);
            return;
        }
        long n = x.dim(1);
        if (x.dim(2) == 1) {
            Parallel.forRange(x.dim(0), grain(n), (from, to) -> {
                for (long r = from; r < to; r++) {
                    Lanes.words(y.address(), y.size()).set(INT, 4 * r, RowFolds.argMax(x.address() + 4 * r * n, n));
                }
            });
            return;
        }
        long stride = 4L * x.dim(2);
        columns(
                x,
                (from, columns, o, c) ->
                        ColumnFolds.argMax(from, stride, n, y.address() + o * stride + 4 * c, columns));
    }

    @Override
    public void cumulativeSum(View x, View y, boolean reverse) {
        if (x.dtype() != DType.F32 || x.size() == 0) {
            reference.cumulativeSum(x, y, reverse);
            return;
        }
        long n = x.dim(1);
        long inner = x.dim(2);
        Parallel.forRange(x.dim(0), grain(n * inner), (from, to) -> {
            for (long o = from; o < to; o++) {
                long at = 4 * o * n * inner;
                if (inner == 1) {
                    RowFolds.runningSum(x.address() + at, y.address() + at, n, reverse);
                } else {
                    ColumnFolds.runningSums(x.address() + at, y.address() + at, n, inner, reverse);
                }
            }
        });
    }

    @Override
    public void topK(View x, View values, View indices) {
        if (x.dtype() != DType.F32) {
            reference.topK(x, values, indices);
            return;
        }
        long n = x.dim(1);
        int k = values.dim(1);
        Parallel.forRange(x.dim(0), grain(n), (from, to) -> {
            TopRows rows = new TopRows(k);
            for (long r = from; r < to; r++) {
                long at = 4 * r * k;
                rows.row(x.address() + 4 * r * n, n, values.address() + at, indices.address() + at);
            }
        });
    }
}

package io.gatun.cuda;

import io.gatun.kernel.Indexing;
import io.gatun.kernel.Reductions;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;

/// Launches reductions.cu and selections.cu.
final class CudaReductions implements Reductions {

    private static final String FOLDS = "reductions";
    private static final String CHOICES = "selections";

    /// An axis is folded in chunks where there are too few lines to keep a device busy. The numbers depend on the shape
    /// alone, and so do the bits of the result.
    private static final int LEAST_CHUNK = 4096;

    private static final int LEAST_COLUMN_CHUNK = 64;
    private static final int MOST_CHUNKS = 64;
    private static final long ENOUGH_LINES = 1 << 14;
    private static final int MAX_GRID_Y = 65_535;

    private final Launcher launcher;
    private final Indexing indexing;

    /// @param indexing the kernels that move what [#topK] has chosen
    CudaReductions(Launcher launcher, Indexing indexing) {
        this.launcher = launcher;
        this.indexing = indexing;
    }

    @Override
    public void reduce(Kind kind, View x, View y) {
        if (y.size() == 0) {
            return;
        }
        int outer = x.dim(0);
        int n = x.dim(1);
        int inner = x.dim(2);
        int chunk = chunk(n, (long) outer * inner, inner == 1 ? LEAST_CHUNK : LEAST_COLUMN_CHUNK);
        int chunks = Math.ceilDiv(n, chunk);
        if (chunks <= 1) {
            fold(kind, x, y, chunk, n);
            return;
        }
        DType precise = Launcher.precise(x.dtype());
        try (Scratch parts = launcher.scratch(precise, (long) outer * chunks * inner)) {
            fold(kind == Kind.MEAN ? Kind.SUM : kind, x, parts.view(outer, chunks, inner), chunk, n);
            fold(kind, parts.view(outer, chunks, inner), y, chunks, n);
        }
    }

    /// Returns how many elements a chunk has when lines of `n` elements are folded.
    static int chunk(int n, long lines, int least) {
        int chunks = lines >= ENOUGH_LINES ? 1 : Math.clamp(n / least, 1, MOST_CHUNKS);
        return Math.max(1, Math.ceilDiv(n, chunks));
    }

    /// Returns `enum Kind` of reductions.cu.
    private static int code(Kind kind) {
        return switch (kind) {
            case SUM -> 0;
            case MEAN -> 1;
            case MAX -> 2;
            case MIN -> 3;
            case LOG_SUM_EXP -> 4;
        };
    }

    /// Folds chunks of `x [outer, n, inner]` into `y [outer, chunks, inner]`; means divide by `count`.
    private void fold(Kind kind, View x, View y, int chunk, int count) {
        int outer = x.dim(0);
        int n = x.dim(1);
        int inner = x.dim(2);
        int chunks = Math.max(1, Math.ceilDiv(n, chunk));
        String types = Launcher.named(Launcher.named("", x.dtype()), y.dtype());
        if (inner == 1) {
            Launch launch = launcher.begin(FOLDS, "reduce_rows" + types);
            launch.view(x).view(y).type(x.dtype()).type(y.dtype()).int32(code(kind));
            launcher.rows(launch.int32(n).int32(chunk).int32(count), outer * chunks, chunk);
            return;
        }
        Launch launch = launcher.begin(FOLDS, "reduce_columns" + types);
        launch.view(x).view(y).type(x.dtype()).type(y.dtype()).int32(code(kind));
        launch.int32(outer).int32(n).int32(inner).int32(chunk).int32(count);
        launcher.run(launch, LaunchShape.columns(inner, Math.min(outer, MAX_GRID_Y), chunks));
    }

    /// Sums `parts [chunks, n]`, which another kernel left, into `y`, of `n` elements.
    void sumParts(View parts, View y) {
        int chunks = parts.dim(0);
        int n = Math.toIntExact(y.size());
        fold(Kind.SUM, parts.reshape(Shape.of(1, chunks, n)), y, chunks, chunks);
    }

    @Override
    public void argMax(View x, View y) {
        if (y.size() == 0) {
            return;
        }
        int outer = x.dim(0);
        int n = x.dim(1);
        int inner = x.dim(2);
        if (inner == 1) {
            Launch launch = launcher.begin(CHOICES, Launcher.named("arg_max_rows", x.dtype()));
            launcher.rows(launch.view(x).view(y).type(x.dtype()).int32(n), outer, n);
            return;
        }
        Launch launch = launcher.begin(CHOICES, Launcher.named("arg_max_columns", x.dtype()));
        launch.view(x).view(y).type(x.dtype()).int32(outer).int32(n).int32(inner);
        launcher.run(launch, LaunchShape.columns(inner, Math.min(outer, MAX_GRID_Y), 1));
    }

    @Override
    public void cumulativeSum(View x, View y, boolean reverse) {
        if (y.size() == 0) {
            return;
        }
        Launch launch = launcher.begin(FOLDS, Launcher.named("cumulative_sum", x.dtype()));
        launch.view(x).view(y).type(x.dtype()).int32(x.dim(0)).int32(x.dim(1)).int32(x.dim(2));
        launcher.each(launch.int32(reverse ? 1 : 0), (long) x.dim(0) * x.dim(2));
    }

    @Override
    public void topK(View x, View values, View indices) {
        if (indices.size() == 0) {
            return;
        }
        int rows = x.dim(0);
        int n = x.dim(1);
        int k = indices.dim(1);
        Launch launch = launcher.begin(CHOICES, Launcher.named("top_k", x.dtype()));
        launcher.rows(launch.view(x).view(indices).type(x.dtype()).int32(n).int32(k), rows, n);
        Shape chosen = Shape.of(rows, k, 1);
        indexing.gather(x.reshape(Shape.of(rows, n, 1)), indices.reshape(chosen), values.reshape(chosen));
    }
}

package io.gatun.cuda;

import io.gatun.kernel.Reductions;
import io.gatun.kernel.Rows;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;

/// Launches rows.cu, norms.cu and crossentropy.cu.
final class CudaRows implements Rows {

    private static final String ROWS = "rows";
    private static final String NORMS = "norms";
    private static final String LOSSES = "crossentropy";
    private static final int ROWS_OF_CHUNK = 64;
    private static final int THREADS = 256;

    private final Launcher launcher;
    private final CudaReductions reductions;
    private final IndexFaults faults;

    CudaRows(Launcher launcher, CudaReductions reductions, IndexFaults faults) {
        this.launcher = launcher;
        this.reductions = reductions;
        this.faults = faults;
    }

    /// Begins a launch with views, and the type and extents of `x [rows, n]`.
    private Launch begin(String family, String kernel, View x, View... views) {
        Launch launch = launcher.begin(family, Launcher.named(kernel, x.dtype()));
        for (View view : views) {
            launch.view(view);
        }
        return launch.type(x.dtype()).int32(x.dim(0)).int32(x.dim(1));
    }

    /// Runs a kernel over each row of `y [rows, n]`, if there are elements.
    private void overRows(String kernel, View y, View... views) {
        if (y.size() > 0) {
            RowWay way = RowWay.of(y, views);
            launcher.run(begin(ROWS, way.named(kernel), y, views), way.each(y.dim(0), y.dim(1)));
        }
    }

    @Override
    public void softmax(View x, View y) {
        overRows("softmax", y, x, y);
    }

    @Override
    public void softmaxGradient(View y, View g, View dx) {
        overRows("softmax_gradient", y, y, g, dx);
    }

    @Override
    public void glu(View x, View y) {
        gated("glu", y, x, y);
    }

    @Override
    public void gluGradient(View x, View g, View dx) {
        gated("glu_gradient", g, x, g, dx);
    }

    /// Runs a kernel of gated units on what has the extents of `y [rows, n]`: these know no rows, and
    /// where elements go in packs a thread takes one.
    private void gated(String kernel, View y, View... views) {
        if (y.size() == 0) {
            return;
        }
        long packs = y.size() / Packs.size(y.dtype());
        if (RowWay.packed(y, views) && packs <= Integer.MAX_VALUE) {
            launcher.run(begin(ROWS, kernel + "_packed", y, views), LaunchShape.covering(packs, THREADS));
        } else {
            launcher.rows(begin(ROWS, kernel, y, views), y.dim(0), y.dim(1));
        }
    }

    @Override
    public void rmsNorm(Norm norm, View y, View scale) {
        norm("rms_norm", norm, norm.x(), norm.weight(), y, scale);
    }

    @Override
    public void layerNorm(Norm norm, View bias, View y, View statistics) {
        norm("layer_norm", norm, norm.x(), norm.weight(), bias, y, statistics);
    }

    /// Runs a norm, whose statistics are there for rows without elements, too.
    private void norm(String kernel, Norm norm, View... views) {
        View x = norm.x();
        if (x.dim(0) > 0) {
            RowWay way = RowWay.of(x, views);
            Launch launch = begin(NORMS, way.named(kernel), x, views).float64(norm.epsilon());
            launcher.run(launch, way.each(x.dim(0), x.dim(1)));
        }
    }

    @Override
    public void rmsNormGradient(Norm norm, View scale, View g, NormGradient out) {
        normGradient("rms", norm, scale, g, out);
    }

    @Override
    public void layerNormGradient(Norm norm, View statistics, View g, NormGradient out) {
        normGradient("layer", norm, statistics, g, out);
    }

    private void normGradient(String kind, Norm norm, View statistics, View g, NormGradient out) {
        View x = norm.x();
        int rows = x.dim(0);
        int n = x.dim(1);
        RowWay way = RowWay.of(x, x, norm.weight(), g, out.dx());
        String kernel = way.named(kind + "_norm_gradient");
        if (x.size() > 0 && way.holdsRows()) {
            LaunchShape shape = way.several(rows, n);
            try (Scratch scratch = launcher.scratch(DType.F32, (long) shape.gridX() * n)) {
                View parts = scratch.view(1, shape.gridX(), n);
                launcher.run(begin(NORMS, kernel, x, x, norm.weight(), statistics, g, out.dx(), parts), shape);
                reductions.reduce(Reductions.Kind.SUM, parts, out.dw().reshape(Shape.of(1, 1, n)));
            }
            return;
        }
        if (x.size() > 0) {
            Launch launch = begin(NORMS, kernel, x, x, norm.weight(), statistics, g, out.dx(), null);
            launcher.run(launch, way.each(rows, n));
        }
        gainGradient(kind + "_gain_gradient", x, statistics, g, out.dw());
    }

    /// Computes the gradient of a gain.
    private void gainGradient(String kernel, View x, View statistics, View g, View dw) {
        int rows = x.dim(0);
        int n = x.dim(1);
        if (n == 0) {
            return;
        }
        int chunk = CudaReductions.chunk(rows, n, ROWS_OF_CHUNK);
        int chunks = Math.max(1, Math.ceilDiv(rows, chunk));
        DType precise = Launcher.precise(x.dtype());
        try (Scratch parts = launcher.scratch(precise, (long) chunks * n)) {
            Launch launch = launcher.begin(NORMS, Launcher.named(kernel, x.dtype()));
            launch.view(x)
                    .view(statistics)
                    .view(g)
                    .view(parts.view(chunks, n))
                    .type(x.dtype())
                    .type(precise);
            launch.int32(rows).int32(n).int32(chunk);
            launcher.run(launch, LaunchShape.columns(n, chunks, 1));
            reductions.sumParts(parts.view(chunks, n), dw);
        }
    }

    @Override
    public void crossEntropy(CrossEntropy rows, View loss, View logSumExp) {
        if (loss.size() == 0) {
            return;
        }
        View x = rows.logits();
        RowWay way = RowWay.of(x, x);
        Launch launch = begin(LOSSES, way.named("cross_entropy"), x, x, rows.targets(), loss, logSumExp);
        faults.pass(launch.int32(rows.ignore()).float64(rows.z()), "crossentropy");
        launcher.run(launch, way.each(x.dim(0), x.dim(1)));
    }

    @Override
    public void crossEntropyGradient(CrossEntropy rows, View logSumExp, View g, View dx) {
        View x = rows.logits();
        if (x.size() == 0) {
            return;
        }
        RowWay way = RowWay.of(x, x, dx);
        Launch launch = begin(LOSSES, way.named("cross_entropy_gradient"), x, x, rows.targets(), logSumExp, g, dx);
        launcher.run(launch.int32(rows.ignore()).float64(rows.z()), way.each(x.dim(0), x.dim(1)));
    }
}

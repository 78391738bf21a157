package io.gatun.cuda;

import io.gatun.kernel.Rows;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Launches rows.cu, norms.cu and crossentropy.cu.
final class CudaRows implements Rows {

    private static final String ROWS = "rows";
    private static final String NORMS = "norms";
    private static final String LOSSES = "crossentropy";
    private static final int ROWS_OF_CHUNK = 64;

    private final Launcher launcher;
    private final CudaReductions reductions;
    private final IndexFaults faults;

    CudaRows(Launcher launcher, CudaReductions reductions, IndexFaults faults) {
        this.launcher = launcher;
        this.reductions = reductions;
        this.faults = faults;
    }

    /// Begins a launch with views, and the type and length of the rows of `x [rows, n]`.
    private Launch begin(String family, String kernel, View x, View... views) {
        Launch launch = launcher.begin(family, Launcher.named(kernel, x.dtype()));
        for (View view : views) {
            launch.view(view);
        }
        return launch.type(x.dtype()).int32(x.dim(1));
    }

    /// Runs a kernel with a block for each row of `y [rows, n]`, if there are elements.
    private void overRows(String family, String kernel, View y, View... views) {
        if (y.size() > 0) {
            launcher.rows(begin(family, kernel, y, views), y.dim(0), y.dim(1));
        }
    }

    @Override
    public void softmax(View x, View y) {
        overRows(ROWS, "softmax", y, x, y);
    }

    @Override
    public void softmaxGradient(View y, View g, View dx) {
        overRows(ROWS, "softmax_gradient", y, y, g, dx);
    }

    @Override
    public void glu(View x, View y) {
        overRows(ROWS, "glu", y, x, y);
    }

    @Override
    public void gluGradient(View x, View g, View dx) {
        overRows(ROWS, "glu_gradient", g, x, g, dx);
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
            launcher.rows(begin(NORMS, kernel, x, views).float64(norm.epsilon()), x.dim(0), x.dim(1));
        }
    }

    @Override
    public void rmsNormGradient(Norm norm, View scale, View g, NormGradient out) {
        overRows(NORMS, "rms_norm_gradient", norm.x(), norm.x(), norm.weight(), scale, g, out.dx());
        gainGradient(norm.x(), scale, g, out.dw(), 1);
    }

    @Override
    public void layerNormGradient(Norm norm, View statistics, View g, NormGradient out) {
        overRows(NORMS, "layer_norm_gradient", norm.x(), norm.x(), norm.weight(), statistics, g, out.dx());
        gainGradient(norm.x(), statistics, g, out.dw(), 2);
    }

    /// Computes the gradient of a gain; a row has `saved` statistics.
    private void gainGradient(View x, View statistics, View g, View dw, int saved) {
        int rows = x.dim(0);
        int n = x.dim(1);
        if (n == 0) {
            return;
        }
        int chunk = CudaReductions.chunk(rows, n, ROWS_OF_CHUNK);
        int chunks = Math.max(1, Math.ceilDiv(rows, chunk));
        DType precise = Launcher.precise(x.dtype());
        try (Scratch parts = launcher.scratch(precise, (long) chunks * n)) {
            Launch launch = launcher.begin(NORMS, Launcher.named("gain_gradient", x.dtype()));
            launch.view(x)
                    .view(statistics)
                    .view(g)
                    .view(parts.view(chunks, n))
                    .type(x.dtype())
                    .type(precise);
            launch.int32(saved).int32(rows).int32(n).int32(chunk);
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
        Launch launch = begin(LOSSES, "cross_entropy", x, x, rows.targets(), loss, logSumExp);
        faults.pass(launch.int32(rows.ignore()).float64(rows.z()), "crossentropy");
        launcher.rows(launch, x.dim(0), x.dim(1));
    }

    @Override
    public void crossEntropyGradient(CrossEntropy rows, View logSumExp, View g, View dx) {
        View x = rows.logits();
        if (x.size() == 0) {
            return;
        }
        Launch launch = begin(LOSSES, "cross_entropy_gradient", x, x, rows.targets(), logSumExp, g, dx);
        launcher.rows(launch.int32(rows.ignore()).float64(rows.z()), x.dim(0), x.dim(1));
    }
}

package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.kernel.Reductions.Kind;
import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import java.lang.foreign.MemorySegment;

/// Launches updates.cu.
final class CudaUpdates implements Updates {

    private static final String FAMILY = "updates";
    private static final int THREADS = 256;
    private static final int SUMS = 256; // blocks that sum squares, at most
    private static final int ELEMENTS = 4096; // that a block sums, at least

    private final Launcher launcher;
    private final CudaReductions reductions;

    CudaUpdates(Launcher launcher, CudaReductions reductions) {
        this.launcher = launcher;
        this.reductions = reductions;
    }

    @Override
    public void sgd(Target target, View velocity, double rate, double momentum, double decay) {
        long n = target.parameter().size();
        if (n == 0) {
            return;
        }
        Launch launch = begin("sgd", target).view(velocity);
        launch.type(target.parameter().dtype()).int64(n);
        launcher.each(launch.float64(rate).float64(momentum).float64(decay), n);
    }

    @Override
    public void adam(Target target, View first, View second, Adam constants) {
        long n = target.parameter().size();
        if (n == 0) {
            return;
        }
        double step = (double) constants.step();
        Launch launch = begin("adam", target).view(first).view(second);
        launch.type(target.parameter().dtype()).int64(n);
        launcher.each(
                launch.struct(new Doubles(
                        constants.rate(),
                        constants.beta1(),
                        constants.beta2(),
                        constants.epsilon(),
                        constants.decay(),
                        1 - constants.rate() * constants.decoupledDecay(),
                        1 - Math.pow(constants.beta1(), step),
                        1 - Math.pow(constants.beta2(), step))),
                n);
    }

    private Launch begin(String kernel, Target target) {
        DType dtype = target.parameter().dtype();
        return launcher.begin(FAMILY, Launcher.named(kernel, dtype))
                .view(target.parameter())
                .view(target.gradient());
    }

    @Override
    public void adafactorFactored(Target target, View row, View column, Adafactor constants) {
        View theta = target.parameter();
        if (theta.size() == 0) {
            return;
        }
        int rows = theta.dim(-2);
        int columns = theta.dim(-1);
        int matrices = Math.toIntExact(theta.size() / rows / columns);
        DType dtype = theta.dtype();
        Launch byRow = launcher.begin(FAMILY, Launcher.named("row_means", dtype));
        byRow.view(target.gradient()).view(row).type(dtype).int32(columns);
        launcher.rows(byRow.struct(Doubles.of(constants)), matrices * rows, columns);
        Launch byColumn = launcher.begin(FAMILY, Launcher.named("column_means", dtype));
        byColumn.view(target.gradient()).view(column).type(dtype).int32(rows).int32(columns);
        launcher.run(byColumn.struct(Doubles.of(constants)), LaunchShape.columns(columns, matrices, 1));
        DType precise = Launcher.precise(dtype);
        try (Scratch means = launcher.scratch(precise, matrices)) {
            View mean = means.view(matrices, 1);
            reductions.reduce(Kind.MEAN, row.reshape(Shape.of(matrices, rows, 1)), mean);
            apply(target, new Moments(row, column, mean, rows, columns), constants);
        }
    }

    @Override
    public void adafactor(Target target, View second, Adafactor constants) {
        long n = target.parameter().size();
        if (n == 0) {
            return;
        }
        DType dtype = target.parameter().dtype();
        Launch launch = launcher.begin(FAMILY, Launcher.named("second_moment", dtype));
        launch.view(target.gradient()).view(second).type(dtype).int64(n);
        launcher.each(launch.struct(Doubles.of(constants)), n);
        apply(target, new Moments(second, null, null, 0, 0), constants);
    }

    /// The second moments that an update is divided by the roots of.
    ///
    /// @param second of each element, or of each row if there are columns
    private record Moments(View second, View column, View mean, int rows, int columns) {}

    /// Sums squares for clipping and scaling, and subtracts the update.
    private void apply(Target target, Moments moments, Adafactor constants) {
        long n = target.parameter().size();
        int blocks = Math.clamp(n / ELEMENTS, 1, SUMS);
        DType precise = Launcher.precise(target.parameter().dtype());
        try (Scratch scratch = launcher.scratch(precise, 2L * blocks)) {
            View sums = scratch.view(blocks, 2);
            launcher.run(update("square_sums", target, moments, sums), LaunchShape.of(blocks, THREADS));
            Launch last =
                    update("adafactor", target, moments, sums).int32(blocks).struct(Doubles.of(constants));
            int most = Math.clamp(Math.ceilDiv(n, THREADS), 1, launcher.maxBlocks());
            launcher.run(last, LaunchShape.of(most, THREADS)); // whole warps: each block sums the sums
        }
    }

    private Launch update(String kernel, Target target, Moments moments, View sums) {
        Launch launch = begin(kernel, target);
        launch.view(moments.second())
                .view(moments.column())
                .view(moments.mean())
                .view(sums);
        launch.type(target.parameter().dtype()).type(sums.dtype());
        return launch.int32(moments.rows())
                .int32(moments.columns())
                .int64(target.parameter().size());
    }

    /// A struct of doubles: `struct Adam` and `struct Adafactor` of updates.cu.
    private static final class Doubles implements Launch.Struct {

        private final double[] values;

        Doubles(double... values) {
            this.values = values;
        }

        static Doubles of(Adafactor constants) {
            return new Doubles(
                    constants.rate(),
                    constants.decay(),
                    constants.epsilon1(),
                    constants.epsilon2(),
                    constants.clip(),
                    constants.scaled() ? 1 : 0);
        }

        @Override
        public long bytes() {
            return (long) values.length * Double.BYTES;
        }

        @Override
        public void write(MemorySegment to) {
            for (int i = 0; i < values.length; i++) {
                to.setAtIndex(JAVA_DOUBLE, i, values[i]);
            }
        }
    }
}

package io.gatun.autograd;

import io.gatun.kernel.Backends;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Compares gradients with finite differences.
///
/// The function's gradients, multiplied by a fixed random upstream gradient, are computed in float64 on the
/// reference kernels and compared there with central differences; then those of the backend in use, in float32,
/// are compared with the reference. The function must work in both types: constants in it are Java numbers, as
/// in `x.mul(0.5)`. It must be smooth around the point: kinks and poles give differences that mean nothing.
///
/// ```
/// GradientCheck.Report report = GradientCheck.of(in -> in.get(0).matmul(in.get(1)).tanh(), List.of(a, b));
/// report.reference().error() // below 1e-7 for a right gradient
/// ```
public final class GradientCheck {

    private static final double STEP = 1e-5; // near the cube root of float64's precision
    /// Below these, gradients count as sums of terms near one that cancelled, and errors are absolute.
    private static final double LEAST_SCALE = 1e-3;

    private static final double LEAST_SINGLE_SCALE = 1;
    private static final long SEED = 20210501;

    private GradientCheck() {}

    /// The element where two gradients differ most.
    ///
    /// @param operand which operand, from 0; −1 if there was nothing to compare
    /// @param element which element of it, in row-major order
    /// @param actual the value under test
    /// @param expected the value it was compared with
    /// @param error their difference, relative to the largest expected element of that operand, or to 0.001 (in
    ///     float32 to 1) if that is larger: gradients that cancel to almost nothing are noise
    public record Worst(int operand, int element, double actual, double expected, double error) {

        private static final Worst NONE = new Worst(-1, -1, 0, 0, 0);

        @Override
        public String toString() {
            return "operand " + operand + ", element " + element + ": " + actual + ", expected " + expected + " (error "
                    + error + ")";
        }
    }

    /// What was found.
    ///
    /// @param reference float64 gradients on the reference kernels, against finite differences
    /// @param backend float32 gradients of the backend in use, against the float64 ones
    public record Report(Worst reference, Worst backend) {}

    /// Checks the gradients of a function at a point, with respect to all operands of floating types.
    ///
    /// @param function computes a tensor of a floating type from operands of the point's shapes
    /// @param point the operands; floating ones are rounded to float32, others passed as they are
    public static Report of(Function<List<Tensor>, Tensor> function, List<Tensor> point) {
        List<Integer> wrt = new ArrayList<>();
        for (int i = 0; i < point.size(); i++) {
            if (point.get(i).dtype().isFloating()) {
                wrt.add(i);
            }
        }
        return of(function, point, wrt);
    }

    /// Checks the gradients of a function at a point, with respect to some operands.
    public static Report of(Function<List<Tensor>, Tensor> function, List<Tensor> point, List<Integer> wrt) {
        return of(function, point, wrt, Device.CPU);
    }

    /// Checks the gradients of a function at a point, with respect to some operands: the reference's against finite
    /// differences, and those of a device against the reference's.
    ///
    /// @param point the operands, on the CPU
    public static Report of(
            Function<List<Tensor>, Tensor> function, List<Tensor> point, List<Integer> wrt, Device device) {
        return Memory.scope(() -> {
            List<Tensor> exact = converted(point, DType.F64);
            double[][] analytic = reference(() -> analytic(function, exact, wrt));
            double[][] numeric = reference(() -> numeric(function, exact, wrt));
            return new Report(
                    worst(wrt, analytic, numeric, LEAST_SCALE), ofDevice(function, point, wrt, device, analytic));
        });
    }

    /// Compares a device's gradients with the reference's, without finite differences.
    ///
    /// @param point the operands, on the CPU
    public static Worst ofDevice(
            Function<List<Tensor>, Tensor> function, List<Tensor> point, List<Integer> wrt, Device device) {
        return Memory.scope(() -> {
            double[][] analytic = reference(() -> analytic(function, converted(point, DType.F64), wrt));
            return ofDevice(function, point, wrt, device, analytic);
        });
    }

    private static Worst ofDevice(
            Function<List<Tensor>, Tensor> function,
            List<Tensor> point,
            List<Integer> wrt,
            Device device,
            double[][] expected) {
        List<Tensor> there =
                converted(point, DType.F32).stream().map(x -> x.to(device)).toList();
        return worst(wrt, analytic(function, there, wrt), expected, LEAST_SINGLE_SCALE);
    }

    /// Checks the second derivatives of a function: the gradient of a fixed random projection of its gradients.
    public static Report secondOrder(Function<List<Tensor>, Tensor> function, List<Tensor> point, List<Integer> wrt) {
        return of(in -> projectedGradient(function, in, wrt), point, wrt);
    }

    private static Tensor projectedGradient(
            Function<List<Tensor>, Tensor> function, List<Tensor> in, List<Integer> wrt) {
        List<Tensor> tensors = wrt.stream().map(in::get).toList();
        Gradients gradients = Gradients.of(() -> projected(function.apply(in)), tensors);
        Generator directions = Generator.seeded(SEED + 1);
        Tensor sum = null;
        for (Gradients.Entry entry : gradients) {
            Tensor gradient = entry.gradient();
            Tensor term = gradient.mul(random(directions, gradient)).sum();
            sum = sum == null ? term : sum.add(term);
        }
        return sum;
    }

    private static Tensor projected(Tensor output) {
        return output.mul(random(Generator.seeded(SEED), output)).sum();
    }

    private static <T> T reference(Supplier<T> work) {
        return Ops.with(Backends.reference(), work);
    }

    private static List<Tensor> converted(List<Tensor> point, DType dtype) {
        return point.stream()
                .map(x -> x.dtype().isFloating() ? x.to(DType.F32).to(dtype).copy() : x)
                .toList();
    }

    /// Returns numbers between ½ and 1½: no gradient cancels or hides behind a small factor.
    private static Tensor random(Generator generator, Tensor like) {
        return Tensor.uniform(generator, like.shape().toArray())
                .add(0.5)
                .to(like.dtype())
                .to(like.device());
    }

    private static double[][] analytic(Function<List<Tensor>, Tensor> function, List<Tensor> in, List<Integer> wrt) {
        return Memory.scope(() -> {
            List<Tensor> tensors = wrt.stream().map(in::get).toList();
            Gradients gradients = Gradients.of(() -> projected(floating(function.apply(in))), tensors);
            return tensors.stream().map(x -> gradients.get(x).toDoubles()).toArray(double[][]::new);
        });
    }

    private static Tensor floating(Tensor output) {
        if (!output.dtype().isFloating()) {
            throw DTypeException.of("gradient check", "a function with results of a floating type", output.dtype());
        }
        return output;
    }

    private static double[][] numeric(Function<List<Tensor>, Tensor> function, List<Tensor> in, List<Integer> wrt) {
        return wrt.stream().map(operand -> differences(function, in, operand)).toArray(double[][]::new);
    }

    private static double[] differences(Function<List<Tensor>, Tensor> function, List<Tensor> in, int operand) {
        Tensor x = in.get(operand);
        double[] values = x.toDoubles();
        double[] differences = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double at = values[i];
            double step = at + STEP * Math.max(1, Math.abs(at)) - at; // exactly representable
            double above = value(function, in, operand, changed(values, i, at + step));
            double below = value(function, in, operand, changed(values, i, at - step));
            differences[i] = (above - below) / (2 * step);
        }
        return differences;
    }

    private static double[] changed(double[] values, int index, double value) {
        double[] changed = values.clone();
        changed[index] = value;
        return changed;
    }

    private static double value(
            Function<List<Tensor>, Tensor> function, List<Tensor> in, int operand, double... values) {
        return Memory.scope(() -> {
            List<Tensor> moved = new ArrayList<>(in);
            moved.set(operand, Tensor.ofDoubles(in.get(operand).shape(), values));
            return projected(function.apply(moved)).item();
        });
    }

    private static Worst worst(List<Integer> wrt, double[][] actual, double[][] expected, double leastScale) {
        Worst worst = Worst.NONE;
        for (int k = 0; k < actual.length; k++) {
            double scale = Arrays.stream(expected[k]).map(Math::abs).max().orElse(0);
            for (int i = 0; i < actual[k].length; i++) {
                double difference = Math.abs(actual[k][i] - expected[k][i]);
                double relative = difference / Math.max(scale, leastScale);
                double error = Double.isFinite(actual[k][i]) && Double.isFinite(expected[k][i])
                        ? relative
                        : Double.POSITIVE_INFINITY;
                if (error > worst.error() || worst.operand() < 0) {
                    worst = new Worst(wrt.get(k), i, actual[k][i], expected[k][i], error);
                }
            }
        }
        return worst;
    }
}

package io.gatun.catalogue;

import io.gatun.kernel.Backends;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.Tensor;

/// Collects how far results lie from what was expected.
public final class Differences {

    private final Tolerance tolerance;
    private double maxAbs;
    private double maxRel;
    private long maxUlp;
    private String failure = "";

    /// Begins with no difference.
    public Differences(Tolerance tolerance) {
        this.tolerance = tolerance;
    }

    /// The greatest differences.
    ///
    /// @param maxAbs greatest absolute difference of finite results
    /// @param maxRel greatest difference relative to the expected result
    /// @param maxUlp greatest difference in units in the last place of the element type
    /// @param tolerance what was allowed
    /// @param failure the first difference that is too great, in words; empty if there is none
    public record Summary(double maxAbs, double maxRel, long maxUlp, Tolerance tolerance, String failure) {}

    /// Compares all elements. `title` says which result it is in the words of a failure.
    public void compare(String title, Tensor actual, Tensor expected) {
        if (!actual.shape().equals(expected.shape()) || actual.dtype() != expected.dtype()) {
            failed(title + " is " + actual.dtype() + actual.shape() + ", expected " + expected.dtype()
                    + expected.shape());
            return;
        }
        double[] a = elements(actual);
        double[] b = elements(expected);
        for (int i = 0; i < a.length; i++) {
            note(a[i], b[i], expected.dtype());
            if (!tolerance.allows(a[i], b[i])) {
                failed(title + ": element " + i + " is " + a[i] + ", expected " + b[i]);
            }
        }
    }

    private static double[] elements(Tensor x) {
        return Ops.with(Backends.reference(), x::toDoubles);
    }

    private void note(double a, double b, DType dtype) {
        if (a == b || !Double.isFinite(a) || !Double.isFinite(b)) {
            return;
        }
        double difference = Math.abs(a - b);
        maxAbs = Math.max(maxAbs, difference);
        maxRel = Math.max(maxRel, b == 0 ? 0 : difference / Math.abs(b));
        maxUlp = Math.max(maxUlp, Math.abs(rank(a, dtype) - rank(b, dtype)));
    }

    /// Returns the place of a number among all of its type in order, so that neighbours differ by 1.
    private static long rank(double x, DType dtype) {
        long bits = switch (dtype) {
            case F64 -> Double.doubleToRawLongBits(Math.abs(x));
            case F32 -> Float.floatToRawIntBits((float) Math.abs(x));
            case BF16 -> Float.floatToRawIntBits((float) Math.abs(x)) >>> 16;
            case I32, I64, I8, U8, BOOL -> (long) Math.abs(x);
        };
        return x < 0 ? -bits : bits;
    }

    /// Notes that something went wrong.
    void failed(String what) {
        if (failure.isEmpty()) {
            failure = what;
        }
    }

    /// Returns what was found so far.
    public Summary summary() {
        return new Summary(maxAbs, maxRel, maxUlp, tolerance, failure);
    }
}

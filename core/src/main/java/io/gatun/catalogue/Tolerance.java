package io.gatun.catalogue;

import io.gatun.tensor.DType;

/// How far a result may lie from the reference: `|a − b| ≤ absolute + relative · |b|`.
///
/// @param absolute the part that does not depend on the result
/// @param relative the part that grows with it
/// @param narrow the absolute part where elements are bfloat16
public record Tolerance(double absolute, double relative, double narrow) {

    /// A tolerance of float32 and wider; results in bfloat16 are sums in float32, rounded once.
    Tolerance(double absolute, double relative) {
        this(absolute, relative, 0x1p-14);
    }

    /// The same bits, but that any NaN equals any other.
    public static final Tolerance EXACT = new Tolerance(0, 0);

    /// Returns a distance of `n` float32 units in the last place; results below the least normal float
    /// may be cut to 0.
    public static Tolerance ulps(int n) {
        return new Tolerance(Float.MIN_NORMAL, n * 0x1p-23);
    }

    /// Returns the distance that sums in float32 may lie from sums in double, for some hundred terms near
    /// 1.
    public static Tolerance sums() {
        return new Tolerance(1e-5, 1e-5);
    }

    /// Returns this tolerance for sums of products near 1 of which a factor is a result itself, and is
    /// rounded where elements are bfloat16.
    Tolerance ofRoundedFactors() {
        return new Tolerance(absolute, relative, 0x1p-9);
    }

    /// Returns what is allowed in an element type: a bfloat16 may be rounded the other way, and exact
    /// results stay exact.
    Tolerance in(DType dtype) {
        return dtype == DType.BF16 && relative > 0
                ? new Tolerance(Math.max(absolute, narrow), Math.max(relative, 0x1p-7))
                : this;
    }

    /// Returns whether `a` is near enough to the reference `b`.
    boolean allows(double a, double b) {
        if (Double.isNaN(b) || Double.isNaN(a)) {
            return Double.isNaN(a) && Double.isNaN(b);
        }
        if (relative == 0 && absolute == 0) {
            return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
        }
        boolean finite = Double.isFinite(a) && Double.isFinite(b);
        return a == b || (finite && Math.abs(a - b) <= absolute + relative * Math.abs(b));
    }
}

package io.gatun.kernel;

/// Kernels that fold the middle axis of `x [outer, n, inner]`.
public interface Reductions {

    /// What a fold computes.
    enum Kind {
        /// Σ x; 0 if empty.
        SUM,
        /// Σ x / n; NaN if empty.
        MEAN,
        /// The largest element, NaN if there is one.
        MAX,
        /// The smallest element, NaN if there is one.
        MIN,
        /// log Σ exp x, computed without overflow; -∞ if empty.
        LOG_SUM_EXP
    }

    /// Folds `x [outer, n, inner]` into `y [outer, inner]` of the same type.
    void reduce(Kind kind, View x, View y);

    /// Writes the index of the first largest element (NaN counts as largest) of `x [outer, n, inner]` to
    /// `y [outer, inner]`, an int32.
    void argMax(View x, View y);

    /// Writes running sums along the middle axis of `x` to `y`, both `[outer, n, inner]`; from the end if
    /// `reverse`.
    void cumulativeSum(View x, View y, boolean reverse);

    /// Writes the `k` largest elements of each row of `x [rows, n]`, largest first and equal ones in index
    /// order, to `values [rows, k]`, and where they stood to `indices [rows, k]`, an int32.
    void topK(View x, View values, View indices);
}

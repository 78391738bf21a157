package io.gatun.kernel;

/// Matrix products.
public interface Products {

    /// How many rows of `a` may meet a `b` of bfloat16.
    int FEW_ROWS = 16;

    /// Computes `c[b] = a[b] · b[b]` for every batch: `a [batch…, m, k]`, `b [batch…, k, n]`, `c [batch…, m,
    /// n]`.
    ///
    /// Batch axes have equal extents and any strides (0 where broadcast). Of the last two axes of `a` and of
    /// `b` one has stride 1 and the other any larger stride: either is read in place, so transposed operands
    /// cost no copy. `c` is contiguous. A sum over `k = 0` terms is 0.
    ///
    /// `b` may be bfloat16 though the others are float32, if it is one matrix `[k, n]` whose columns have stride 1,
    /// and `a` has at most [#FEW_ROWS] rows.
    void matmul(View a, View b, View c);

    /// Computes `c[i, j] = scales[j] · Σ_p a[i, p] · b[j, p]`: `a [m, k]`, `b [n, k]` of int8, `scales [n]`,
    /// `c [m, n]`, all contiguous.
    void matmulScaled(View a, View b, View scales, View c);
}

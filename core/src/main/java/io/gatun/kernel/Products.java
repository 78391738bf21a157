package io.gatun.kernel;

/// Matrix products.
public interface Products {

    /// Computes `c[b] = a[b] · b[b]` for every batch: `a [batch…, m, k]`, `b [batch…, k, n]`, `c [batch…, m,
    /// n]`.
    ///
    /// Batch axes have equal extents and any strides (0 where broadcast). Of the last two axes of `a` and of
    /// `b` one has stride 1 and the other any larger stride: either is read in place, so transposed operands
    /// cost no copy. `c` is contiguous. A sum over `k = 0` terms is 0.
    void matmul(View a, View b, View c);
}

package io.gatun.kernel;

import io.gatun.tensor.DType;

/// The contract between ops and a backend: a few families of kernels, each with a handful of methods.
///
/// Every kernel is given views whose shapes have been checked and whose result has been allocated. Unless a
/// method says otherwise, views are contiguous. A result is overwritten completely; it never overlaps an
/// operand. The same operands give the same bits whatever the number of threads.
///
/// The scalar backend is the specification: plain loops, sums in double.
public interface Kernels {

    /// Returns the backend's name as it is printed, such as `scalar` or `vector-512`.
    String name();

    /// Returns whether kernels take this type as it is; operands of another are first widened to float32.
    /// `copy` always takes every type.
    boolean computes(DType dtype);

    /// Returns the kernels that treat each element alone.
    Elementwise elementwise();

    /// Returns the kernels that fold an axis.
    Reductions reductions();

    /// Returns matrix products.
    Products products();

    /// Returns fused kernels over the rows of a matrix: softmax, norms, cross-entropy, gated units.
    Rows rows();

    /// Returns attention.
    Attentions attentions();

    /// Returns convolutions over time.
    Convolutions convolutions();

    /// Returns the kernels that read or write where an index says.
    Indexing indexing();

    /// Returns counter-based random fills.
    Randoms randoms();

    /// Returns in-place optimizer updates.
    Updates updates();
}

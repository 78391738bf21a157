package io.gatun.kernel;

/// Kernels that read or write where an int32 index says. Indices have been checked to be in range by the
/// kernel's first pass: one outside throws [IndexOutOfBoundsException] before anything is written.
public interface Indexing {

    /// Copies rows: `y[i] = table[ids[i]]`; `table [n, d]`, `ids [m]`, `y [m, d]`.
    void takeRows(View table, View ids, View y);

    /// Adds rows: `y[ids[i]] += x[i]` in the order of `i`, on top of zeros; `x [m, d]`, `ids [m]`, `y [n, d]`.
    void addRows(View x, View ids, View y);

    /// Picks along the middle axis: `y[o, i, s] = x[o, index[o, i, s], s]`; `x [outer, n, inner]`, `index` and
    /// `y` `[outer, m, inner]`.
    void gather(View x, View index, View y);

    /// The reverse of [#gather]: `y[o, index[o, i, s], s] += x[o, i, s]` in the order of `i`, on top of zeros;
    /// `x` and `index` `[outer, m, inner]`, `y [outer, n, inner]`.
    void scatterAdd(View x, View index, View y);
}

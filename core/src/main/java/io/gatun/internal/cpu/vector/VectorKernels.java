package io.gatun.internal.cpu.vector;

import io.gatun.kernel.Attentions;
import io.gatun.kernel.Convolutions;
import io.gatun.kernel.Elementwise;
import io.gatun.kernel.Indexing;
import io.gatun.kernel.Kernels;
import io.gatun.kernel.Products;
import io.gatun.kernel.Randoms;
import io.gatun.kernel.Reductions;
import io.gatun.kernel.Rows;
import io.gatun.kernel.Updates;
import io.gatun.tensor.DType;

/// Kernels on the Vector API for float32. Types it does not compute in go to the reference kernels.
public final class VectorKernels implements Kernels {

    private final Elementwise elementwise;
    private final Rows rows;
    private final Attentions attentions;
    private final Convolutions convolutions;
    private final Updates updates;
    private final Randoms randoms;
    private final Indexing indexing;
    private final Reductions reductions;
    private final Products products;

    /// Creates the kernels.
    public VectorKernels(Kernels reference) {
        this.elementwise = new VectorElementwise(reference.elementwise());
        this.rows = new VectorRows(reference.rows());
        this.reductions = new VectorReductions(reference.reductions());
        this.indexing = new VectorIndexing(reference.indexing());
        this.randoms = new VectorRandoms(reference.randoms());
        this.updates = new VectorUpdates(reference.updates());
        this.attentions = new VectorAttentions(reference.attentions());
        this.convolutions = new VectorConvolutions(reference.convolutions());
        this.products = new VectorProducts(reference.products());
    }

    @Override
    public String name() {
        return "vector-" + Lanes.F.vectorBitSize();
    }

    @Override
    public boolean computes(DType dtype) {
        return dtype != DType.BF16;
    }

    @Override
    public Elementwise elementwise() {
        return elementwise;
    }

    @Override
    public Reductions reductions() {
        return reductions;
    }

    @Override
    public Products products() {
        return products;
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public Attentions attentions() {
        return attentions;
    }

    @Override
    public Convolutions convolutions() {
        return convolutions;
    }

    @Override
    public Indexing indexing() {
        return indexing;
    }

    @Override
    public Randoms randoms() {
        return randoms;
    }

    @Override
    public Updates updates() {
        return updates;
    }
}

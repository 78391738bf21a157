package io.gatun.internal.cpu.scalar;

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

/// The definition of every kernel: plain loops in double over any element type.
public final class ScalarKernels implements Kernels {

    private final Elementwise elementwise = new ScalarElementwise();
    private final Reductions reductions = new ScalarReductions();
    private final Products products = new ScalarProducts();
    private final Rows rows = new ScalarRows();
    private final Attentions attentions = new ScalarAttentions();
    private final Convolutions convolutions = new ScalarConvolutions();
    private final Indexing indexing = new ScalarIndexing();
    private final Randoms randoms = new ScalarRandoms();
    private final Updates updates = new ScalarUpdates();

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public boolean computes(DType dtype) {
        return true;
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

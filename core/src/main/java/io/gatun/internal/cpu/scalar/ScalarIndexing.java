package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Indexing;
import io.gatun.kernel.View;

/// The reference kernels of [Indexing].
final class ScalarIndexing implements Indexing {

    @Override
    public void takeRows(View table, View ids, View y) {
        throw new UnsupportedOperationException("takeRows");
    }

    @Override
    public void addRows(View x, View ids, View y) {
        throw new UnsupportedOperationException("addRows");
    }

    @Override
    public void gather(View x, View index, View y) {
        throw new UnsupportedOperationException("gather");
    }

    @Override
    public void scatterAdd(View x, View index, View y) {
        throw new UnsupportedOperationException("scatterAdd");
    }
}

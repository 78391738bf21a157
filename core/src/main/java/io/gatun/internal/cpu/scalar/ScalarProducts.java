package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Products;
import io.gatun.kernel.View;

/// The reference kernels of [Products].
final class ScalarProducts implements Products {

    @Override
    public void matmul(View a, View b, View c) {
        throw new UnsupportedOperationException("matmul");
    }
}

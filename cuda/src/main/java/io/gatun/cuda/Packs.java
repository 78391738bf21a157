package io.gatun.cuda;

import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Neighbours that kernels move together, 16 bytes of them: `struct Pack` of cells.cuh.
final class Packs {

    static final int BYTES = 16;

    private Packs() {}

    /// Returns how many elements a pack has.
    static int size(DType dtype) {
        return BYTES / dtype.bytes();
    }

    /// Returns whether there are kernels that compute with packs of a type.
    static boolean typed(DType dtype) {
        return dtype == DType.F32 || dtype == DType.BF16;
    }

    /// Returns whether a pack may begin where each of these views does.
    static boolean aligned(View... views) {
        long bits = 0;
        for (View view : views) {
            bits |= view.address();
        }
        return bits % BYTES == 0;
    }
}

package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Products;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Matrix products of float32. Others go to the reference kernels.
final class VectorProducts implements Products {

    private final Products reference;

    VectorProducts(Products reference) {
        this.reference = reference;
    }

    @Override
    public void matmul(View a, View b, View c) {
        if (c.size() == 0) {
            return;
        }
        if (b.dtype() == DType.BF16 && c.dtype() == DType.F32) {
            new GemmDotProducts(product(a, b, c, 0), GemmElement.HALVES).run();
            return;
        }
        if (c.dtype() != DType.F32 || GemmOperand.of(a, 0) == null || GemmOperand.of(b, 0) == null) {
            reference.matmul(a, b, c);
            return;
        }
        long matrix = (long) c.dim(-2) * c.dim(-1);
        long batch = c.size() / matrix;
        if (batch == 1) {
            product(a, b, c, 0).run();
        } else if (batch < 2L * Parallel.threads() && matrix * a.dim(-1) > 8 * GemmBlocks.PIECE) {
            for (long i = 0; i < batch; i++) {
                product(a, b, c, i).run(); // few and large: each on all threads
            }
        } else {
            long grain = Math.ceilDiv(GemmBlocks.PIECE, Math.max(1, matrix * a.dim(-1)));
            Parallel.forRange(batch, grain, (from, to) -> {
                for (long i = from; i < to; i++) {
                    product(a, b, c, i).run();
                }
            });
        }
    }

    @Override
    public void matmulScaled(View a, View b, View scales, View c) {
        if (c.dtype() != DType.F32 || scales.dtype() != DType.F32) {
            reference.matmulScaled(a, b, scales, c);
            return;
        }
        Gemm product = new Gemm(
                c.dim(0),
                c.dim(1),
                a.dim(1),
                new GemmOperand(a.address(), a.dim(1), false),
                new GemmOperand(b.address(), b.dim(1), true),
                new GemmResult(c.address(), c.dim(1), false));
        new GemmDotProducts(product, GemmElement.BYTES, scales.address()).run();
    }

    private static Gemm product(View a, View b, View c, long index) {
        return new Gemm(
                c.dim(-2),
                c.dim(-1),
                a.dim(-1),
                GemmOperand.of(a, corner(a, index)),
                GemmOperand.of(b, corner(b, index)),
                new GemmResult(corner(c, index), c.dim(-1), false));
    }

    /// Returns the address of the first element of a matrix of the batch.
    private static long corner(View view, long index) {
        long offset = 0;
        long rest = index;
        for (int axis = view.shape().rank() - 3; axis >= 0; axis--) {
            offset += rest % view.dim(axis) * view.stride(axis);
            rest /= view.dim(axis);
        }
        return view.address() + offset * view.dtype().bytes();
    }
}

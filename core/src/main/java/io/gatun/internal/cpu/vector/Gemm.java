package io.gatun.internal.cpu.vector;

import io.gatun.kernel.Products;

/// The product of two matrices: `c [m, n] = a [m, k] · b [k, n]`.
///
/// @param m rows of `a` and `c`
/// @param n columns of `b` and `c`
/// @param k columns of `a`, rows of `b`
/// @param a left operand
/// @param b right operand
/// @param c the result
record Gemm(int m, int n, int k, GemmOperand a, GemmOperand b, GemmResult c) {

    private static final long DOT_LEAST_ELEMENTS = 1 << 15; // smaller ones are transposed in no time

    /// Computes the product.
    void run() {
        if (k == 0) {
            for (int i = 0; !c.add() && i < m; i++) {
                Copies.fill(c.at(i, 0), 0, n);
            }
        } else if (b.transposed() && !a.transposed() && !c.add() && m <= mostDotRows()) {
            new GemmDotProducts(this, GemmElement.FLOATS).run(); // too few rows to pay for transposing b
        } else {
            new GemmPanels(this).run();
        }
    }

    private int mostDotRows() {
        if (k < 2 * Lanes.W) {
            return 0;
        }
        return (long) n * k >= DOT_LEAST_ELEMENTS ? Products.FEW_ROWS : 2;
    }

    /// Returns the number of multiplications.
    long work() {
        return (long) m * n * k;
    }
}

package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Products;
import io.gatun.kernel.View;
import java.util.Arrays;

/// The reference kernels of [Products].
final class ScalarProducts implements Products {

    private static final int TILE = 1 << 20; // elements of b that are widened at a time

    @Override
    public void matmul(View a, View b, View c) {
        if (c.size() == 0) {
            return;
        }
        Cells left = Cells.of(a);
        Cells right = Cells.of(b);
        Cells out = Cells.of(c);
        for (Odometer batch = new Odometer(corners(c), a, b); batch.next(); ) {
            for (long i = 0; i < batch.run(); i++) {
                Matrix p = new Matrix(left, a, batch.offset(1) + i * batch.step(1));
                Matrix q = new Matrix(right, b, batch.offset(2) + i * batch.step(2));
                multiply(p, q, out, batch.offset(0) + i * batch.step(0));
            }
        }
    }

    @Override
    public void matmulScaled(View a, View b, View scales, View c) {
        Cells left = Cells.of(a);
        Cells right = Cells.of(b);
        Cells factors = Cells.of(scales);
        Cells out = Cells.of(c);
        long k = a.dim(1);
        for (long i = 0; i < c.dim(0); i++) {
            for (long j = 0; j < c.dim(1); j++) {
                double sum = 0;
                for (long p = 0; p < k; p++) {
                    sum += left.get(i * k + p) * right.get(j * k + p);
                }
                out.set(i * c.dim(1) + j, factors.get(j) * sum);
            }
        }
    }

    /// Returns the first elements of a view's matrices: to walk them is to walk the batch.
    private static View corners(View x) {
        return x.slice(-1, 0, 1).slice(-2, 0, 1);
    }

    /// Computes one product; columns are taken in tiles, so that the widened copy of `b` stays small.
    private static void multiply(Matrix a, Matrix b, Cells c, long at) {
        int k = a.columns();
        int n = b.columns();
        int width = Math.clamp(TILE / Math.max(1, k), 1, n);
        double[] row = new double[k];
        double[] sums = new double[width];
        double[][] tile = new double[k][width];
        for (int from = 0; from < n; from += width) {
            int count = Math.min(width, n - from);
            for (int p = 0; p < k; p++) {
                b.read(p, from, tile[p], count);
            }
            for (int i = 0; i < a.rows(); i++) {
                a.read(i, 0, row, k);
                Arrays.fill(sums, 0);
                for (int p = 0; p < k; p++) {
                    for (int j = 0; j < count; j++) {
                        sums[j] += row[p] * tile[p][j];
                    }
                }
                c.write(sums, at + (long) i * n + from, count);
            }
        }
    }

    /// One matrix of a batch.
    private record Matrix(Cells cells, View view, long corner) {

        int rows() {
            return view.dim(-2);
        }

        int columns() {
            return view.dim(-1);
        }

        void read(int row, int column, double[] to, int count) {
            cells.read(corner + row * view.stride(-2) + column * view.stride(-1), view.stride(-1), to, count);
        }
    }
}

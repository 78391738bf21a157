package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Indexing;
import io.gatun.kernel.View;
import java.util.Arrays;

/// The reference kernels of [Indexing].
final class ScalarIndexing implements Indexing {

    private static final int TILE = 1 << 20; // sums that are held at a time

    @Override
    public void takeRows(View table, View ids, View y) {
        Cells from = Cells.of(table);
        Cells rows = checked("takerows", ids, table.dim(0));
        Cells out = Cells.of(y);
        long width = table.dim(1);
        for (long i = 0; i < ids.size(); i++) {
            for (long j = 0; j < width; j++) {
                out.copy(i * width + j, from, rows.getInt(i) * width + j);
            }
        }
    }

    /// Columns are taken in tiles, so that the sums in double stay few.
    @Override
    public void addRows(View x, View ids, View y) {
        Cells in = Cells.of(x);
        Cells rows = checked("addrows", ids, y.dim(0));
        Cells out = Cells.of(y);
        int n = y.dim(0);
        int d = y.dim(1);
        int width = Math.clamp(TILE / Math.max(1, n), 1, Math.max(1, d));
        double[][] sums = new double[n][width];
        for (int from = 0; from < d; from += width) {
            int count = Math.min(width, d - from);
            for (double[] row : sums) {
                Arrays.fill(row, 0);
            }
            for (long i = 0; i < ids.size(); i++) {
                double[] row = sums[rows.getInt(i)];
                for (int j = 0; j < count; j++) {
                    row[j] += in.get(i * d + from + j);
                }
            }
            for (int i = 0; i < n; i++) {
                out.write(sums[i], (long) i * d + from, count);
            }
        }
    }

    @Override
    public void gather(View x, View index, View y) {
        Cells in = Cells.of(x);
        Cells places = checked("gather", index, x.dim(1));
        Cells out = Cells.of(y);
        long m = index.dim(1);
        long inner = index.dim(2);
        for (long o = 0; o < index.dim(0); o++) {
            for (long k = 0; k < m * inner; k++) {
                long at = o * m * inner + k;
                out.copy(at, in, (o * x.dim(1) + places.getInt(at)) * inner + k % inner);
            }
        }
    }

    @Override
    public void scatterAdd(View x, View index, View y) {
        Cells in = Cells.of(x);
        Cells places = checked("scatteradd", index, y.dim(1));
        Cells out = Cells.of(y);
        int m = index.dim(1);
        int inner = index.dim(2);
        double[] sums = new double[Math.multiplyExact(y.dim(1), inner)];
        for (long o = 0; o < y.dim(0); o++) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < m; i++) {
                for (int s = 0; s < inner; s++) {
                    long at = (o * m + i) * inner + s;
                    sums[places.getInt(at) * inner + s] += in.get(at);
                }
            }
            out.write(sums, o * sums.length, sums.length);
        }
    }

    /// Returns the cells of int32 indices after looking at every one.
    private static Cells checked(String op, View index, int extent) {
        Cells places = Cells.of(index);
        for (long i = 0; i < index.size(); i++) {
            int place = places.getInt(i);
            if (place < 0 || place >= extent) {
                throw new IndexOutOfBoundsException(op + ": index " + place + " at position " + i + " of "
                        + index.shape() + " is out of range: "
                        + (extent == 0 ? "there is nothing to choose from" : "expected 0 to " + (extent - 1)));
            }
        }
        return places;
    }
}

package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.INT;

import io.gatun.internal.memory.LargeZeros;
import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Indexing;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.lang.foreign.MemorySegment;

/// Kernels that read or write where an index says, on four-byte elements, and copies of rows of any; the rest, and
/// indices out of range, goes to the reference.
final class VectorIndexing implements Indexing {

    private static final int NARROW = 16; // rows of fewer words are copied word by word

    private final Indexing reference;

    VectorIndexing(Indexing reference) {
        this.reference = reference;
    }

    /// Returns whether all indices are at least 0 and below a bound. As unsigned ints that is one comparison.
    private static boolean inRange(View index, int bound) {
        MemorySegment ids = Lanes.words(index.address(), index.size());
        for (long i = 0; i < index.size(); i++) {
            if (Integer.compareUnsigned(ids.get(INT, 4 * i), bound) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static long grain(long n) {
        return Math.max(1, Lanes.GRAIN / Math.max(1, n));
    }

    @Override
    public void takeRows(View table, View ids, View y) {
        boolean halves = table.dtype() == DType.BF16 && y.dtype() == DType.F32;
        int size = table.dtype().bytes();
        if (!inRange(ids, table.dim(0))) {
            reference.takeRows(table, ids, y);
            return;
        }
        long d = table.dim(1);
        Parallel.forRange(ids.size(), grain(d), (from, to) -> {
            MemorySegment places = Lanes.words(ids.address(), to);
            if (d < NARROW && size == 4) {
                MemorySegment rows = Lanes.words(table.address(), table.size());
                takeNarrow(rows, places, Lanes.words(y.address(), y.size()), d, from);
                return;
            }
            for (long i = from; i < to; i++) {
                long row = d * places.get(INT, 4 * i);
                if (halves) {
                    Copies.widen(table.address() + 2 * row, y.address() + 4 * d * i, d);
                } else {
                    Copies.bytes(table.address() + size * row, y.address() + size * d * i, size * d);
                }
            }
        });
    }

    /// Threads share the columns, so that each sum is made by one of them, in the order of the rows.
    @Override
    public void addRows(View x, View ids, View y) {
        if (x.dtype() != DType.F32 || !inRange(ids, y.dim(0))) {
            reference.addRows(x, ids, y);
            return;
        }
        long d = y.dim(1);
        long m = ids.size();
        clear(y);
        // as many as there are, for one thread: the shorter the pieces, the more often a row's lines are waited for
        long share = Math.ceilDiv(d, Parallel.threads());
        long columns = Math.max(64, Math.max(share, grain(m)) + 15 & -16);
        Parallel.forRange(d, columns, (from, to) -> {
            MemorySegment places = Lanes.words(ids.address(), m);
            if (d < NARROW) {
                addNarrow(Lanes.words(x.address(), m * d), places, Lanes.words(y.address(), y.size()), d);
                return;
            }
            for (long i = 0; i < m; i++) {
                long row = y.address() + 4 * (places.get(INT, 4 * i) * d + from);
                ColumnFolds.addOne(x.address() + 4 * (i * d + from), row, to - from);
            }
        });
    }

    /// Fills with zeros, in as few pieces as there are threads.
    private static void clear(View y) {
        long piece = Math.max(Lanes.GRAIN, Math.ceilDiv(y.size(), Parallel.threads()) + 15 & -16);
        Parallel.forRange(y.size(), piece, (from, to) -> {
            if (4 * (to - from) >= LargeZeros.LEAST) {
                LargeZeros.write(y.address() + 4 * from, 4 * (to - from));
            } else {
                Copies.fill(y.address() + 4 * from, 0, to - from);
            }
        });
    }

    private static void takeNarrow(MemorySegment table, MemorySegment ids, MemorySegment y, long d, long from) {
        for (long i = from; i < ids.byteSize() / 4; i++) {
            long row = ids.get(INT, 4 * i) * d;
            for (long j = 0; j < d; j++) {
                y.set(INT, 4 * (i * d + j), table.get(INT, 4 * (row + j)));
            }
        }
    }

    private static void addNarrow(MemorySegment x, MemorySegment ids, MemorySegment y, long d) {
        for (long i = 0; i < ids.byteSize() / 4; i++) {
            long row = ids.get(INT, 4 * i) * d;
            for (long j = 0; j < d; j++) {
                long at = 4 * (row + j);
                y.set(FLOAT, at, y.get(FLOAT, at) + x.get(FLOAT, 4 * (i * d + j)));
            }
        }
    }

    @Override
    public void gather(View x, View index, View y) {
        if (x.dtype().bytes() != 4 || !inRange(index, x.dim(1))) {
            reference.gather(x, index, y);
            return;
        }
        long n = x.dim(1);
        long m = index.dim(1);
        long inner = index.dim(2);
        Parallel.forRange(index.dim(0) * m, grain(inner), (from, to) -> {
            MemorySegment values = Lanes.words(x.address(), x.size());
            MemorySegment places = Lanes.words(index.address(), index.size());
            MemorySegment out = Lanes.words(y.address(), y.size());
            for (long r = from; r < to; r++) {
                long first = r / m * n * inner;
                for (long s = 0; s < inner; s++) {
                    long at = 4 * (r * inner + s);
                    out.set(INT, at, values.get(INT, 4 * (first + places.get(INT, at) * inner + s)));
                }
            }
        });
    }

    @Override
    public void scatterAdd(View x, View index, View y) {
        if (x.dtype() != DType.F32 || !inRange(index, y.dim(1))) {
            reference.scatterAdd(x, index, y);
            return;
        }
        long n = y.dim(1);
        long m = index.dim(1);
        long inner = index.dim(2);
        Parallel.forRange(y.dim(0), grain((n + m) * inner), (from, to) -> {
            MemorySegment values = Lanes.words(x.address(), x.size());
            MemorySegment places = Lanes.words(index.address(), index.size());
            MemorySegment out = Lanes.words(y.address(), y.size());
            Copies.fill(y.address() + 4 * from * n * inner, 0, (to - from) * n * inner);
            for (long r = from * m; r < to * m; r++) {
                long first = r / m * n * inner;
                for (long s = 0; s < inner; s++) {
                    long at = 4 * (r * inner + s);
                    long sum = 4 * (first + places.get(INT, at) * inner + s);
                    out.set(FLOAT, sum, out.get(FLOAT, sum) + values.get(FLOAT, at));
                }
            }
        });
    }
}

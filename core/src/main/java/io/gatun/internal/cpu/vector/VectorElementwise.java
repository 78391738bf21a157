package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Elementwise;
import io.gatun.kernel.View;
import io.gatun.op.Binary;
import io.gatun.op.Comparison;
import io.gatun.op.Pow;
import io.gatun.op.Unary;
import io.gatun.tensor.DType;
import java.lang.invoke.MethodHandles;
import java.util.EnumMap;
import java.util.Map;

/// Element-by-element kernels: float32 here, other types by the reference.
///
/// Operands that are not contiguous are brought together a few kilobytes at a time, so that each op has one
/// loop only: the JVM compiles a loop in tens of milliseconds, and there are many ops.
final class VectorElementwise implements Elementwise {

    private final Elementwise reference;
    private final StridedCopies copies;
    private final Specialised<Unary, MapLoop> maps =
            new Specialised<>(op -> Specialiser.copy(MethodHandles.lookup(), MapTemplate.class, MapLoop.class, op));
    private final Specialised<Binary, ZipLoop> zips =
            new Specialised<>(op -> Specialiser.copy(MethodHandles.lookup(), ZipTemplate.class, ZipLoop.class, op));

    VectorElementwise(Elementwise reference) {
        this.reference = reference;
        this.copies = new StridedCopies(reference);
    }

    /// The six loops of comparisons, made when first used.
    private static final class Comparisons {
        private static final Map<Comparison, ZipLoop> LOOPS = new EnumMap<>(Comparison.class);

        static {
            for (Comparison test : Comparison.values()) {
                LOOPS.put(test, Specialiser.copy(MethodHandles.lookup(), CompareTemplate.class, ZipLoop.class, test));
            }
        }
    }

    private static boolean floats(View... views) {
        for (View view : views) {
            if (view.dtype() != DType.F32) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void map(Unary op, View x, View y) {
        if (!floats(x) || !x.isContiguous()) {
            reference.map(op, x, y);
            return;
        }
        MapLoop loop = maps.of(op);
        long from = x.address();
        long to = y.address();
        Parallel.forRange(
                y.size(), Lanes.GRAIN, (start, end) -> map(loop, from + 4 * start, to + 4 * start, end - start));
    }

    private static void map(MapLoop loop, long x, long y, long n) {
        long full = Lanes.full(n);
        if (full > 0) {
            loop.run(x, y, full);
        }
        if (full < n) {
            loop.tail(x + 4 * full, y + 4 * full, n - full);
        }
    }

    @Override
    public void zip(Binary op, View a, View b, View y) {
        if (!floats(a, b) || op instanceof Pow) { // the JDK's vector pow is not the same bits before it is compiled
            reference.zip(op, a, b, y);
            return;
        }
        zip(zips.of(op), a, b, y);
    }

    @Override
    public void compare(Comparison op, View a, View b, View y) {
        if (!floats(a, b)) {
            reference.compare(op, a, b, y);
            return;
        }
        zip(Comparisons.LOOPS.get(op), a, b, y);
    }

    private static void zip(ZipLoop loop, View a, View b, View y) {
        long from = a.address();
        long with = b.address();
        long to = y.address();
        int size = loop.bytes();
        if (a.isContiguous() && b.isContiguous() && y.isContiguous()) {
            Parallel.forRange(
                    y.size(), Lanes.GRAIN, (i, end) -> zip(loop, from + 4 * i, with + 4 * i, to + size * i, end - i));
            return;
        }
        Walk walk = new Walk(y, a, b);
        if (walk.step(0) != size) {
            throw new IllegalArgumentException("zip: expected a contiguous result, got strides for " + y);
        }
        walk.forEach((at, rows, n) -> {
            Scratch scratch = Scratch.current();
            for (long row = 0; row < rows; row++) {
                long left = at[1] + row * walk.rowStep(1);
                long right = at[2] + row * walk.rowStep(2);
                long out = at[0] + row * walk.rowStep(0);
                for (long i = 0; i < n; i += Scratch.FLOATS) {
                    long count = Math.min(n - i, Scratch.FLOATS);
                    long p = scratch.together(0, left + i * walk.step(1), walk.step(1), count, i > 0);
                    long q = scratch.together(1, right + i * walk.step(2), walk.step(2), count, i > 0);
                    zip(loop, p, q, out + i * size, count);
                }
            }
        });
    }

    private static void zip(ZipLoop loop, long a, long b, long y, long n) {
        long full = n & -loop.block();
        if (full > 0) {
            loop.run(a, b, y, full);
        }
        if (full < n) {
            loop.tail(a + 4 * full, b + 4 * full, y + loop.bytes() * full, n - full);
        }
    }

    @Override
    public void where(View condition, View a, View b, View y) {
        Walk walk = new Walk(y, condition, a, b);
        if (y.dtype().bytes() != 4 || walk.step(0) != 4) {
            reference.where(condition, a, b, y);
            return;
        }
        walk.forEach((at, rows, n) -> {
            Scratch scratch = Scratch.current();
            for (long row = 0; row < rows; row++) {
                long truths = at[1] + row * walk.rowStep(1);
                long left = at[2] + row * walk.rowStep(2);
                long right = at[3] + row * walk.rowStep(3);
                long out = at[0] + row * walk.rowStep(0);
                for (long i = 0; i < n; i += Scratch.FLOATS) {
                    long count = Math.min(n - i, Scratch.FLOATS);
                    long c = scratch.togetherBytes(2, truths + i * walk.step(1), walk.step(1), count);
                    long p = scratch.together(0, left + i * walk.step(2), walk.step(2), count, i > 0);
                    long q = scratch.together(1, right + i * walk.step(3), walk.step(3), count, i > 0);
                    Choose.run(c, p, q, out + 4 * i, count);
                }
            }
        });
    }

    @Override
    public void copy(View from, View to) {
        copies.copy(from, to);
    }

    @Override
    public void fill(View y, double value) {
        copies.fill(y, value);
    }
}

package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Elementwise;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Copies, conversions and fills of views of any strides. What no fast loop fits goes to the reference.
final class StridedCopies {

    private static final long TILE = 32; // words on a side of what is transposed at once

    private final Elementwise reference;

    StridedCopies(Elementwise reference) {
        this.reference = reference;
    }

    void copy(View from, View to) {
        if (from.dtype() != to.dtype()) {
            convert(from, to);
        } else if (from.isContiguous() && to.isContiguous()) {
            long source = from.address();
            long target = to.address();
            long bytes = to.size() * to.dtype().bytes();
            Parallel.forRange(bytes, 4 * Lanes.GRAIN, (i, end) -> Copies.bytes(source + i, target + i, end - i));
        } else if (to.dtype().bytes() == 4) {
            words(new Walk(to, from));
        } else {
            narrow(new Walk(to, from), from, to);
        }
    }

    private static void words(Walk walk) {
        walk.forEach((at, rows, n) -> {
            if (walk.step(0) == 4 && walk.step(1) == 4) {
                Copies.rows(at[1], walk.rowStep(1), at[0], walk.rowStep(0), rows, n);
            } else if (walk.step(0) == 4 && walk.rowStep(1) == 4) {
                transpose(at[1], walk.step(1), at[0], walk.rowStep(0), rows, n);
            } else {
                for (long row = 0; row < rows; row++) {
                    long x = at[1] + row * walk.rowStep(1);
                    Copies.scatter(x, walk.step(1), at[0] + row * walk.rowStep(0), walk.step(0), n);
                }
            }
        });
    }

    private static void transpose(long x, long xStride, long y, long yStride, long rows, long columns) {
        for (long r = 0; r < rows; r += TILE) {
            for (long c = 0; c < columns; c += TILE) {
                long from = x + c * xStride + 4 * r;
                long to = y + r * yStride + 4 * c;
                Copies.transpose(from, xStride, to, yStride, Math.min(TILE, rows - r), Math.min(TILE, columns - c));
            }
        }
    }

    /// Copies elements of another size than four bytes.
    private void narrow(Walk walk, View from, View to) {
        int size = to.dtype().bytes();
        if (walk.step(0) != size || walk.step(1) != size) {
            reference.copy(from, to);
            return;
        }
        walk.forEach((at, rows, n) -> {
            for (long row = 0; row < rows; row++) {
                Copies.bytes(at[1] + row * walk.rowStep(1), at[0] + row * walk.rowStep(0), size * n);
            }
        });
    }

    /// A loop that changes the type of `n` elements.
    private interface Conversion {
        void run(long from, long to, long n);
    }

    private static Conversion conversion(DType from, DType to) {
        if (to == DType.F32) {
            return switch (from) {
                case BF16 -> Copies::widen;
                case BOOL -> Copies::truths;
                case I32 -> Copies::integers;
                case I8 -> Copies::signedBytes;
                case F32, F64, I64, U8 -> null;
            };
        }
        return from == DType.F32 && to == DType.BF16 ? Copies::narrow : null;
    }

    private void convert(View from, View to) {
        Conversion conversion = conversion(from.dtype(), to.dtype());
        Walk walk = new Walk(to, from);
        int size = from.dtype().bytes();
        boolean bf16 = from.dtype() == DType.BF16;
        if (conversion == null || walk.step(0) != to.dtype().bytes() || walk.step(1) != size && !bf16) {
            reference.copy(from, to);
            return;
        }
        walk.forEach((at, rows, n) -> {
            for (long row = 0; row < rows; row++) {
                long x = at[1] + row * walk.rowStep(1);
                long y = at[0] + row * walk.rowStep(0);
                if (walk.step(1) == size) {
                    conversion.run(x, y, n);
                } else {
                    widen(x, walk.step(1), y, n);
                }
            }
        });
    }

    private static void widen(long x, long step, long y, long n) {
        long together = Scratch.current().buffer(0);
        for (long i = 0; i < n; i += Scratch.FLOATS) {
            long count = Math.min(n - i, Scratch.FLOATS);
            Copies.gatherShorts(x + i * step, step, together, count);
            Copies.widen(together, y + 4 * i, count);
        }
    }

    void fill(View y, double value) {
        boolean words = y.dtype() == DType.F32 || y.dtype() == DType.I32;
        Walk walk = new Walk(y);
        if (!words || walk.step(0) != 4) {
            reference.fill(y, value);
            return;
        }
        int bits = y.dtype() == DType.F32 ? Float.floatToRawIntBits((float) value) : (int) value;
        walk.forEach((at, rows, n) -> {
            for (long row = 0; row < rows; row++) {
                Copies.fill(at[0] + row * walk.rowStep(0), bits, n);
            }
        });
    }
}

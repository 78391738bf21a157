package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.I;
import static io.gatun.internal.cpu.vector.Lanes.INT;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.SHORTS;
import static io.gatun.internal.cpu.vector.Lanes.SIGNED_BYTES;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Loops that bring elements from one place and type to another.
final class Copies {

    /// A bfloat16 in memory.
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private Copies() {}

    /// Copies bytes that do not overlap.
    static void bytes(long from, long to, long count) {
        MemorySegment.copy(Lanes.bytes(from, count), 0, Lanes.bytes(to, count), 0, count);
    }

    /// Sets `n` words.
    static void fill(long to, int bits, long n) {
        MemorySegment y = Lanes.words(to, n);
        IntVector value = IntVector.broadcast(I, bits);
        long full = 4 * Lanes.full(n);
        for (long i = 0; i < full; i += 4L * W) {
            value.intoMemorySegment(y, i, ORDER);
        }
        for (long i = full; i < 4 * n; i += 4) {
            y.set(INT, i, bits);
        }
    }

    /// Copies `n` words that are `step` bytes apart next to each other.
    static void gather(long from, long step, long to, long n) {
        scatter(from, step, to, 4, n);
    }

    /// Copies `n` bytes that are `step` apart next to each other.
    static void gatherBytes(long from, long step, long to, long n) {
        MemorySegment x = Lanes.bytes(from, step * (n - 1) + 1);
        MemorySegment y = Lanes.bytes(to, n);
        for (long i = 0; i < n; i++) {
            y.set(ValueLayout.JAVA_BYTE, i, x.get(ValueLayout.JAVA_BYTE, i * step));
        }
    }

    /// Copies `n` halfwords that are `step` bytes apart next to each other.
    static void gatherShorts(long from, long step, long to, long n) {
        MemorySegment x = Lanes.bytes(from, step * (n - 1) + 2);
        MemorySegment y = Lanes.bytes(to, 2 * n);
        for (long i = 0; i < n; i++) {
            y.set(SHORT, 2 * i, x.get(SHORT, i * step));
        }
    }

    /// Copies `n` words between any distances.
    static void scatter(long from, long fromStep, long to, long toStep, long n) {
        MemorySegment x = Lanes.bytes(from, fromStep * (n - 1) + 4);
        MemorySegment y = Lanes.bytes(to, toStep * (n - 1) + 4);
        for (long i = 0; i < n; i++) {
            y.set(INT, i * toStep, x.get(INT, i * fromStep));
        }
    }

    /// Copies `rows` rows of `n` words, `n` being small.
    static void rows(long from, long fromStride, long to, long toStride, long rows, long n) {
        MemorySegment x = Lanes.bytes(from, fromStride * (rows - 1) + 4 * n);
        MemorySegment y = Lanes.bytes(to, toStride * (rows - 1) + 4 * n);
        long full = 4 * Lanes.full(n);
        for (long r = 0; r < rows; r++) {
            for (long i = 0; i < full; i += 4L * W) {
                IntVector.fromMemorySegment(I, x, r * fromStride + i, ORDER)
                        .intoMemorySegment(y, r * toStride + i, ORDER);
            }
            for (long i = full; i < 4 * n; i += 4) {
                y.set(INT, r * toStride + i, x.get(INT, r * fromStride + i));
            }
        }
    }

    /// Transposes: `y[r][c] = x[c][r]` for `rows` × `columns` words, rows a stride of bytes apart.
    static void transpose(long x, long xStride, long y, long yStride, long rows, long columns) {
        MemorySegment from = Lanes.bytes(x, xStride * (columns - 1) + 4 * rows);
        MemorySegment to = Lanes.bytes(y, yStride * (rows - 1) + 4 * columns);
        for (long r = 0; r < rows; r++) {
            for (long c = 0; c < columns; c++) {
                to.set(INT, r * yStride + 4 * c, from.get(INT, c * xStride + 4 * r));
            }
        }
    }

    /// Widens bfloat16.
    static void widen(long from, long to, long n) {
        MemorySegment x = Lanes.bytes(from, 2 * n);
        MemorySegment y = Lanes.words(to, n);
        long full = Lanes.full(n);
        for (long i = 0; i < full; i += W) {
            IntVector wide = (IntVector)
                    ShortVector.fromMemorySegment(SHORTS, x, 2 * i, ORDER).convertShape(VectorOperators.S2I, I, 0);
            wide.lanewise(VectorOperators.LSHL, 16).intoMemorySegment(y, 4 * i, ORDER);
        }
        for (long i = full; i < n; i++) {
            y.set(INT, 4 * i, x.get(SHORT, 2 * i) << 16);
        }
    }

    /// Narrows to bfloat16, to nearest even; NaN stays one.
    static void narrow(long from, long to, long n) {
        MemorySegment x = Lanes.words(from, n);
        MemorySegment y = Lanes.bytes(to, 2 * n);
        long full = Lanes.full(n);
        for (long i = 0; i < full; i += W) {
            FloatVector v = FloatVector.fromMemorySegment(F, x, 4 * i, ORDER);
            IntVector bits = v.reinterpretAsInts();
            IntVector odd = bits.lanewise(VectorOperators.LSHR, 16).and(1);
            IntVector rounded = bits.add(odd).add(0x7FFF).lanewise(VectorOperators.LSHR, 16);
            VectorMask<Integer> nan = v.compare(VectorOperators.NE, v).cast(I);
            rounded = rounded.blend(bits.lanewise(VectorOperators.LSHR, 16).or(0x40), nan);
            ((ShortVector) rounded.convertShape(VectorOperators.I2S, SHORTS, 0)).intoMemorySegment(y, 2 * i, ORDER);
        }
        for (long i = full; i < n; i++) {
            y.set(SHORT, 2 * i, narrow(x.get(INT, 4 * i)));
        }
    }

    private static short narrow(int bits) {
        if ((bits & Integer.MAX_VALUE) > 0x7F800000) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }

    /// Turns truth values into the floats 0 and 1.
    static void truths(long from, long to, long n) {
        MemorySegment x = Lanes.bytes(from, n);
        MemorySegment y = Lanes.words(to, n);
        long full = n & -Math.max(8, W);
        FloatVector one = FloatVector.broadcast(F, 1f);
        FloatVector zero = FloatVector.zero(F);
        for (long i = 0; i < full; i += Math.max(8, W)) {
            long bits = Long.compress(x.get(LONG, i), Choose.LOW_BITS);
            if (W == 16) {
                bits |= Long.compress(x.get(LONG, i + 8), Choose.LOW_BITS) << 8;
            }
            zero.blend(one, VectorMask.fromLong(F, bits)).intoMemorySegment(y, 4 * i, ORDER);
            if (W == 4) {
                zero.blend(one, VectorMask.fromLong(F, bits >>> 4)).intoMemorySegment(y, 4 * i + 16, ORDER);
            }
        }
        for (long i = full; i < n; i++) {
            y.set(FLOAT, 4 * i, x.get(ValueLayout.JAVA_BYTE, i) != 0 ? 1 : 0);
        }
    }

    /// Turns signed bytes into floats.
    static void signedBytes(long from, long to, long n) {
        MemorySegment x = Lanes.bytes(from, n);
        MemorySegment y = Lanes.words(to, n);
        int lanes = SIGNED_BYTES.length();
        long full = n & -lanes;
        for (long i = 0; i < full; i += lanes) {
            ByteVector bytes = ByteVector.fromMemorySegment(SIGNED_BYTES, x, i, ORDER);
            ((FloatVector) bytes.convertShape(VectorOperators.B2F, F, 0)).intoMemorySegment(y, 4 * i, ORDER);
            if (W == 4) {
                ((FloatVector) bytes.convertShape(VectorOperators.B2F, F, 1)).intoMemorySegment(y, 4 * i + 16, ORDER);
            }
        }
        for (long i = full; i < n; i++) {
            y.set(FLOAT, 4 * i, x.get(ValueLayout.JAVA_BYTE, i));
        }
    }

    /// Turns ints into floats.
    static void integers(long from, long to, long n) {
        MemorySegment x = Lanes.words(from, n);
        MemorySegment y = Lanes.words(to, n);
        long full = Lanes.full(n);
        for (long i = 0; i < full; i += W) {
            ((FloatVector) IntVector.fromMemorySegment(I, x, 4 * i, ORDER).convert(VectorOperators.I2F, 0))
                    .intoMemorySegment(y, 4 * i, ORDER);
        }
        for (long i = full; i < n; i++) {
            y.set(FLOAT, 4 * i, x.get(INT, 4 * i));
        }
    }
}

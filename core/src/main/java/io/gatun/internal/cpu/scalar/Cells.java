package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The memory of a view, read and written as doubles whatever the element type. Offsets count elements from the
/// view's first.
///
/// This is the one place that says how a type is stored and how a double becomes one: floats are rounded to
/// nearest even (bfloat16 by way of float32), integers are cut towards zero and saturate, NaN becomes 0, and
/// anything but 0 is true.
final class Cells {

    private final MemorySegment memory;
    private final DType dtype;

    private Cells(MemorySegment memory, DType dtype) {
        this.memory = memory;
        this.dtype = dtype;
    }

    /// Returns the cells of a view, bounded by its last element.
    @SuppressWarnings("restricted") // exactly the elements that the view spans
    static Cells of(View view) {
        long last = 0;
        for (int i = 0; i < view.shape().rank(); i++) {
            last += (view.dim(i) - 1) * view.stride(i);
        }
        long bytes = view.size() == 0 ? 0 : (last + 1) * view.dtype().bytes();
        return new Cells(MemorySegment.ofAddress(view.address()).reinterpret(bytes), view.dtype());
    }

    /// Returns an element.
    double get(long k) {
        return switch (dtype) {
            case F32 -> memory.getAtIndex(ValueLayout.JAVA_FLOAT, k);
            case F64 -> memory.getAtIndex(ValueLayout.JAVA_DOUBLE, k);
            case BF16 -> Float.intBitsToFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, k) << 16);
            case I32 -> memory.getAtIndex(ValueLayout.JAVA_INT, k);
            case I64 -> (double) memory.getAtIndex(ValueLayout.JAVA_LONG, k);
            case I8 -> memory.get(ValueLayout.JAVA_BYTE, k);
            case U8 -> memory.get(ValueLayout.JAVA_BYTE, k) & 0xFF;
            case BOOL -> memory.get(ValueLayout.JAVA_BYTE, k) != 0 ? 1 : 0;
        };
    }

    /// Returns an element of an int32 view.
    int getInt(long k) {
        return memory.getAtIndex(ValueLayout.JAVA_INT, k);
    }

    /// Stores an element, rounded to the type.
    void set(long k, double value) {
        switch (dtype) {
            case F32 -> memory.setAtIndex(ValueLayout.JAVA_FLOAT, k, (float) value);
            case F64 -> memory.setAtIndex(ValueLayout.JAVA_DOUBLE, k, value);
            case BF16 -> memory.setAtIndex(ValueLayout.JAVA_SHORT, k, bfloat16((float) value));
            case I32 -> memory.setAtIndex(ValueLayout.JAVA_INT, k, (int) value);
            case I64 -> memory.setAtIndex(ValueLayout.JAVA_LONG, k, (long) value);
            case I8 -> memory.set(ValueLayout.JAVA_BYTE, k, (byte) Math.clamp((long) value, -128, 127));
            case U8 -> memory.set(ValueLayout.JAVA_BYTE, k, (byte) Math.clamp((long) value, 0, 255));
            case BOOL -> memory.set(ValueLayout.JAVA_BYTE, k, (byte) (value != 0 ? 1 : 0));
        }
    }

    /// Stores an element of other cells: its bits where both have one type, so that no NaN and no long changes.
    void copy(long k, Cells from, long i) {
        if (dtype != from.dtype) {
            set(k, from.get(i));
            return;
        }
        switch (dtype.bytes()) {
            case 1 -> memory.set(ValueLayout.JAVA_BYTE, k, from.memory.get(ValueLayout.JAVA_BYTE, i));
            case 2 -> memory.setAtIndex(ValueLayout.JAVA_SHORT, k, from.memory.getAtIndex(ValueLayout.JAVA_SHORT, i));
            case 4 -> memory.setAtIndex(ValueLayout.JAVA_INT, k, from.memory.getAtIndex(ValueLayout.JAVA_INT, i));
            default -> memory.setAtIndex(ValueLayout.JAVA_LONG, k, from.memory.getAtIndex(ValueLayout.JAVA_LONG, i));
        }
    }

    /// Reads `n` elements, `step` apart, into the beginning of an array.
    void read(long from, long step, double[] to, int n) {
        long k = from;
        for (int i = 0; i < n; i++, k += step) {
            to[i] = get(k);
        }
    }

    /// Writes the first `n` elements of an array side by side.
    void write(double[] from, long to, int n) {
        for (int i = 0; i < n; i++) {
            set(to + i, from[i]);
        }
    }

    /// Returns the bfloat16 nearest to a float, ties to even: half a unit in the last place is added to the
    /// bits, a hair less where the last place is even, and the lower half cut off.
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40); // quiet, so that cutting cannot make an infinity of it
        }
        int even = bits >>> 16 & 1;
        return (short) ((bits + 0x7FFF + even) >>> 16);
    }
}

package io.gatun.internal.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.internal.cpu.CpuBackend;
import io.gatun.kernel.Kernels;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/// Makes operands of kernels in memory of their own, with guards on both sides that no kernel may touch.
final class Operands implements AutoCloseable {

    static final Kernels REFERENCE = CpuBackend.reference();
    static final Kernels VECTOR = new VectorKernels(REFERENCE);

    private static final int GUARD = 128; // bytes
    private static final byte SENTINEL = 0x5A;

    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> memories = new ArrayList<>();
    private final Random random;

    Operands(long seed) {
        random = new Random(seed);
    }

    Random random() {
        return random;
    }

    /// Returns a contiguous view whose elements hold the sentinel: as floats 1.5e16.
    View result(DType dtype, int... shape) {
        long bytes = Shape.of(shape).size() * dtype.bytes();
        MemorySegment memory = arena.allocate(bytes + 2 * GUARD, 64).fill(SENTINEL);
        memories.add(memory);
        return new View(memory.address() + GUARD, dtype, Shape.of(shape));
    }

    View result(int... shape) {
        return result(DType.F32, shape);
    }

    /// Returns a view with elements `f(standard normal)`.
    View random(DType dtype, DoubleUnaryOperator f, int... shape) {
        double[] values = new double[Math.toIntExact(Shape.of(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = f.applyAsDouble(random.nextGaussian());
        }
        return of(dtype, values, shape);
    }

    View floats(int... shape) {
        return random(DType.F32, x -> x, shape);
    }

    View ids(int below, int... shape) {
        return random(DType.I32, _ -> random.nextInt(below), shape);
    }

    View of(DType dtype, double[] values, int... shape) {
        MemorySegment doubles = arena.allocate(8L * values.length + 8, 64);
        MemorySegment.copy(values, 0, doubles, ValueLayout.JAVA_DOUBLE, 0, values.length);
        View view = result(dtype, shape);
        REFERENCE.elementwise().copy(new View(doubles.address(), DType.F64, Shape.of(shape)), view);
        return view;
    }

    View copy(View view) {
        View copy = result(view.dtype(), view.shape().toArray());
        REFERENCE.elementwise().copy(view, copy);
        return copy;
    }

    double[] read(View view) {
        MemorySegment doubles = arena.allocate(8 * view.size() + 8, 64);
        REFERENCE.elementwise().copy(view, new View(doubles.address(), DType.F64, view.shape()));
        double[] values = new double[Math.toIntExact(view.size())];
        MemorySegment.copy(doubles, ValueLayout.JAVA_DOUBLE, 0, values, 0, values.length);
        return values;
    }

    /// Checks `|actual − expected| ≤ tolerance · max(1, |expected|)` for each element, NaN and infinities
    /// exactly.
    void assertClose(View actual, View expected, double tolerance) {
        double[] a = read(actual);
        double[] e = read(expected);
        for (int i = 0; i < e.length; i++) {
            boolean same = Double.compare(a[i], e[i]) == 0
                    || a[i] == e[i]
                    || Math.abs(a[i] - e[i]) <= tolerance * Math.max(1, Math.abs(e[i])) && Double.isFinite(e[i]);
            if (!same) {
                assertThat(a[i]).as("element %d of %s", i, expected).isEqualTo(e[i]);
            }
        }
    }

    /// Checks the guards.
    @Override
    public void close() {
        for (MemorySegment memory : memories) {
            for (int i = 0; i < GUARD; i++) {
                assertThat(memory.get(ValueLayout.JAVA_BYTE, i))
                        .as("guard before")
                        .isEqualTo(SENTINEL);
                assertThat(memory.get(ValueLayout.JAVA_BYTE, memory.byteSize() - 1 - i))
                        .as("guard after")
                        .isEqualTo(SENTINEL);
            }
        }
        arena.close();
    }
}

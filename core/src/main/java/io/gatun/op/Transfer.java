package io.gatun.op;

import io.gatun.kernel.Backend;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// Moves elements between tensors, Java arrays and devices.
public final class Transfer {

    private Transfer() {}

    /// Returns the elements as floats.
    public static float[] floats(Tensor x) {
        float[] values = new float[length(x)];
        read(x, DType.F32, MemorySegment.ofArray(values));
        return values;
    }

    /// Returns the elements as doubles.
    public static double[] doubles(Tensor x) {
        double[] values = new double[length(x)];
        read(x, DType.F64, MemorySegment.ofArray(values));
        return values;
    }

    /// Returns the elements as ints.
    public static int[] ints(Tensor x) {
        int[] values = new int[length(x)];
        read(x, DType.I32, MemorySegment.ofArray(values));
        return values;
    }

    /// Returns the elements as truth values.
    public static boolean[] booleans(Tensor x) {
        byte[] bytes = new byte[length(x)];
        read(x, DType.BOOL, MemorySegment.ofArray(bytes));
        boolean[] values = new boolean[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] != 0;
        }
        return values;
    }

    /// Returns the only element.
    public static double item(Tensor x) {
        if (x.size() != 1) {
            throw ShapeException.of("item", "exactly one element", x.shape());
        }
        return doubles(x)[0];
    }

    /// Copies elements, in their own type, to Java's memory.
    public static void read(Tensor x, MemorySegment to) {
        read(x, x.dtype(), to);
    }

    private static void read(Tensor x, DType dtype, MemorySegment to) {
        View view = Dense.view(x);
        Backend backend = Dense.backend(x);
        if (view.dtype() == dtype && view.isContiguous()) {
            backend.read(view.address(), to);
        } else {
            Tensor copy = Dense.empty(new Spec(dtype, view.shape()), x.device());
            Ops.kernels(backend).elementwise().copy(view, Dense.view(copy));
            backend.read(Dense.view(copy).address(), to);
            Dense.release(copy);
            Reference.reachabilityFence(copy);
        }
        Reference.reachabilityFence(x);
    }

    /// Overwrites the elements of `to`, which may be on another device.
    public static void assign(Tensor from, Tensor to) {
        if (!from.shape().equals(to.shape())) {
            throw ShapeException.of("assign", "values of shape " + to.shape(), from.shape());
        }
        if (!from.device().equals(to.device()) && from.dtype() == to.dtype() && to.isContiguous()) {
            send(from, to);
            return;
        }
        Tensor source = from.to(to.device());
        boolean overlapping = Dense.storage(source).equals(Dense.storage(to)) && !source.equals(to);
        Tensor values = overlapping ? source.detach().copy() : source;
        Ops.kernels(to).elementwise().copy(Dense.view(values), Dense.view(to));
        Reference.reachabilityFence(values);
        Reference.reachabilityFence(to);
    }

    /// Returns a copy on another device. No gradient flows through it.
    public static Tensor move(Tensor x, Device device) {
        Tensor moved = Dense.empty(new Spec(x.dtype(), x.shape()), device);
        send(x, moved);
        return moved;
    }

    /// Copies to a contiguous tensor of the same type and shape on another device.
    private static void send(Tensor from, Tensor to) {
        long bytes = from.size() * from.dtype().bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment elements = arena.allocate(Math.max(1, bytes), 64).asSlice(0, bytes);
            read(from, from.dtype(), elements);
            Dense.backend(to).write(elements, Dense.view(to).address());
        }
        Reference.reachabilityFence(to);
    }

    private static int length(Tensor x) {
        return Math.toIntExact(x.size());
    }
}

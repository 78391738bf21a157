package io.gatun.op;

import io.gatun.kernel.Dense;
import io.gatun.kernel.Spec;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.RandomKey;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;

/// Makes tensors that depend on no other.
public final class Create {

    private Create() {}

    /// Returns a tensor of equal elements.
    public static Tensor full(DType dtype, Shape shape, double value, Device device) {
        Tensor tensor = Dense.empty(new Spec(dtype, shape), device);
        Ops.kernels(tensor).elementwise().fill(Dense.view(tensor), value);
        Reference.reachabilityFence(tensor);
        return tensor;
    }

    /// Returns `0, 1, …, n − 1`.
    public static Tensor arange(DType dtype, int n) {
        int[] values = new int[Math.max(0, n)];
        Arrays.setAll(values, i -> i);
        return ints(Shape.of(n), values).to(dtype);
    }

    /// Returns uniform numbers in [0, 1).
    public static Tensor uniform(RandomKey key, Shape shape) {
        Tensor tensor = Dense.empty(new Spec(DType.F32, shape), Device.CPU);
        Ops.kernels(tensor).randoms().uniform(key, Dense.view(tensor));
        Reference.reachabilityFence(tensor);
        return tensor;
    }

    /// Returns standard normal numbers.
    public static Tensor normal(RandomKey key, Shape shape) {
        Tensor tensor = Dense.empty(new Spec(DType.F32, shape), Device.CPU);
        Ops.kernels(tensor).randoms().normal(key, Dense.view(tensor));
        Reference.reachabilityFence(tensor);
        return tensor;
    }

    /// Returns a float32 tensor of these values.
    public static Tensor floats(Shape shape, float... values) {
        return from(new Spec(DType.F32, checked(shape, values.length)), MemorySegment.ofArray(values));
    }

    /// Returns a float64 tensor of these values.
    public static Tensor doubles(Shape shape, double... values) {
        return from(new Spec(DType.F64, checked(shape, values.length)), MemorySegment.ofArray(values));
    }

    /// Returns an int32 tensor of these values.
    public static Tensor ints(Shape shape, int... values) {
        return from(new Spec(DType.I32, checked(shape, values.length)), MemorySegment.ofArray(values));
    }

    /// Returns a tensor of these truth values.
    public static Tensor booleans(Shape shape, boolean... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        return from(new Spec(DType.BOOL, checked(shape, values.length)), MemorySegment.ofArray(bytes));
    }

    /// Returns a tensor whose elements are copied from Java's memory, little-endian and row-major.
    public static Tensor from(Spec spec, MemorySegment elements) {
        Tensor tensor = Dense.empty(spec, Device.CPU);
        Dense.backend(tensor).write(elements, Dense.view(tensor).address());
        Reference.reachabilityFence(tensor);
        return tensor;
    }

    private static Shape checked(Shape shape, int values) {
        if (shape.size() != values) {
            throw new ShapeException("tensor: shape " + shape + " holds " + shape.size() + " elements, got " + values);
        }
        return shape;
    }
}

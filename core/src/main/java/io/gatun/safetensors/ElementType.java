package io.gatun.safetensors;

import io.gatun.tensor.DType;
import java.util.Arrays;
import java.util.Optional;

/// The element types of the format, in its own order.
public enum ElementType {
    /// Truth values in a byte.
    BOOL(8, DType.BOOL),
    /// 4-bit floats.
    F4(4, null),
    /// 6-bit floats, 2 bits of exponent.
    F6_E2M3(6, null),
    /// 6-bit floats, 3 bits of exponent.
    F6_E3M2(6, null),
    /// Unsigned bytes.
    U8(8, DType.U8),
    /// Signed bytes.
    I8(8, DType.I8),
    /// 8-bit floats, 5 bits of exponent.
    F8_E5M2(8, null),
    /// 8-bit floats, 4 bits of exponent.
    F8_E4M3(8, null),
    /// 8-bit powers of two.
    F8_E8M0(8, null),
    /// 8-bit floats without infinities, 4 bits of exponent.
    F8_E4M3FNUZ(8, null),
    /// 8-bit floats without infinities, 5 bits of exponent.
    F8_E5M2FNUZ(8, null),
    /// Signed 16-bit integers.
    I16(16, null),
    /// Unsigned 16-bit integers.
    U16(16, null),
    /// IEEE 754 binary16; read as float32.
    F16(16, DType.F32),
    /// bfloat16.
    BF16(16, DType.BF16),
    /// Signed 32-bit integers.
    I32(32, DType.I32),
    /// Unsigned 32-bit integers.
    U32(32, null),
    /// IEEE 754 binary32.
    F32(32, DType.F32),
    /// Pairs of binary32.
    C64(64, null),
    /// IEEE 754 binary64.
    F64(64, DType.F64),
    /// Signed 64-bit integers.
    I64(64, DType.I64),
    /// Unsigned 64-bit integers.
    U64(64, null);

    private final int bits;
    private final Optional<DType> dtype;

    ElementType(int bits, DType dtype) {
        this.bits = bits;
        this.dtype = Optional.ofNullable(dtype);
    }

    /// Returns the size of one element in bits.
    public int bits() {
        return bits;
    }

    /// Returns the type that a tensor of such elements has, if Gatun has one.
    public Optional<DType> dtype() {
        return dtype;
    }

    /// Returns whether a type is called so.
    static boolean isName(String name) {
        return Arrays.stream(values()).anyMatch(type -> type.name().equals(name));
    }

    /// Returns the type in which a tensor is written.
    public static ElementType of(DType dtype) {
        return valueOf(dtype.name());
    }
}

package io.gatun.internal.cpu.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// How the elements of `b` are stored in a product of few rows: it is read once, so what counts is its bytes.
enum GemmElement {
    /// float32.
    FLOATS(2),
    /// bfloat16.
    HALVES(1),
    /// int8.
    BYTES(0);

    private final int log2Bytes;

    GemmElement(int log2Bytes) {
        this.log2Bytes = log2Bytes;
    }

    int log2Bytes() {
        return log2Bytes;
    }

    /// Returns how many of `k` elements are read as full vectors. A vector of bytes is read whole even where fewer
    /// floats make a vector, and must not end behind the row.
    int full(int k) {
        return (int) Lanes.full(Math.max(0, k - spare()));
    }

    /// Returns how many elements behind the last full vector are read with it.
    int spare() {
        return this == BYTES ? Lanes.SIGNED_BYTES.length() - Lanes.W : 0;
    }

    /// Returns one element of a row.
    float get(MemorySegment row, long index) {
        return switch (this) {
            case FLOATS -> row.get(Lanes.FLOAT, 4 * index);
            case HALVES -> Float.intBitsToFloat(row.get(Copies.SHORT, 2 * index) << 16);
            case BYTES -> row.get(ValueLayout.JAVA_BYTE, index);
        };
    }

    /// Turns `n` elements into floats.
    void widen(long from, long to, long n) {
        switch (this) {
            case FLOATS -> Copies.bytes(from, to, 4 * n);
            case HALVES -> Copies.widen(from, to, n);
            case BYTES -> Copies.signedBytes(from, to, n);
        }
    }

    /// Pushes the vector of floats at a byte offset, which counts as if all elements had four.
    void load(GemmEmitter emitter, int segment, int offset) {
        Runnable at = () -> {
            emitter.code().lload(offset);
            if (this != FLOATS) {
                emitter.code().loadConstant(2 - log2Bytes).lshr();
            }
        };
        switch (this) {
            case FLOATS -> emitter.load(segment, at);
            case HALVES -> emitter.loadHalves(segment, at);
            case BYTES -> emitter.loadBytes(segment, at);
        }
    }
}

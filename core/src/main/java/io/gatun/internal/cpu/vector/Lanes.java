package io.gatun.internal.cpu.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// How wide vectors are, and the few things every kernel needs around its loops.
///
/// The system property `gatun.cpu.vector.bits` (128, 256, 512, or `preferred`) narrows vectors, so that one
/// machine can test the code of others. Species are `static final`: only then is a vector a register.
final class Lanes {

    /// Vectors of float32.
    static final VectorSpecies<Float> F = species(System.getProperty("gatun.cpu.vector.bits", "preferred"));
    /// Vectors of int32, as wide.
    static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());
    /// Vectors of as many int16, half as wide.
    static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(F.vectorBitSize() / 2));
    /// Vectors of int8, one for each float32, but never less than 8 of them: there is no shorter vector.
    static final VectorSpecies<Byte> SIGNED_BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, F.vectorBitSize() / 4)));
    /// Vectors of int64, as wide, half as many.
    static final VectorSpecies<Long> L = VectorSpecies.of(long.class, F.vectorShape());
    /// How many float32 a vector holds.
    static final int W = F.length();
    /// The bytes of a vector.
    static final int BYTES = F.vectorByteSize();
    /// The machine's byte order, which is that of tensors.
    static final ByteOrder ORDER = ByteOrder.nativeOrder();
    /// A float in memory.
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    /// An int in memory.
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    /// Elements that one thread should at least be given.
    static final long GRAIN = 32_768;

    /// Lane `i` from lane `i ^ 1`, and so on.
    static final VectorShuffle<Float> SWAP_1 = swap(1);

    static final VectorShuffle<Float> SWAP_2 = swap(2);
    static final VectorShuffle<Float> SWAP_4 = swap(4);
    static final VectorShuffle<Float> SWAP_8 = swap(8);

    private Lanes() {}

    private static VectorSpecies<Float> species(String bits) {
        return switch (bits) {
            case "preferred" ->
                FloatVector.SPECIES_PREFERRED.length() >= 4 ? FloatVector.SPECIES_PREFERRED : FloatVector.SPECIES_128;
            case "128", "256", "512" -> VectorSpecies.of(float.class, VectorShape.forBitSize(Integer.parseInt(bits)));
            default ->
                throw new IllegalArgumentException(
                        "gatun.cpu.vector.bits: expected 128, 256, 512 or preferred, got " + bits);
        };
    }

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(F, i -> i ^ distance & (F.length() - 1));
    }

    /// Returns a segment of exactly these bytes. Made anew in front of each loop: then C2 knows its kind and its
    /// size, and keeps neither in memory.
    @SuppressWarnings("restricted") // addresses come from live tensors
    static MemorySegment bytes(long address, long count) {
        return MemorySegment.ofAddress(address).reinterpret(count);
    }

    /// Returns a segment of this many floats or ints.
    @SuppressWarnings("restricted") // addresses come from live tensors
    static MemorySegment words(long address, long count) {
        return MemorySegment.ofAddress(address).reinterpret(4 * count);
    }

    /// Returns how many of `n` elements full vectors hold.
    static long full(long n) {
        return n & -W;
    }

    /// Returns the mask of the first `count` lanes.
    static VectorMask<Float> first(long count) {
        return F.indexInRange(0, count);
    }

    /// Returns the sum of the lanes, as a tree: `reduceLanes` may add in any order, and in another one once
    /// compiled.
    static float sum(FloatVector v) {
        FloatVector s = v;
        if (W > 8) {
            s = s.add(s.rearrange(SWAP_8));
        }
        if (W > 4) {
            s = s.add(s.rearrange(SWAP_4));
        }
        s = s.add(s.rearrange(SWAP_2));
        return s.add(s.rearrange(SWAP_1)).lane(0);
    }

    /// Returns an int that is ordered as the floats are whose bits are given, but NaN (if positive) above infinity
    /// and −0 below 0: the maximum of ints costs one instruction where that of floats costs five. Its own inverse.
    static int key(int bits) {
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }

    /// Returns the float of a key.
    static float ofKey(int key) {
        return Float.intBitsToFloat(key(key));
    }

    /// Returns longs whose lanes are 0, 1, 2 and so on.
    static LongVector countLongs() {
        return LongVector.zero(L).addIndex(1);
    }
}

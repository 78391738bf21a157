package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.I;
import static io.gatun.internal.cpu.vector.Lanes.L;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;

import io.gatun.tensor.RandomKey;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/// Philox4x32-10 (Salmon et al. 2011), a block in each 64-bit lane: the four words of its counter are the lower
/// halves of four vectors, because the rounds need products of 64 bits.
final class PhiloxLanes {

    /// Elements of one step: four for each 64-bit lane.
    static final int STEP = 4 * L.length();

    private static final long LOW = 0xFFFFFFFFL;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final VectorShuffle<Long> FIRST = interleave(0);
    private static final VectorShuffle<Long> SECOND = interleave(L.length() / 2);

    private PhiloxLanes() {}

    /// Takes lanes of two vectors in turn, from lane `start` on; the second one's have
    /// negative numbers.
    private static VectorShuffle<Long> interleave(int start) {
        return VectorShuffle.fromOp(L, i -> start + i / 2 - i % 2 * L.length());
    }

    /// Writes the words of elements `first` (a multiple of four) and on, `n` of them, a multiple of [#STEP].
    static void words(RandomKey key, long first, long y, long n) {
        MemorySegment to = Lanes.words(y, n);
        LongVector lanes = LongVector.zero(L).addIndex(1);
        LongVector stream0 = LongVector.broadcast(L, key.stream() & LOW);
        LongVector stream1 = LongVector.broadcast(L, key.stream() >>> 32);
        // masked, though they have no upper half: that is how C2 sees that a product of 32 bits by 32 bits will do
        LongVector factor0 = LongVector.broadcast(L, MULTIPLIER_0).and(LOW);
        LongVector factor1 = LongVector.broadcast(L, MULTIPLIER_1).and(LOW);
        for (long i = 0; i < n; i += STEP) {
            LongVector block = lanes.add((first + i) / 4);
            LongVector c0 = block.and(LOW);
            LongVector c1 = block.lanewise(VectorOperators.LSHR, 32);
            LongVector c2 = stream0;
            LongVector c3 = stream1;
            int k0 = (int) key.seed();
            int k1 = (int) (key.seed() >>> 32);
            for (int round = 0; round < 10; round++, k0 += WEYL_0, k1 += WEYL_1) {
                LongVector p0 = c0.and(LOW).mul(factor0);
                LongVector p1 = c2.and(LOW).mul(factor1);
                c0 = p1.lanewise(VectorOperators.LSHR, 32)
                        .lanewise(VectorOperators.XOR, c1)
                        .lanewise(VectorOperators.XOR, k0 & LOW);
                c2 = p0.lanewise(VectorOperators.LSHR, 32)
                        .lanewise(VectorOperators.XOR, c3)
                        .lanewise(VectorOperators.XOR, k1 & LOW);
                c1 = p1.and(LOW);
                c3 = p0.and(LOW);
            }
            LongVector left = c0.and(LOW).or(c1.lanewise(VectorOperators.LSHL, 32));
            LongVector right = c2.and(LOW).or(c3.lanewise(VectorOperators.LSHL, 32));
            left.rearrange(FIRST, right).intoMemorySegment(to, 4 * i, ORDER);
            left.rearrange(SECOND, right).intoMemorySegment(to, 4 * i + Lanes.BYTES, ORDER);
        }
    }

    /// Turns words into uniform numbers in [0, 1), in place; `n` is a multiple of [#STEP].
    static void uniform(long words, long n) {
        MemorySegment to = Lanes.words(words, n);
        for (long i = 0; i < 4 * n; i += Lanes.BYTES) {
            FloatVector v = (FloatVector) IntVector.fromMemorySegment(I, to, i, ORDER)
                    .lanewise(VectorOperators.LSHR, 8)
                    .convert(VectorOperators.I2F, 0);
            v.mul(0x1p-24f).intoMemorySegment(to, i, ORDER);
        }
    }
}

package io.gatun.internal.cpu.scalar;

import io.gatun.tensor.RandomKey;

/// The counter-based generator Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2,
/// 3"): ten rounds of multiplications that turn a 128-bit counter and a 64-bit key into four 32-bit words.
final class Philox {

    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9; // golden ratio
    private static final int WEYL_1 = 0xBB67AE85; // √3 − 1
    private static final int ROUNDS = 10;
    private static final double UNIT = 0x1p-24;

    private Philox() {}

    /// Replaces the counter `words` by the random words of `key0`, `key1`.
    static void encrypt(int[] words, int key0, int key1) {
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(words[0]);
            long p1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(words[2]);
            words[0] = (int) (p1 >>> 32) ^ words[1] ^ k0;
            words[2] = (int) (p0 >>> 32) ^ words[3] ^ k1;
            words[1] = (int) p1;
            words[3] = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
    }

    /// Writes the four words of one block of a stream: the counter is the block's number and the stream's, low
    /// words first, and the key is the seed, low word first.
    static void block(RandomKey key, long block, int[] words) {
        words[0] = (int) block;
        words[1] = (int) (block >>> 32);
        words[2] = (int) key.stream();
        words[3] = (int) (key.stream() >>> 32);
        encrypt(words, (int) key.seed(), (int) (key.seed() >>> 32));
    }

    /// Returns the number in [0, 1) that a word's upper 24 bits are.
    static double uniform(int word) {
        return (word >>> 8) * UNIT;
    }

    /// Returns one of the two normal numbers that two words give (Box and Muller 1958). The radius takes its
    /// uniform number from (0, 1], so that its logarithm is finite.
    static double normal(int first, int second, boolean sine) {
        double radius = Math.sqrt(-2 * Math.log(((first >>> 8) + 1) * UNIT));
        double angle = 2 * Math.PI * uniform(second);
        return radius * (sine ? Math.sin(angle) : Math.cos(angle));
    }
}

package io.gatun.data;

import java.util.random.RandomGenerator;

/// Random numbers that depend on a key alone: the same key gives the same numbers in every run, thread and JDK.
///
/// The key is a seed and the place where the numbers are used, such as epoch and sequence, so that any place
/// can be reached without going through those before it. The generator is SplitMix64 (Steele, Lea, Flood 2014).
public final class KeyedRandom implements RandomGenerator {

    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    private KeyedRandom(long state) {
        this.state = state;
    }

    /// Returns the generator of a place.
    public static KeyedRandom of(long seed, long... place) {
        long key = mix(seed + GAMMA);
        for (long step : place) {
            key = mix(key ^ mix(step + GAMMA)) + GAMMA;
        }
        return new KeyedRandom(key);
    }

    @Override
    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /// Returns a number from 0 up to but without `bound`; not left to the default, which a later JDK may change.
    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("random: expected a bound above 0, got " + bound);
        }
        // the bias is below 2^-32 and costs no second draw
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /// Shuffles in place (Fisher–Yates).
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

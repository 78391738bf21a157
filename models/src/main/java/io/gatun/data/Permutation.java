package io.gatun.data;

/// A shuffle of the numbers from 0 to `size` − 1 that needs no memory and gives any element at once.
///
/// A Feistel network of six rounds over the smallest even number of bits that holds `size`; a number that falls
/// outside is sent through again until it falls inside (cycle walking).
public final class Permutation {

    private static final int ROUNDS = 6;

    private final long size;
    private final int half;
    private final long[] keys = new long[ROUNDS];

    /// Creates the shuffle of `size` numbers that belongs to a key.
    ///
    /// @throws IllegalArgumentException if `size` is less than 1 or more than 2^60
    public Permutation(long size, long seed, long... place) {
        if (size < 1 || size > 1L << 60) {
            throw new IllegalArgumentException("permutation: expected a size from 1 to 2^60, got " + size);
        }
        this.size = size;
        this.half = Math.max(1, (64 - Long.numberOfLeadingZeros(size - 1) + 1) / 2);
        var random = KeyedRandom.of(seed, place);
        for (int i = 0; i < ROUNDS; i++) {
            keys[i] = random.nextLong();
        }
    }

    /// Returns the number at `position`.
    ///
    /// @throws IndexOutOfBoundsException if `position` is outside the size
    public long at(long position) {
        if (position < 0 || position >= size) {
            throw new IndexOutOfBoundsException("permutation: position " + position + " is outside a size of " + size);
        }
        long value = position;
        do {
            value = encrypt(value);
        } while (value >= size);
        return value;
    }

    private long encrypt(long value) {
        long mask = (1L << half) - 1;
        long left = value >>> half;
        long right = value & mask;
        for (long key : keys) {
            long next = left ^ (KeyedRandom.mix(right + key) & mask);
            left = right;
            right = next;
        }
        return left << half | right;
    }
}

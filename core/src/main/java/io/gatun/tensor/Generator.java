package io.gatun.tensor;

/// Hands out random streams: the same seed gives the same streams in the same order, on every backend and
/// whatever the number of threads.
///
/// A generator's whole state is its seed and how many streams it has handed out, so a checkpoint restores it
/// exactly.
public final class Generator {

    private final long seed;
    private long next;

    private Generator(long seed, long next) {
        this.seed = seed;
        this.next = next;
    }

    /// Returns a generator that begins with the first stream of `seed`.
    public static Generator seeded(long seed) {
        return new Generator(seed, 0);
    }

    /// Returns a generator as it was when `position` streams of `seed` had been handed out.
    public static Generator at(long seed, long position) {
        return new Generator(seed, position);
    }

    /// Returns the key of a stream not handed out before.
    public RandomKey next() {
        return new RandomKey(seed, next++);
    }

    /// Returns the seed.
    public long seed() {
        return seed;
    }

    /// Returns how many streams were handed out.
    public long position() {
        return next;
    }

    /// Goes back, or ahead, to a position.
    public void seek(long position) {
        next = position;
    }
}

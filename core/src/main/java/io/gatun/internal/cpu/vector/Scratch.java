package io.gatun.internal.cpu.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A thread's few kilobytes for operands that must be brought together before a loop can read them.
final class Scratch {

    /// How many floats one of the buffers holds: three of them and a result stay in the first-level cache.
    static final int FLOATS = 1024;

    // all there is: a segment for each rest would be an object for each row
    private static final MemorySegment MEMORY = Lanes.bytes(0, Long.MAX_VALUE);

    private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);

    // lives as long as the thread
    private final MemorySegment memory = Arena.ofAuto().allocate(4L * FLOATS * 4 + 8L * Lanes.BYTES, 64);
    private final long address = memory.address();

    private MemorySegment room = memory.asSlice(0, 0);

    private Scratch() {}

    /// Returns this thread's.
    static Scratch current() {
        return CURRENT.get();
    }

    /// Returns one of four buffers.
    long buffer(int index) {
        return address + 4L * FLOATS * index;
    }

    /// Returns the address of one of eight vectors beside the buffers, for what a loop over full vectors leaves
    /// over.
    long rest(int index) {
        return address + offset(index);
    }

    private static long offset(int index) {
        return 4L * FLOATS * 4 + (long) index * Lanes.BYTES;
    }

    /// Copies fewer floats than a vector holds to one of these vectors, fills it up with zeros and returns its
    /// address.
    long fillRest(int index, long from, long n) {
        return fillRest(index, from, n, 0);
    }

    /// The same, filled up with a number.
    long fillRest(int index, long from, long n, float with) {
        long at = offset(index);
        for (long i = 0; i < Lanes.W; i++) {
            memory.set(Lanes.FLOAT, at + 4 * i, i < n ? MEMORY.get(Lanes.FLOAT, from + 4 * i) : with);
        }
        return address + at;
    }

    /// Copies the first floats of one of these vectors to where they belong.
    void emptyRest(int index, long to, long n) {
        long at = offset(index);
        for (long i = 0; i < n; i++) {
            MEMORY.set(Lanes.FLOAT, to + 4 * i, memory.get(Lanes.FLOAT, at + 4 * i));
        }
    }

    /// Returns the address of `n` floats that lie next to each other: where they are if they do, else a buffer
    /// that they are copied to. One that is repeated (`step` 0) is only written if it is not there yet.
    long together(int buffer, long from, long step, long n, boolean there) {
        if (step == 4) {
            return from;
        }
        long to = buffer(buffer);
        if (step == 0) {
            if (!there) {
                Copies.fill(to, Lanes.words(from, 1).get(Lanes.INT, 0), n);
            }
        } else {
            Copies.gather(from, step, to, n);
        }
        return to;
    }

    /// Returns the address of this many bytes beside the buffers, contents unspecified; the next call returns
    /// the same ones.
    long room(long bytes) {
        if (room.byteSize() < bytes) {
            room = Arena.ofAuto().allocate(bytes, 64);
        }
        return room.address();
    }

    /// The same for bytes.
    long togetherBytes(int buffer, long from, long step, long n) {
        if (step == 1) {
            return from;
        }
        Copies.gatherBytes(from, step, buffer(buffer), n);
        return buffer(buffer);
    }
}

package io.gatun.text;

import java.util.Arrays;
import java.util.BitSet;

/// Lays the nodes of a [Dawg] out in a [DoubleArray].
///
/// Only the last 16 blocks of 256 units are searched for room, so that building takes linear time.
///
/// Source: Susumu Yata, darts-clone; J. Aoe, "An efficient digital search algorithm by using a double-array
/// structure", IEEE Transactions on Software Engineering 15(9), 1989.
final class DoubleArrayBuilder {

    private static final int BLOCK = 256;
    private static final int OPEN_BLOCKS = 16;
    private static final int NEAR = 1 << 21;
    private static final int NONE = -1;

    private final Dawg dawg;
    private int[] units = new int[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private final BitSet taken = new BitSet();
    private final BitSet bases = new BitSet();
    private int size;
    private int firstFree = NONE;
    private int lastFree = NONE;

    private DoubleArrayBuilder(Dawg dawg) {
        this.dawg = dawg;
    }

    /// Builds the trie of `keys`, which must be sorted by unsigned bytes, distinct, and without empty keys and
    /// NUL.
    ///
    /// @param values the value of each key, not negative
    static DoubleArray build(byte[][] keys, int[] values) {
        return new DoubleArrayBuilder(Dawg.of(keys, values)).layOut();
    }

    private DoubleArray layOut() {
        addBlock();
        take(0);
        bases.set(0);
        int[] placed = new int[dawg.states()];
        // each entry is a state and the unit that is to lead to it
        int[] open = new int[64];
        int depth = 0;
        open[depth++] = dawg.root();
        open[depth++] = 0;
        while (depth > 0) {
            int unit = open[--depth];
            int state = open[--depth];
            boolean shared = placed[state] != 0 && fits(unit ^ placed[state]);
            int base = shared ? placed[state] : findBase(state, unit);
            setOffset(unit, unit ^ base);
            if (dawg.label(state, 0) == 0) {
                units[unit] |= 0x100;
            }
            if (shared) {
                continue;
            }
            placed[state] = base;
            bases.set(base);
            int count = dawg.count(state);
            if (open.length < depth + 2 * count) {
                open = Arrays.copyOf(open, 2 * (depth + 2 * count));
            }
            for (int i = 0; i < count; i++) {
                int label = dawg.label(state, i);
                int slot = base ^ label;
                take(slot);
                if (label == 0) {
                    units[slot] = dawg.target(state, i) | (1 << 31);
                } else {
                    units[slot] = label;
                    open[depth++] = dawg.target(state, i);
                    open[depth++] = slot;
                }
            }
        }
        for (int block = Math.max(0, size / BLOCK - OPEN_BLOCKS); block < size / BLOCK; block++) {
            close(block);
        }
        return new DoubleArray(Arrays.copyOf(units, size));
    }

    private int findBase(int state, int unit) {
        for (int slot = firstFree; slot != NONE; slot = next[slot]) {
            int base = slot ^ dawg.label(state, 0);
            if (!bases.get(base) && fits(unit ^ base) && hasRoom(state, base)) {
                return base;
            }
        }
        int block = size;
        addBlock();
        return block | (unit & 0xFF);
    }

    private boolean hasRoom(int state, int base) {
        for (int i = 1; i < dawg.count(state); i++) {
            if (taken.get(base ^ dawg.label(state, i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a unit can express this offset.
    private static boolean fits(int offset) {
        return offset < NEAR || (offset & 0xFF) == 0;
    }

    private void setOffset(int unit, int offset) {
        units[unit] |= offset < NEAR ? offset << 10 : (offset << 2) | 0x200;
    }

    private void addBlock() {
        if (size + BLOCK > 1 << 29) {
            throw new IllegalArgumentException("too many keys for a double array");
        }
        if (units.length < size + BLOCK) {
            int capacity = Math.max(size + BLOCK, 2 * units.length);
            units = Arrays.copyOf(units, capacity);
            next = Arrays.copyOf(next, capacity);
            previous = Arrays.copyOf(previous, capacity);
        }
        for (int slot = size; slot < size + BLOCK; slot++) {
            previous[slot] = lastFree;
            next[slot] = NONE;
            if (lastFree == NONE) {
                firstFree = slot;
            } else {
                next[lastFree] = slot;
            }
            lastFree = slot;
        }
        size += BLOCK;
        if (size / BLOCK > OPEN_BLOCKS) {
            close(size / BLOCK - OPEN_BLOCKS - 1);
        }
    }

    private void take(int slot) {
        taken.set(slot);
        int before = previous[slot];
        int after = next[slot];
        if (before == NONE) {
            firstFree = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            lastFree = before;
        } else {
            previous[after] = before;
        }
    }

    /// Gives the block's free units labels that no search can ask for: those a node at an unused base would
    /// have.
    private void close(int block) {
        int start = block * BLOCK;
        int unusedBase = bases.nextClearBit(start);
        for (int slot = taken.nextClearBit(start); slot < start + BLOCK; slot = taken.nextClearBit(slot + 1)) {
            units[slot] = (slot ^ unusedBase) & 0xFF;
            take(slot);
        }
    }
}

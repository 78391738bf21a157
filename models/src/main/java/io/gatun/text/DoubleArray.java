package io.gatun.text;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/// A trie over bytes in the double-array form of darts-clone, which SentencePiece keeps in its model files.
///
/// A unit is 32 bits: the label in the low 8 (bit 31 set in units that hold a value instead), bit 8 says that
/// a value hangs on the node, and the rest is the offset to the children: bits 10 to 31, shifted left by 8
/// more if bit 9 is set. The child of node `n` along byte `b` is at `n ^ offset(n) ^ b`.
///
/// Source: Susumu Yata, darts-clone (`darts.h`).
final class DoubleArray {

    private static final int VALUE_FLAG = 1 << 31;
    private static final int LABEL_MASK = VALUE_FLAG | 0xFF;

    private final int[] units;

    DoubleArray(int[] units) {
        this.units = units;
    }

    static int offset(int unit) {
        return (unit >>> 10) << ((unit & 0x200) >>> 6);
    }

    static int label(int unit) {
        return unit & LABEL_MASK;
    }

    static boolean hasValue(int unit) {
        return (unit & 0x100) != 0;
    }

    static int value(int unit) {
        return unit & ~VALUE_FLAG;
    }

    /// The units themselves, for the one loop that cannot afford a call per byte.
    int[] units() {
        return units;
    }

    /// The longest key that is a prefix of `text[at, end)`: its length in the upper and its value in the lower
    /// 32 bits, or 0 if there is none.
    long longestPrefix(byte[] text, int at, int end) {
        long found = 0;
        int node = offset(units[0]);
        for (int i = at; i < end; i++) {
            int slot = node ^ (text[i] & 0xFF);
            if (slot >= units.length || label(units[slot]) != (text[i] & 0xFF)) {
                break;
            }
            int unit = units[slot];
            node = slot ^ offset(unit);
            if (hasValue(unit) && node < units.length) {
                found = (long) (i + 1 - at) << 32 | value(units[node]);
            }
        }
        return found;
    }

    /// Whether `first`, alone or before another ASCII character, begins no key; then such text needs no search.
    boolean noKeyStartsWithAscii(int first) {
        int slot = offset(units[0]) ^ first;
        if (slot >= units.length || label(units[slot]) != first) {
            return true;
        }
        if (hasValue(units[slot])) {
            return false;
        }
        int node = slot ^ offset(units[slot]);
        for (int second = 0; second < 0x80; second++) {
            int child = node ^ second;
            if (child < units.length && label(units[child]) == second) {
                return false;
            }
        }
        return true;
    }

    /// What is wrong with the trie, or null: every node that can be reached must lie inside, and `check`
    /// accept every value.
    String damage(ValueCheck check) {
        if (units.length == 0) {
            return "it has no root";
        }
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.push(offset(units[0]));
        while (!open.isEmpty()) {
            int node = open.pop();
            if (node >= units.length) {
                return "node " + node + " is outside its " + units.length + " units";
            }
            if (seen.get(node)) {
                continue;
            }
            seen.set(node);
            for (int label = 0; label < 256; label++) {
                int slot = node ^ label;
                if (slot < units.length && label(units[slot]) == label) {
                    int child = slot ^ offset(units[slot]);
                    if (hasValue(units[slot]) && (child >= units.length || !check.accepts(value(units[child])))) {
                        return "the value of node " + slot + " points outside the replacements";
                    }
                    open.push(child);
                }
            }
        }
        return null;
    }

    /// Judges a value of a trie.
    interface ValueCheck {

        /// Whether the value can be meant.
        boolean accepts(int value);
    }
}

package io.gatun.text;

import java.util.Arrays;

/// A minimal acyclic automaton over byte strings with values: a trie in which equal subtrees are one.
///
/// An edge with label 0 ends a key; its target is the key's value. Other edges lead to states.
///
/// Source: J. Daciuk et al., "Incremental construction of minimal acyclic finite-state automata", Computational
/// Linguistics 26(1), 2000: the algorithm for sorted input.
final class Dawg {

    private int[] starts = new int[1024];
    private int[] labels = new int[4096];
    private int[] targets = new int[4096];
    private int states;
    private int edges;
    private int[] register = new int[4096];
    private int root;

    // the states along the last key, which can still get edges
    private int[][] openLabels = new int[16][];
    private int[][] openTargets = new int[16][];
    private int[] openCounts = new int[16];

    private Dawg() {
        Arrays.fill(register, -1);
    }

    static Dawg of(byte[][] keys, int[] values) {
        Dawg dawg = new Dawg();
        byte[] last = {};
        dawg.open(0);
        for (int k = 0; k < keys.length; k++) {
            byte[] key = keys[k];
            int common = Math.max(0, Arrays.mismatch(last, key));
            if (k > 0 && (common == key.length || Arrays.compareUnsigned(last, key) >= 0)) {
                throw new IllegalArgumentException("keys must be sorted and distinct; key " + k + " is not");
            }
            dawg.freezeBelow(last.length, common);
            for (int i = common; i < key.length; i++) {
                if (key[i] == 0) {
                    throw new IllegalArgumentException("key " + k + " contains a NUL byte");
                }
                dawg.openEdge(i, key[i] & 0xFF, 0);
                dawg.open(i + 1);
            }
            dawg.openEdge(key.length, 0, values[k]);
            last = key;
        }
        dawg.freezeBelow(last.length, 0);
        dawg.root = dawg.freeze(0);
        return dawg;
    }

    int root() {
        return root;
    }

    int states() {
        return states;
    }

    int count(int state) {
        return starts[state + 1] - starts[state];
    }

    int label(int state, int edge) {
        return labels[starts[state] + edge];
    }

    int target(int state, int edge) {
        return targets[starts[state] + edge];
    }

    private void open(int level) {
        if (level == openCounts.length) {
            openLabels = Arrays.copyOf(openLabels, 2 * level);
            openTargets = Arrays.copyOf(openTargets, 2 * level);
            openCounts = Arrays.copyOf(openCounts, 2 * level);
        }
        if (openLabels[level] == null) {
            openLabels[level] = new int[8];
            openTargets[level] = new int[8];
        }
        openCounts[level] = 0;
    }

    private void openEdge(int level, int label, int target) {
        int count = openCounts[level];
        if (count == openLabels[level].length) {
            openLabels[level] = Arrays.copyOf(openLabels[level], 2 * count);
            openTargets[level] = Arrays.copyOf(openTargets[level], 2 * count);
        }
        openLabels[level][count] = label;
        openTargets[level][count] = target;
        openCounts[level] = count + 1;
    }

    private void freezeBelow(int deepest, int level) {
        for (int i = deepest; i > level; i--) {
            int state = freeze(i);
            openTargets[i - 1][openCounts[i - 1] - 1] = state;
        }
    }

    /// The state with the open edges of `level`: one that exists already, or a new one.
    private int freeze(int level) {
        int count = openCounts[level];
        int hash = count;
        for (int i = 0; i < count; i++) {
            hash = (hash * 31 + openLabels[level][i]) * 0x9E3779B1 + openTargets[level][i];
        }
        int slot = slot(hash);
        while (register[slot] >= 0) {
            if (isOpen(register[slot], level)) {
                return register[slot];
            }
            slot = (slot + 1) & register.length - 1;
        }
        int state = add(level);
        register[slot] = state;
        if (2 * states > register.length) {
            rehash();
        }
        return state;
    }

    private int slot(int hash) {
        int mixed = hash * 0x85EBCA6B;
        return (mixed ^ (mixed >>> 15)) & register.length - 1;
    }

    private boolean isOpen(int state, int level) {
        int count = openCounts[level];
        return count(state) == count
                && Arrays.equals(labels, starts[state], starts[state] + count, openLabels[level], 0, count)
                && Arrays.equals(targets, starts[state], starts[state] + count, openTargets[level], 0, count);
    }

    private int add(int level) {
        int count = openCounts[level];
        if (edges + count > labels.length) {
            int capacity = Math.max(2 * labels.length, edges + count);
            labels = Arrays.copyOf(labels, capacity);
            targets = Arrays.copyOf(targets, capacity);
        }
        System.arraycopy(openLabels[level], 0, labels, edges, count);
        System.arraycopy(openTargets[level], 0, targets, edges, count);
        edges += count;
        if (states + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[states + 1] = edges;
        return states++;
    }

    private void rehash() {
        register = new int[2 * register.length];
        Arrays.fill(register, -1);
        for (int state = 0; state < states; state++) {
            int hash = count(state);
            for (int i = starts[state]; i < starts[state + 1]; i++) {
                hash = (hash * 31 + labels[i]) * 0x9E3779B1 + targets[i];
            }
            int slot = slot(hash);
            while (register[slot] >= 0) {
                slot = (slot + 1) & register.length - 1;
            }
            register[slot] = state;
        }
    }
}

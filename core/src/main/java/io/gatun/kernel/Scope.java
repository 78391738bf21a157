package io.gatun.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Owns the blocks made while it is bound, and frees them when it ends.
///
/// A scope belongs to the thread that opened it.
public final class Scope {

    private static final ScopedValue<Scope> CURRENT = ScopedValue.newInstance();

    private final Scope parent;
    private final List<Block> blocks = new ArrayList<>();

    private Scope(Scope parent) {
        this.parent = parent;
    }

    /// Runs `work`, then frees every block it made that was not kept.
    public static <T> T run(Supplier<T> work) {
        Scope scope = new Scope(current());
        try {
            return ScopedValue.where(CURRENT, scope).call(work::get);
        } finally {
            scope.blocks.forEach(Block::reclaim);
            scope.blocks.clear();
        }
    }

    /// Runs `work` as if no scope were open: what it makes is freed by the garbage collector.
    public static <T> T outside(Supplier<T> work) {
        return ScopedValue.where(CURRENT, null).call(work::get);
    }

    /// Returns the innermost scope, `null` if there is none.
    public static Scope current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    Scope parent() {
        return parent;
    }

    int add(Block block) {
        blocks.add(block);
        return blocks.size() - 1;
    }

    void remove(Block block, int slot) {
        assert blocks.get(slot) == block;
        Block last = blocks.removeLast();
        if (last != block) {
            blocks.set(slot, last);
            last.slot(slot);
        }
    }
}

package io.gatun.kernel;

import java.lang.ref.Cleaner;

/// One piece of device memory and who frees it: the scope it was made in or, outside any scope, the garbage
/// collector.
final class Block {

    private static final Cleaner CLEANER = Cleaner.create();

    private final Backend backend;
    private final long address;
    private final long bytes;
    private Scope scope;
    private int slot; // where the scope holds this block
    private boolean live = true;

    private Block(Backend backend, long address, long bytes) {
        this.backend = backend;
        this.address = address;
        this.bytes = bytes;
    }

    /// Returns a new block that the current scope owns, or the garbage collector if there is none.
    static Block allocate(Backend backend, long bytes) {
        long size = backend.allocator().sizeClass(bytes);
        Scope scope = Scope.current();
        if (scope == null) {
            Unscoped.beforeAllocation(size);
        }
        Block block = new Block(backend, backend.allocator().allocate(size), size);
        block.moveTo(scope);
        return block;
    }

    /// Makes `next` the owner; `null` leaves the block to the garbage collector.
    void moveTo(Scope next) {
        if (scope != null) {
            scope.remove(this, slot);
        }
        scope = next;
        if (next != null) {
            slot = next.add(this);
        } else {
            Unscoped.allocated(bytes);
            CLEANER.register(this, new Reclaim(backend.allocator(), address, bytes));
        }
    }

    /// Returns the scope that will free this block, or `null`.
    Scope scope() {
        return scope;
    }

    void slot(int moved) {
        slot = moved;
    }

    /// Frees the block now, if a scope owns it.
    void release() {
        if (live && scope != null) {
            scope.remove(this, slot);
            reclaim();
        }
    }

    /// Frees the block; its scope has already forgotten it.
    void reclaim() {
        live = false;
        scope = null;
        backend.allocator().free(address, bytes);
    }

    boolean live() {
        return live;
    }

    long address() {
        return address;
    }

    Backend backend() {
        return backend;
    }

    private record Reclaim(Allocator allocator, long address, long bytes) implements Runnable {
        @Override
        public void run() {
            Unscoped.freed(bytes);
            allocator.free(address, bytes);
        }
    }
}

package io.gatun.cuda;

import java.util.ArrayList;
import java.util.List;

/// The memory that recorded routines of a device compute in. They share it, as one runs at a time and
/// nothing that it makes is read after its end: each takes the largest block there is. A larger block is
/// made for one that it does not hold; those before keep theirs, since graphs know addresses.
final class RoutineMemory {

    private final DevicePool pool;
    private final List<Block> blocks = new ArrayList<>(); // each larger than the one before

    /// A block, and how many routines have their places in it.
    private static final class Block {

        private final long address;
        private final long bytes;
        private int users;

        Block(long address, long bytes) {
            this.address = address;
            this.bytes = bytes;
        }
    }

    /// A routine's right to a block.
    final class Lease implements AutoCloseable {

        private final Block block;

        private Lease(Block block) {
            this.block = block;
            block.users++;
        }

        /// Returns where the block begins.
        long address() {
            return block.address;
        }

        @Override
        public void close() {
            if (--block.users == 0) {
                blocks.remove(block);
                pool.free(block.address, block.bytes);
            }
        }
    }

    RoutineMemory(DevicePool pool) {
        this.pool = pool;
    }

    /// Returns a block of at least `bytes` bytes.
    ///
    /// @throws OutOfMemoryError if the device has no room for it
    Lease lease(long bytes) {
        if (blocks.isEmpty() || blocks.getLast().bytes < bytes) {
            long size = pool.sizeClass(bytes);
            blocks.add(new Block(pool.allocate(size), size));
        }
        return new Lease(blocks.getLast());
    }
}

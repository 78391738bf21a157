package io.gatun.cuda;

import java.util.ArrayList;
import java.util.List;

/// The memory that recorded routines of a device compute in. They share it: one runs at a time, and
/// nothing that it makes is read after its end.
final class RoutineMemory {

    private final CudaContext context;
    private final DevicePool pool; // only counts it
    private final List<Block> blocks = new ArrayList<>(); // each larger than the one before

    /// A block, and how many routines have their places in it.
    private static final class Block {

        private final DeviceMemory memory;
        private int users;

        Block(DeviceMemory memory) {
            this.memory = memory;
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
            return block.memory.address();
        }

        @Override
        public void close() {
            if (--block.users == 0) {
                blocks.remove(block);
                pool.count(-block.memory.bytes());
                block.memory.close();
            }
        }
    }

    RoutineMemory(CudaContext context, DevicePool pool) {
        this.context = context;
        this.pool = pool;
    }

    /// Returns a block of at least `bytes` bytes: the largest there is, or a new one.
    Lease lease(long bytes) {
        if (blocks.isEmpty() || blocks.getLast().memory.bytes() < bytes) {
            blocks.add(new Block(context.allocate(Math.max(1, bytes))));
            pool.count(blocks.getLast().memory.bytes());
        }
        return new Lease(blocks.getLast());
    }
}

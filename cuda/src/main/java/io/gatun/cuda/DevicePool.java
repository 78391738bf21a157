package io.gatun.cuda;

import io.gatun.kernel.Allocator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A device's memory, from the driver's own pool and in the order of one stream: a block is given back
/// while kernels that use it still wait for their turn, and handed out again to those that come after.
/// The pool keeps what it was given back, so that a training loop asks the system for nothing after its
/// first steps.
final class DevicePool implements Allocator {

    private static final int RELEASE_THRESHOLD = 4; // attributes of a pool, as numbered in cuda.h
    private static final int RESERVED_CURRENT = 5;

    private final CudaContext context;
    private final CudaStream stream;
    private final RoutineStages stages;
    private final long pool;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    DevicePool(CudaContext context, CudaStream stream, RoutineStages stages) {
        this.context = context;
        this.stream = stream;
        this.stages = stages;
        this.pool = memory().deviceGetDefaultMemPool(context.device());
        memory().memPoolSetAttribute(pool, RELEASE_THRESHOLD, -1); // the highest unsigned number: never
    }

    /// Sizes are exact: the driver's pool rounds by itself, and the emulated one sees every byte that is
    /// written beyond.
    @Override
    public long sizeClass(long bytes) {
        return Math.max(1, bytes);
    }

    @Override
    public long allocate(long sizeClass) {
        Optional<RoutineStage> stage = stages.current();
        return stage.isPresent() ? stage.get().allocate(sizeClass) : take(sizeClass);
    }

    /// Takes memory from the driver's pool.
    long take(long sizeClass) {
        context.enter();
        long address = memory().memAllocAsyncOrNone(sizeClass, stream.handle());
        if (address == 0) {
            System.gc(); // tensors made outside any scope are freed by the collector
            trim();
            address = memory().memAllocAsyncOrNone(sizeClass, stream.handle());
        }
        if (address == 0) {
            throw new OutOfMemoryError(
                    "the device has no room for %,d bytes: tensors use %,d, %,d are free; take smaller batches"
                            .formatted(sizeClass, usedBytes(), context.freeBytes()));
        }
        peak.accumulateAndGet(used.addAndGet(sizeClass), Math::max);
        return address;
    }

    @Override
    public void free(long address, long sizeClass) {
        Optional<RoutineStage> stage = stages.current();
        if (stage.isPresent()) {
            stage.get().free(address, sizeClass);
        } else {
            stages.giveBack(this, address, sizeClass);
        }
    }

    /// Gives memory back to the driver's pool.
    void giveBack(long address, long sizeClass) {
        context.enter();
        memory().memFreeAsync(address, stream.handle());
        used.addAndGet(-sizeClass);
    }

    /// Waits for the device, since only what is no longer used can go.
    @Override
    public void trim() {
        context.enter();
        stream.synchronize();
        memory().memPoolTrimTo(pool, 0);
    }

    @Override
    public long usedBytes() {
        return used.get();
    }

    @Override
    public long peakBytes() {
        return peak.get();
    }

    @Override
    public void resetPeak() {
        peak.set(used.get());
    }

    @Override
    public long reservedBytes() {
        context.enter();
        return memory().memPoolGetAttribute(pool, RESERVED_CURRENT);
    }

    private DriverMemory memory() {
        return context.driver().memory();
    }
}

package io.gatun.cuda;

import java.lang.foreign.MemorySegment;

/// Host memory that copies to and from a device go through: it stays where it is, so that the device copies by itself
/// while Java goes on. Two halves take turns: one is filled while the other is on its way.
final class Staging {

    private static final long HALF = 4L << 20;

    private final CudaContext context;
    private final CudaStream stream;
    private final MemorySegment[] halves = new MemorySegment[2];
    private final CudaEvent[] read = new CudaEvent[2]; // the device has read the half
    private int next;

    Staging(CudaContext context, CudaStream stream) {
        this.context = context;
        this.stream = stream;
        for (int i = 0; i < halves.length; i++) {
            halves[i] = context.driver().memory().memAllocHost(HALF);
            read[i] = context.event();
        }
    }

    /// Copies to the device, in the stream's order. `from` may change as soon as this returns.
    synchronized void write(MemorySegment from, long address) {
        for (long done = 0; done < from.byteSize(); done += HALF) {
            long bytes = Math.min(HALF, from.byteSize() - done);
            read[next].synchronize(); // an event that was never recorded has come
            MemorySegment half = halves[next].asSlice(0, bytes).copyFrom(from.asSlice(done, bytes));
            context.driver().memory().memcpyHtoDAsync(address + done, half, stream.handle());
            stream.mark(read[next]);
            next = 1 - next;
        }
    }

    /// Copies from the device, after all work on the stream, and waits for it.
    synchronized void read(long address, MemorySegment to) {
        for (long done = 0; done < to.byteSize(); done += HALF) {
            long bytes = Math.min(HALF, to.byteSize() - done);
            MemorySegment half = halves[0].asSlice(0, bytes);
            context.driver().memory().memcpyDtoHAsync(half, address + done, stream.handle());
            stream.synchronize(); // after this both halves are free
            to.asSlice(done, bytes).copyFrom(half);
        }
    }
}

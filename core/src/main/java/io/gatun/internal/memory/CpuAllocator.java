package io.gatun.internal.memory;

import io.gatun.kernel.Allocator;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/// The CPU's memory: blocks from the C library's `malloc`, kept in free lists by size.
///
/// `malloc` and not an arena, because arenas zero what they give and count against the Java heap's limit for
/// direct memory. A block's true start is kept in the eight bytes before it.
public final class CpuAllocator implements Allocator {

    private static final long ALIGNMENT = 64; // a cache line, and the widest vector
    private static final MethodHandle MALLOC =
            bind("malloc", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = bind("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private final TreeMap<Long, ArrayDeque<Long>> free = new TreeMap<>();
    private final java.util.HashMap<Long, Long> lent = new java.util.HashMap<>(); // address to the block's true size
    private long used;
    private long peak;
    private long reserved;

    @SuppressWarnings("restricted") // the C library's allocator is this class's whole purpose
    private static MethodHandle bind(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /// Four classes per power of two, so that at most a quarter of a block is wasted.
    @Override
    public long sizeClass(long bytes) {
        long step = Math.max(ALIGNMENT, Long.highestOneBit(Math.max(1, bytes - 1)) / 4);
        return Math.ceilDiv(Math.max(1, bytes), step) * step;
    }

    @Override
    public synchronized long allocate(long sizeClass) {
        Long address = reuse(sizeClass);
        if (address == null) {
            long start = malloc(sizeClass);
            address = (start + 8 + ALIGNMENT - 1) & -ALIGNMENT;
            header(address).set(ValueLayout.JAVA_LONG, 0, start);
            lent.put(address, sizeClass);
            reserved += sizeClass;
        }
        used += lent.get(address);
        peak = Math.max(peak, used);
        return address;
    }

    /// Takes the smallest free block that fits, unless it is twice as large as asked for.
    private Long reuse(long sizeClass) {
        Map.Entry<Long, ArrayDeque<Long>> fitting = free.ceilingEntry(sizeClass);
        if (fitting == null || fitting.getKey() > 2 * sizeClass) {
            return null;
        }
        Long address = fitting.getValue().pop();
        if (fitting.getValue().isEmpty()) {
            free.remove(fitting.getKey());
        }
        return address;
    }

    private long malloc(long bytes) {
        long start = rawMalloc(bytes + ALIGNMENT + 8);
        if (start == 0) {
            trim();
            start = rawMalloc(bytes + ALIGNMENT + 8);
        }
        if (start == 0) {
            throw new OutOfMemoryError("no memory for a tensor of " + bytes + " bytes: " + used
                    + " bytes are in use by tensors; make the batch or the model smaller, or use Memory.scope");
        }
        return start;
    }

    private static long rawMalloc(long bytes) {
        try {
            return ((MemorySegment) MALLOC.invokeExact(bytes)).address();
        } catch (Throwable e) {
            throw new AssertionError("malloc does not throw", e);
        }
    }

    @Override
    public synchronized void free(long address, long sizeClass) {
        long size = lent.get(address);
        used -= size;
        free.computeIfAbsent(size, _ -> new ArrayDeque<>()).push(address);
    }

    @Override
    public synchronized void trim() {
        for (ArrayDeque<Long> addresses : free.values()) {
            for (long address : addresses) {
                reserved -= lent.remove(address);
                rawFree(header(address).get(ValueLayout.JAVA_LONG, 0));
            }
        }
        free.clear();
    }

    @SuppressWarnings("restricted") // eight bytes that malloc gave us
    private static MemorySegment header(long address) {
        return MemorySegment.ofAddress(address - 8).reinterpret(8);
    }

    private static void rawFree(long start) {
        try {
            FREE.invokeExact(MemorySegment.ofAddress(start));
        } catch (Throwable e) {
            throw new AssertionError("free does not throw", e);
        }
    }

    @Override
    public synchronized long usedBytes() {
        return used;
    }

    @Override
    public synchronized long peakBytes() {
        return peak;
    }

    @Override
    public synchronized void resetPeak() {
        peak = used;
    }

    @Override
    public synchronized long reservedBytes() {
        return reserved;
    }
}

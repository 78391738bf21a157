package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The driver's calls for device memory: one method for each C function, named after it. An address of the device is a
/// `long`, which nobody can read from by mistake.
@SuppressWarnings("restricted") // makes segments of the host memory that the driver hands out
final class DriverMemory {

    private final DriverStatus status;
    private final NativeFunction memGetInfo;
    private final NativeFunction memAlloc;
    private final NativeFunction memFree;
    private final NativeFunction memAllocAsync;
    private final NativeFunction memFreeAsync;
    private final NativeFunction memcpyHtoD;
    private final NativeFunction memcpyDtoH;
    private final NativeFunction memcpyDtoD;
    private final NativeFunction memcpyHtoDAsync;
    private final NativeFunction memcpyDtoHAsync;
    private final NativeFunction memcpyDtoDAsync;
    private final NativeFunction memsetD8Async;
    private final NativeFunction memsetD32Async;
    private final NativeFunction memAllocHost;
    private final NativeFunction memFreeHost;
    private final NativeFunction deviceGetDefaultMemPool;
    private final NativeFunction memPoolSetAttribute;
    private final NativeFunction memPoolGetAttribute;
    private final NativeFunction memPoolTrimTo;

    DriverMemory(NativeLibrary library, DriverStatus status) {
        this.status = status;
        memGetInfo = new NativeFunction(library, "cuMemGetInfo_v2(free, total)");
        memAlloc = new NativeFunction(library, "cuMemAlloc_v2(address, bytes)");
        memFree = new NativeFunction(library, "cuMemFree_v2(address)");
        memAllocAsync = new NativeFunction(library, "cuMemAllocAsync(address, bytes, stream)");
        memFreeAsync = new NativeFunction(library, "cuMemFreeAsync(address, stream)");
        memcpyHtoD = new NativeFunction(library, "cuMemcpyHtoD_v2(to, from, bytes)");
        memcpyDtoH = new NativeFunction(library, "cuMemcpyDtoH_v2(to, from, bytes)");
        memcpyDtoD = new NativeFunction(library, "cuMemcpyDtoD_v2(to, from, bytes)");
        memcpyHtoDAsync = new NativeFunction(library, "cuMemcpyHtoDAsync_v2(to, from, bytes, stream)");
        memcpyDtoHAsync = new NativeFunction(library, "cuMemcpyDtoHAsync_v2(to, from, bytes, stream)");
        memcpyDtoDAsync = new NativeFunction(library, "cuMemcpyDtoDAsync_v2(to, from, bytes, stream)");
        memsetD8Async = new NativeFunction(library, "cuMemsetD8Async(address, value, count, stream)");
        memsetD32Async = new NativeFunction(library, "cuMemsetD32Async(address, value, count, stream)");
        memAllocHost = new NativeFunction(library, "cuMemAllocHost_v2(memory, bytes)");
        memFreeHost = new NativeFunction(library, "cuMemFreeHost(memory)");
        deviceGetDefaultMemPool = new NativeFunction(library, "cuDeviceGetDefaultMemPool(pool, device)");
        memPoolSetAttribute = new NativeFunction(library, "cuMemPoolSetAttribute(pool, attribute, value)");
        memPoolGetAttribute = new NativeFunction(library, "cuMemPoolGetAttribute(pool, attribute, value)");
        memPoolTrimTo = new NativeFunction(library, "cuMemPoolTrimTo(pool, bytes)");
    }

    /// Returns how many bytes of the device's memory are free.
    long memGetInfo() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment free = arena.allocate(JAVA_LONG);
            MemorySegment total = arena.allocate(JAVA_LONG);
            status.check(memGetInfo.pp(free, total), memGetInfo, free, total);
            return free.get(JAVA_LONG, 0);
        }
    }

    /// Returns the address of `bytes` new bytes.
    long memAlloc(long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(JAVA_LONG);
            status.check(memAlloc.pl(address, bytes), memAlloc, address, bytes);
            return address.get(JAVA_LONG, 0);
        }
    }

    /// Frees memory once all that uses it has ended.
    void memFree(long address) {
        status.check(memFree.l(address), memFree, address);
    }

    /// Returns the address of `bytes` new bytes, there for what comes after on the stream.
    long memAllocAsync(long bytes, long stream) {
        long address = memAllocAsyncOrNone(bytes, stream);
        status.check(address == 0 ? DriverStatus.OUT_OF_MEMORY : DriverStatus.SUCCESS, memAllocAsync, 0, bytes, stream);
        return address;
    }

    /// Returns what [#memAllocAsync] does, or 0 if the device has no room for it.
    long memAllocAsyncOrNone(long bytes, long stream) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(JAVA_LONG);
            int result = memAllocAsync.pll(address, bytes, stream);
            if (result == DriverStatus.OUT_OF_MEMORY) {
                return 0;
            }
            status.check(result, memAllocAsync, address, bytes, stream);
            return address.get(JAVA_LONG, 0);
        }
    }

    /// Frees memory after what is on the stream.
    void memFreeAsync(long address, long stream) {
        status.check(memFreeAsync.ll(address, stream), memFreeAsync, address, stream);
    }

    /// Copies all of `from` to the device.
    void memcpyHtoD(long to, MemorySegment from) {
        long bytes = from.byteSize();
        status.check(memcpyHtoD.lpl(to, from, bytes), memcpyHtoD, to, from, bytes);
    }

    /// Fills all of `to` from the device.
    void memcpyDtoH(MemorySegment to, long from) {
        long bytes = to.byteSize();
        status.check(memcpyDtoH.pll(to, from, bytes), memcpyDtoH, to, from, bytes);
    }

    /// Copies within the device.
    void memcpyDtoD(long to, long from, long bytes) {
        status.check(memcpyDtoD.lll(to, from, bytes), memcpyDtoD, to, from, bytes);
    }

    /// Copies all of `from`, which must stay as it is until the stream has come so far.
    void memcpyHtoDAsync(long to, MemorySegment from, long stream) {
        long bytes = from.byteSize();
        status.check(memcpyHtoDAsync.lpll(to, from, bytes, stream), memcpyHtoDAsync, to, from, bytes, stream);
    }

    /// Fills all of `to`, which is complete when the stream has come so far.
    void memcpyDtoHAsync(MemorySegment to, long from, long stream) {
        long bytes = to.byteSize();
        status.check(memcpyDtoHAsync.plll(to, from, bytes, stream), memcpyDtoHAsync, to, from, bytes, stream);
    }

    /// Copies within the device, in the stream's order.
    void memcpyDtoDAsync(long to, long from, long bytes, long stream) {
        status.check(memcpyDtoDAsync.llll(to, from, bytes, stream), memcpyDtoDAsync, to, from, bytes, stream);
    }

    /// Fills `count` bytes.
    void memsetD8Async(long address, byte value, long count, long stream) {
        status.check(memsetD8Async.lbll(address, value, count, stream), memsetD8Async, address, value, count, stream);
    }

    /// Fills `count` words of 32 bits.
    void memsetD32Async(long address, int value, long count, long stream) {
        status.check(memsetD32Async.lill(address, value, count, stream), memsetD32Async, address, value, count, stream);
    }

    /// Returns `bytes` new bytes of the host's memory that stay where they are, so that the device copies them itself.
    MemorySegment memAllocHost(long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(JAVA_LONG);
            status.check(memAllocHost.pl(address, bytes), memAllocHost, address, bytes);
            return MemorySegment.ofAddress(address.get(JAVA_LONG, 0)).reinterpret(bytes);
        }
    }

    /// Frees memory of [#memAllocHost].
    void memFreeHost(MemorySegment memory) {
        status.check(memFreeHost.p(memory), memFreeHost, memory);
    }

    /// Returns the pool that memory of [#memAllocAsync] comes from.
    long deviceGetDefaultMemPool(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pool = arena.allocate(JAVA_LONG);
            status.check(deviceGetDefaultMemPool.pi(pool, device), deviceGetDefaultMemPool, pool, device);
            return pool.get(JAVA_LONG, 0);
        }
    }

    /// Sets an attribute of 64 bits of a pool, numbered as in cuda.h.
    void memPoolSetAttribute(long pool, int attribute, long value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cell = arena.allocateFrom(JAVA_LONG, value);
            status.check(memPoolSetAttribute.lip(pool, attribute, cell), memPoolSetAttribute, pool, attribute, cell);
        }
    }

    /// Returns an attribute of 64 bits of a pool.
    long memPoolGetAttribute(long pool, int attribute) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cell = arena.allocate(JAVA_LONG);
            status.check(memPoolGetAttribute.lip(pool, attribute, cell), memPoolGetAttribute, pool, attribute, cell);
            return cell.get(JAVA_LONG, 0);
        }
    }

    /// Gives all but `bytes` of a pool's unused memory back to the system.
    void memPoolTrimTo(long pool, long bytes) {
        status.check(memPoolTrimTo.ll(pool, bytes), memPoolTrimTo, pool, bytes);
    }
}

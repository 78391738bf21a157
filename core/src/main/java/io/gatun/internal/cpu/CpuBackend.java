package io.gatun.internal.cpu;

import io.gatun.internal.cpu.scalar.ScalarKernels;
import io.gatun.internal.memory.CpuAllocator;
import io.gatun.kernel.Allocator;
import io.gatun.kernel.Backend;
import io.gatun.kernel.Kernels;
import io.gatun.tensor.Device;
import java.lang.foreign.MemorySegment;

/// The processor that runs the JVM: the Vector API's kernels if its module is there, else plain loops.
public final class CpuBackend implements Backend {

    private static final System.Logger LOG = System.getLogger("io.gatun");
    private static final Kernels REFERENCE = new ScalarKernels();

    private final Kernels kernels;
    private final Allocator allocator = new CpuAllocator();

    private CpuBackend(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Returns the backend with the fastest kernels this JVM allows.
    public static CpuBackend create() {
        String asked = System.getProperty("gatun.cpu.kernels", "vector");
        if (asked.equals("scalar")) {
            return new CpuBackend(REFERENCE);
        }
        if (!asked.equals("vector")) {
            throw new IllegalArgumentException("gatun.cpu.kernels: expected scalar or vector, got " + asked);
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "gatun runs on its plain kernels, 10 to 100 times slower: the Vector API is not there; "
                            + "start java with --add-modules jdk.incubator.vector");
            return new CpuBackend(REFERENCE);
        }
        return new CpuBackend(new io.gatun.internal.cpu.vector.VectorKernels(REFERENCE));
    }

    /// Returns the plain loops that define every op.
    public static Kernels reference() {
        return REFERENCE;
    }

    @Override
    public Device device() {
        return Device.CPU;
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public Allocator allocator() {
        return allocator;
    }

    @Override
    public void write(MemorySegment from, long address) {
        MemorySegment.copy(from, 0, at(address, from.byteSize()), 0, from.byteSize());
    }

    @Override
    public void read(long address, MemorySegment to) {
        MemorySegment.copy(at(address, to.byteSize()), 0, to, 0, to.byteSize());
    }

    @SuppressWarnings("restricted") // exactly the elements of a live tensor
    private static MemorySegment at(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }
}

package io.gatun.internal.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Zeros for memory that no cache holds: the C library's `memset` writes large blocks without reading their lines
/// first, which no store of the Vector API can, and so takes half as long.
public final class LargeZeros {

    /// Bytes from which on that pays.
    public static final long LEAST = 1 << 20;

    private static final MethodHandle MEMSET = bind();

    private LargeZeros() {}

    @SuppressWarnings("restricted") // one call of the C library
    private static MethodHandle bind() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("memset"),
                FunctionDescriptor.of(
                        ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    }

    /// Sets so many bytes to 0.
    public static void write(long address, long bytes) {
        try {
            MemorySegment _ = (MemorySegment) MEMSET.invokeExact(address, 0, bytes);
        } catch (Throwable e) {
            throw new AssertionError("memset does not throw", e);
        }
    }
}

package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The driver's status codes, and the one check that turns them into exceptions.
@SuppressWarnings("restricted") // reads the driver's own strings
final class DriverStatus {

    static final int SUCCESS = 0;
    static final int INVALID_VALUE = 1;
    static final int OUT_OF_MEMORY = 2;
    static final int NOT_READY = 600;

    private final NativeFunction errorName;
    private final NativeFunction errorString;

    DriverStatus(NativeLibrary library) {
        errorName = new NativeFunction(library, "cuGetErrorName(error, text)");
        errorString = new NativeFunction(library, "cuGetErrorString(error, text)");
    }

    /// Throws what `function`, called with `arguments`, has failed with, if it has.
    void check(int status, NativeFunction function, Object... arguments) {
        if (status != SUCCESS) {
            throw failure(status, function.call(arguments));
        }
    }

    /// Returns the exception for a call that failed.
    CudaException failure(int status, String call) {
        return new CudaException(
                "%s: %s (%s, code %d)".formatted(call, text(errorString, status), text(errorName, status), status));
    }

    private static String text(NativeFunction function, int status) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            int unknown = function.ip(status, out);
            MemorySegment text = out.get(ADDRESS, 0);
            return unknown != SUCCESS || text.address() == 0
                    ? "unknown error"
                    : text.reinterpret(Long.MAX_VALUE).getString(0);
        }
    }
}

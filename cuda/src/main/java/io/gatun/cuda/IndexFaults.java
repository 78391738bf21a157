package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// Indices that kernels found to be out of range: `struct Fault` of fault.cuh, in host memory that the device writes
/// to.
///
/// A kernel cannot throw, and waiting for each one would take longer than most of them: it takes a wrong index for
/// nothing, notes the first, and the exception comes when the host next reads from the device.
final class IndexFaults {

    private static final List<String> OPS =
            List.of("", "takerows", "addrows", "gather", "scatteradd", "crossentropy"); // 0 is no fault
    private static final long BYTES = 24;

    private final MemorySegment fault;

    IndexFaults(CudaContext context) {
        fault = context.driver().memory().memAllocHost(BYTES).fill((byte) 0);
    }

    /// Adds to a launch where to note faults, and for which op.
    void pass(Launch launch, String op) {
        launch.int64(fault.address()).int32(OPS.indexOf(op));
    }

    /// Throws the fault that kernels have noted, if any, and forgets it. The device has been waited for.
    void check() {
        int operation = fault.get(JAVA_INT, 0);
        if (operation == 0) {
            return;
        }
        int index = fault.get(JAVA_INT, 4);
        int extent = fault.get(JAVA_INT, 8);
        long position = fault.get(JAVA_LONG, 16);
        fault.fill((byte) 0);
        throw new IndexOutOfBoundsException(OPS.get(operation) + ": index " + index + " at position " + position
                + " is out of range: "
                + (extent == 0 ? "there is nothing to choose from" : "expected 0 to " + (extent - 1))
                + " (the device ran on with 0 in its place; results since then are wrong)");
    }
}

package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// The arguments of one launch of a kernel:
///
/// ```java
/// Launch.of(kernel).address(y).address(x).int32(n).run(LaunchShape.covering(n, 256), stream);
/// ```
///
/// A thread has one block of memory for them, which every launch uses again: nothing is allocated, and no
/// launch can begin before the one before it on the thread has run. Each argument is compared with the
/// kernel's own parameters, where the driver knows them (from CUDA 12.4 on): a wrong list would make the
/// kernel read what lies beside it.
final class Launch {

    private static final int MAX_ARGUMENTS = 64;
    private static final int VALUE_BYTES = 8;
    private static final int STRUCT_BYTES = 4096; // of all structs of one launch: more a kernel does not take
    private static final long STRUCTS = (long) MAX_ARGUMENTS * (Long.BYTES + VALUE_BYTES);

    private static final ThreadLocal<Launch> OF_THREAD = ThreadLocal.withInitial(Launch::new);

    /// An argument of several fields, passed by value.
    interface Struct {

        /// Returns its size in C.
        long bytes();

        /// Writes the fields as C lays them out.
        void write(MemorySegment to);

        /// A struct of doubles.
        static Struct doubles(double... values) {
            return new Whole(MemorySegment.ofArray(values));
        }

        /// A struct of 64-bit integers and addresses.
        static Struct int64s(long... values) {
            return new Whole(MemorySegment.ofArray(values));
        }

        /// A struct of 32-bit integers.
        static Struct int32s(int... values) {
            return new Whole(MemorySegment.ofArray(values));
        }

        /// Fields of one type.
        record Whole(MemorySegment fields) implements Struct {

            @Override
            public long bytes() {
                return fields.byteSize();
            }

            @Override
            public void write(MemorySegment to) {
                to.copyFrom(fields);
            }
        }
    }

    /// First the pointers that the driver wants, then the values that they point to, then structs.
    private final MemorySegment block;

    private CudaFunction function;
    private List<Long> parameters;
    private int count;
    private long structs; // where the next goes

    private Launch() {
        block = Arena.ofAuto().allocate(STRUCTS + STRUCT_BYTES, Long.BYTES);
    }

    /// Begins a launch of `function` on the calling thread.
    static Launch of(CudaFunction function) {
        Launch launch = OF_THREAD.get();
        launch.function = function;
        launch.parameters = function.parameters().orElse(null);
        launch.count = 0;
        launch.structs = STRUCTS;
        return launch;
    }

    /// Adds a pointer to a block of the device's memory.
    Launch address(DeviceMemory memory) {
        return int64(memory.address());
    }

    /// Adds a pointer to the first element of a view; a null one for `null`.
    Launch view(View view) {
        return int64(pointer(view));
    }

    /// Returns a pointer to the first element of a view; a null one for `null`.
    static long pointer(View view) {
        return view == null ? 0 : view.address();
    }

    /// Adds the number by which kernels know an element type.
    Launch type(DType dtype) {
        return int32(
                switch (dtype) { // enum Type of cells.cuh
                    case F32 -> 0;
                    case F64 -> 1;
                    case BF16 -> 2;
                    case I32 -> 3;
                    case I64 -> 4;
                    case I8 -> 5;
                    case U8 -> 6;
                    case BOOL -> 7;
                });
    }

    /// Adds a 64-bit integer, or an address on the device.
    Launch int64(long argument) {
        block.set(JAVA_LONG, next(Long.BYTES), argument);
        return this;
    }

    /// Adds a 32-bit integer.
    Launch int32(int argument) {
        block.set(JAVA_INT, next(Integer.BYTES), argument);
        return this;
    }

    /// Adds a 32-bit floating-point number.
    Launch float32(float argument) {
        block.set(JAVA_FLOAT, next(Float.BYTES), argument);
        return this;
    }

    /// Adds a 64-bit floating-point number.
    Launch float64(double argument) {
        block.set(JAVA_DOUBLE, next(Double.BYTES), argument);
        return this;
    }

    /// Adds a struct.
    Launch struct(Struct argument) {
        long bytes = argument.bytes();
        long place = Math.ceilDiv(bytes, Long.BYTES) * Long.BYTES;
        next(bytes);
        if (structs + place > block.byteSize()) {
            throw new IllegalArgumentException("kernel %s: expected structs of at most %d bytes together"
                    .formatted(function.name(), STRUCT_BYTES));
        }
        block.asSlice(structs, place).fill((byte) 0); // what lies between fields counts in the fingerprint
        argument.write(block.asSlice(structs, bytes));
        block.setAtIndex(JAVA_LONG, count - 1L, block.address() + structs);
        structs += place;
        return this;
    }

    /// Puts the kernel on a stream, with the arguments as they are now.
    void run(LaunchShape shape, CudaStream stream) {
        if (parameters != null && count != parameters.size()) {
            throw new IllegalArgumentException(
                    "kernel %s: expected %d arguments, got %d".formatted(function.name(), parameters.size(), count));
        }
        function.driver().launchKernel(function, shape, stream.handle(), block);
    }

    /// Returns the kernel's name.
    String kernel() {
        return function.name();
    }

    /// Returns a number that, but for rare chance, is another if the shape or any argument is. An
    /// argument that is a struct counts as its bytes, not by where they are.
    long fingerprint(LaunchShape shape) {
        long hash = shape.hashCode();
        long values = (long) MAX_ARGUMENTS * Long.BYTES;
        hash = fold(hash, values, values + (long) count * VALUE_BYTES);
        return fold(hash, STRUCTS, structs);
    }

    private long fold(long hash, long from, long to) {
        long folded = hash;
        for (long at = from; at < to; at += Long.BYTES) {
            folded = RoutineScript.fold(folded, block.get(JAVA_LONG, at));
        }
        return folded;
    }

    private long next(long bytes) {
        int limit = parameters != null ? parameters.size() : MAX_ARGUMENTS;
        if (count >= limit) {
            throw new IllegalArgumentException(
                    "kernel %s: expected %d arguments, got more".formatted(function.name(), limit));
        }
        if (parameters != null && parameters.get(count) != bytes) {
            throw new IllegalArgumentException("kernel %s: argument %d: expected %d bytes, got %d"
                    .formatted(function.name(), count + 1, parameters.get(count), bytes));
        }
        long value = (long) MAX_ARGUMENTS * Long.BYTES + (long) count * VALUE_BYTES;
        block.setAtIndex(JAVA_LONG, count++, block.address() + value);
        block.set(JAVA_LONG, value, 0); // what a shorter argument leaves of it counts in the fingerprint
        return value;
    }
}

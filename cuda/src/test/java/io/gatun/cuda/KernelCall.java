package io.gatun.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// One launch of a kernel, with all that it reads and writes, for any road to the driver.
///
/// @param family the module that the kernel is in
/// @param kernel the kernel's name
/// @param arguments its arguments, in order
/// @param shape the blocks and threads
record KernelCall(String family, String kernel, List<Argument> arguments, LaunchShape shape) {

    /// What a kernel is given.
    sealed interface Argument {}

    /// Device memory, of which the kernel gets the address.
    ///
    /// @param content what it holds before the launch
    @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
    record Buffer(byte[] content) implements Argument {

        /// A buffer that holds `bytes` bytes of 0x5A.
        static Buffer ofBytes(long bytes) {
            byte[] content = new byte[Math.toIntExact(bytes)];
            java.util.Arrays.fill(content, (byte) 0x5A);
            return new Buffer(content);
        }
    }

    /// A 32-bit integer.
    record Int(int value) implements Argument {}

    /// A 64-bit floating-point number.
    record Real(double value) implements Argument {}

    /// A struct, passed by value.
    ///
    /// @param content its fields, as C lays them out
    @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
    record Struct(byte[] content) implements Argument, Launch.Struct {

        /// A struct of 32-bit integers.
        static Struct ofInts(int... fields) {
            ByteBuffer buffer = ByteBuffer.allocate(fields.length * Integer.BYTES);
            buffer.order(ByteOrder.nativeOrder()).asIntBuffer().put(fields);
            return new Struct(buffer.array());
        }

        /// A struct of 64-bit integers.
        static Struct ofLongs(long... fields) {
            ByteBuffer buffer = ByteBuffer.allocate(fields.length * Long.BYTES);
            buffer.order(ByteOrder.nativeOrder()).asLongBuffer().put(fields);
            return new Struct(buffer.array());
        }

        @Override
        public long bytes() {
            return content.length;
        }

        @Override
        public void write(MemorySegment to) {
            MemorySegment.copy(content, 0, to, ValueLayout.JAVA_BYTE, 0, content.length);
        }
    }

    /// A road to the driver.
    interface Road {

        /// Loads an image, gives the kernel fresh memory, runs it, and returns what its buffers hold then.
        List<byte[]> run(byte[] image, KernelCall call);
    }

    @Override
    public String toString() {
        return kernel + " in " + shape;
    }
}

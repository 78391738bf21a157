package io.gatun.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.kernel.Dense;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.op.Transfer;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Elements between two borders of sentinels, at an address that is aligned for one element and no more.
final class Guarded {

    private static final int BORDER = 256; // wider than any vector, and than four of them unrolled

    private final Tensor storage; // keeps the memory
    private final MemorySegment memory;
    private final Spec spec;
    private final byte pattern;
    private final long start;

    /// Makes elements that are all bytes of a pattern.
    @SuppressWarnings("restricted") // exactly the storage tensor's bytes
    Guarded(Spec spec, int pattern) {
        this.spec = spec;
        this.pattern = (byte) pattern;
        start = (long) BORDER + spec.dtype().bytes();
        int size = Math.toIntExact(start + bytes() + BORDER);
        storage = Dense.empty(new Spec(DType.U8, Shape.of(size)), Device.CPU);
        memory = MemorySegment.ofAddress(Dense.view(storage).address()).reinterpret(size);
        memory.fill(this.pattern);
    }

    /// Makes elements that are those of a tensor.
    static Guarded holding(Tensor x, int pattern) {
        Guarded guarded = new Guarded(new Spec(x.dtype(), x.shape()), pattern);
        Transfer.read(x, guarded.elements());
        return guarded;
    }

    private long bytes() {
        return spec.shape().size() * spec.dtype().bytes();
    }

    private MemorySegment elements() {
        return memory.asSlice(start, bytes());
    }

    View view() {
        return new View(memory.address() + start, spec.dtype(), spec.shape());
    }

    byte[] toBytes() {
        return elements().toArray(ValueLayout.JAVA_BYTE);
    }

    void assertBorderUntouched(String what) {
        assertThat(storage.size()).isEqualTo(memory.byteSize());
        for (long i = 0; i < memory.byteSize(); i++) {
            boolean border = i < start || i >= start + bytes();
            if (border && memory.get(ValueLayout.JAVA_BYTE, i) != pattern) {
                throw new AssertionError(
                        what + ": byte " + (i - start) + " was overwritten, elements end at " + bytes());
            }
        }
    }
}

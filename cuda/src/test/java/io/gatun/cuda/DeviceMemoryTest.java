package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {

    private final EmulatedDevice device = new EmulatedDevice();
    private final CudaContext context = device.context();

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void what_was_copied_to_the_device_comes_back() {
        try (DeviceMemory memory = device.device(1, -2, 3.5f)) {
            assertThat(device.read(memory)).containsExactly(1, -2, 3.5f);
        }
    }

    @Test
    void copies_on_a_stream_are_done_in_its_order() {
        MemorySegment back = device.host(0, 0, 0);
        try (CudaStream stream = context.stream();
                DeviceMemory a = stream.allocate(12);
                DeviceMemory b = stream.allocate(12)) {
            a.copyFrom(device.host(4, 5, 6), stream);
            b.copyFrom(a, stream);
            a.fill(0, stream);
            b.copyTo(back, stream);
            stream.synchronize();

            assertThat(back.toArray(JAVA_FLOAT)).containsExactly(4, 5, 6);
            assertThat(device.read(a)).containsOnly(0);
        }
    }

    @Test
    void copies_within_the_device() {
        try (DeviceMemory a = device.device(4, 5);
                DeviceMemory b = device.device(1, 2, 3)) {
            b.copyFrom(a);

            assertThat(device.read(b)).containsExactly(4, 5, 3);
        }
    }

    @Test
    void fills_with_bytes_and_with_words() {
        MemorySegment back = device.host(0, 0, 0);
        try (CudaStream stream = context.stream();
                DeviceMemory memory = context.allocate(12)) {
            memory.fill((byte) 0x81, stream);
            stream.synchronize();
            memory.copyTo(back);
            assertThat(back.toArray(JAVA_INT)).containsOnly(0x81818181);

            memory.fill(0x01020304, stream);
            stream.synchronize();
            memory.copyTo(back);
            assertThat(back.toArray(JAVA_INT)).containsOnly(0x01020304);
        }
    }

    @Test
    void a_forgotten_synchronisation_shows_as_stale_data() {
        try (CudaStream stream = context.stream();
                DeviceMemory memory = device.device(1, 1)) {
            memory.copyFrom(device.host(2, 2), stream);

            assertThat(device.read(memory)).containsOnly(1);
            stream.synchronize();
            assertThat(device.read(memory)).containsOnly(2);
        }
    }

    @Test
    void fresh_memory_reads_as_nan() {
        try (DeviceMemory memory = context.allocate(8)) {
            assertThat(device.read(memory)).containsOnly(Float.NaN);
        }
    }

    @Test
    void closing_gives_the_memory_back_once() {
        long free = context.freeBytes();
        DeviceMemory memory = context.allocate(1000);

        assertThat(context.freeBytes()).isEqualTo(free - 1000);
        memory.close();
        memory.close();

        assertThat(context.freeBytes()).isEqualTo(free);
        assertThatThrownBy(memory::address)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("device memory: expected an open block, got one that has been closed");
    }

    @Test
    void memory_of_a_stream_is_freed_in_its_order() {
        long free = context.freeBytes();
        try (CudaStream stream = context.stream()) {
            stream.allocate(1000).close();
            assertThat(context.freeBytes()).isEqualTo(free - 1000);

            stream.synchronize();
            assertThat(context.freeBytes()).isEqualTo(free);
        }
    }

    @Test
    void too_large_a_copy_is_refused_before_the_driver_sees_it() {
        try (DeviceMemory memory = context.allocate(8)) {
            assertThatThrownBy(() -> memory.copyFrom(device.host(1, 2, 3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("copy from the host: expected at most 8 bytes, the size of the block, got 12");
            assertThatThrownBy(() -> memory.copyTo(device.host(1, 2, 3)))
                    .hasMessage("copy to the host: expected at most 8 bytes, the size of the block, got 12");
        }
    }

    @Test
    void a_segment_on_the_java_heap_is_refused() {
        try (DeviceMemory memory = context.allocate(8)) {
            assertThatThrownBy(() -> memory.copyFrom(MemorySegment.ofArray(new float[2])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Heap segment not allowed");
        }
    }

    @Test
    void more_memory_than_the_device_has_is_an_error_that_says_how_much_there_is() {
        assertThatThrownBy(() -> context.allocate(1L << 40))
                .isInstanceOf(CudaException.class)
                .hasMessageStartingWith("cuMemAlloc_v2(address 0x")
                .hasMessageContaining("bytes 0x10000000000")
                .hasMessageEndingWith("of 4294967296 bytes are free (CUDA_ERROR_OUT_OF_MEMORY, code 2)");
    }

    @Test
    void the_drivers_own_check_refuses_a_copy_beyond_a_block() {
        try (Arena arena = Arena.ofConfined();
                DeviceMemory memory = context.allocate(8)) {
            assertThatThrownBy(() -> context.driver().memory().memcpyDtoH(arena.allocate(16), memory.address()))
                    .hasMessageContaining("a copy of 16 bytes that does not lie in one buffer of the device");
        }
    }
}

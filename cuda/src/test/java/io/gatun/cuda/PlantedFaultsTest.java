package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Kernels that are wrong on purpose: the emulated device shows it.
class PlantedFaultsTest {

    private final EmulatedDevice device = new EmulatedDevice();
    private final CudaModule kernels = device.kernels();
    private final CudaStream stream = device.context().stream();

    @AfterEach
    void close() {
        device.close(); // first: the driver refuses everything after a fault
    }

    @Test
    void a_write_past_the_end_of_a_buffer_names_the_kernel_and_the_place() {
        DeviceMemory memory = device.context().allocate(4 * 100);
        Launch.of(kernels.function("fill_too_far"))
                .address(memory)
                .float32(1)
                .int32(100)
                .run(LaunchShape.covering(101, 32), stream);

        assertThatThrownBy(stream::synchronize)
                .isInstanceOf(CudaException.class)
                .hasMessageStartingWith("cuStreamSynchronize(stream 0x")
                .hasMessageEndingWith("after kernel fill_too_far: a write 0 bytes past the end of a buffer of 400 bytes"
                        + " (CUDA_ERROR_ILLEGAL_ADDRESS, code 700)");
    }

    @Test
    void after_a_fault_every_call_repeats_it() {
        DeviceMemory memory = device.context().allocate(4);
        Launch.of(kernels.function("fill_too_far"))
                .address(memory)
                .float32(1)
                .int32(1)
                .run(LaunchShape.covering(2, 32), stream);

        assertThatThrownBy(stream::synchronize).hasMessageContaining("code 700");
        assertThatThrownBy(() -> device.context().allocate(4)).hasMessageContaining("cuMemAlloc_v2", "code 700");
    }

    @Test
    void a_missing_barrier_gives_wrong_values() {
        float[] x = new float[256];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        DeviceMemory from = device.device(x);
        DeviceMemory to = device.context().allocate(4L * x.length);
        Launch.of(kernels.function("reverse_without_barrier"))
                .address(to)
                .address(from)
                .run(LaunchShape.of(1, 256).withShared(256 * Float.BYTES), stream);
        stream.synchronize();

        assertThat(device.read(to)).isNotEqualTo(EmulatedKernelsTest.reversed(x, 256));
    }

    @Test
    void a_barrier_that_some_threads_do_not_reach_names_the_line() {
        Launch.of(kernels.function("barrier_for_some")).run(LaunchShape.of(2, 64), stream);

        assertThatThrownBy(stream::synchronize)
                .hasMessageContaining("kernel barrier_for_some: block (")
                .hasMessageContaining("left the kernel while")
                .hasMessageContaining("others wait at __syncthreads (line 61)")
                .hasMessageContaining("CUDA_ERROR_LAUNCH_FAILED, code 719");
    }
}

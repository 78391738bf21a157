package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaunchTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int LAUNCHES = 20_000;

    private final EmulatedDevice device = new EmulatedDevice();
    private final CudaModule kernels = device.kernels();
    private final CudaStream stream = device.context().stream();
    private final DeviceMemory x = device.device(1, 2, 3, 4);
    private final CudaFunction add = kernels.function("add");

    @AfterEach
    void close() {
        x.close();
        stream.close();
        kernels.close();
        device.close();
    }

    @Test
    void the_function_knows_its_parameters_and_limits() {
        assertThat(add.parameters().orElseThrow()).containsExactly(8L, 8L, 4L, 8L);
        assertThat(add.maxThreads()).isEqualTo(1024);
        assertThat(add.registers()).isPositive();
    }

    @Test
    void too_few_arguments_are_refused() {
        assertThatThrownBy(() -> Launch.of(add).address(x).address(x).float32(1).run(LaunchShape.of(1, 32), stream))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel add: expected 4 arguments, got 3");
    }

    @Test
    void too_many_arguments_are_refused() {
        Launch complete = Launch.of(add).address(x).address(x).float32(1).int64(4);

        assertThatThrownBy(() -> complete.int32(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel add: expected 4 arguments, got more");
    }

    @Test
    void an_argument_of_the_wrong_size_is_refused() {
        Launch begun = Launch.of(add).address(x).address(x).float32(1);

        assertThatThrownBy(() -> begun.int32(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel add: argument 4: expected 8 bytes, got 4");
    }

    @Test
    void a_block_too_large_is_an_error_that_names_the_kernel_and_the_shape() {
        LaunchShape shape = LaunchShape.of(1, 1025);

        assertThatThrownBy(() ->
                        Launch.of(add).address(x).address(x).float32(1).int64(4).run(shape, stream))
                .isInstanceOf(CudaException.class)
                .hasMessageStartingWith("cuLaunchKernel(function add, shape 1 x 1 x 1 blocks of 1025 x 1 x 1 threads,")
                .hasMessageContaining("CUDA_ERROR_INVALID_VALUE, code 1");
    }

    @Test
    void more_shared_memory_than_usual_has_to_be_asked_for() {
        CudaFunction reverse = kernels.function("reverse");
        LaunchShape shape = LaunchShape.of(1, 4).withShared(100_000);

        assertThatThrownBy(() -> Launch.of(reverse).address(x).address(x).run(shape, stream))
                .hasMessageContaining("100000 bytes of dynamic shared memory, at most 49152");
        reverse.allowShared(100_000);
        Launch.of(reverse).address(x).address(x).run(shape, stream);
        stream.synchronize();

        assertThat(reverse.maxShared()).isEqualTo(100_000);
    }

    @Test
    void a_kernel_that_the_module_lacks_is_named() {
        assertThatThrownBy(() -> kernels.function("subtract"))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("name subtract): the module has no kernel of this name")
                .hasMessageContaining("CUDA_ERROR_NOT_FOUND, code 500");
    }

    @Test
    void a_grid_covers_all_elements() {
        assertThat(LaunchShape.covering(1, 256).gridX()).isEqualTo(1);
        assertThat(LaunchShape.covering(257, 256).gridX()).isEqualTo(2);
        assertThatThrownBy(() -> LaunchShape.covering(1L << 40, 256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 1099511627776 elements");
    }

    @Test
    void launches_allocate_nothing() {
        LaunchShape shape = LaunchShape.of(1, 32);
        stream.capture(() -> launch(shape)).close(); // captured, they need not run

        long[] allocated = new long[1];
        stream.capture(() -> {
                    long before = THREADS.getCurrentThreadAllocatedBytes();
                    launch(shape);
                    allocated[0] = THREADS.getCurrentThreadAllocatedBytes() - before;
                })
                .close();

        assertThat(allocated[0]).isLessThan(LAUNCHES); // not even a byte each
    }

    private void launch(LaunchShape shape) {
        for (int i = 0; i < LAUNCHES; i++) {
            Launch.of(add).address(x).address(x).float32(1).int64(4).run(shape, stream);
        }
    }
}

package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CudaStreamTest {

    private final EmulatedDevice device = new EmulatedDevice();
    private final CudaContext context = device.context();
    private final CudaStream stream = context.stream();

    @AfterEach
    void close() {
        stream.close();
        device.close();
    }

    @Test
    void is_idle_once_its_work_has_ended() {
        try (DeviceMemory memory = context.allocate(8)) {
            assertThat(stream.isIdle()).isTrue();
            memory.fill(1, stream);

            assertThat(stream.isIdle()).isFalse();
            stream.synchronize();
            assertThat(stream.isIdle()).isTrue();
        }
    }

    @Test
    void an_event_orders_two_streams() {
        try (CudaStream other = context.stream();
                CudaEvent filled = context.event();
                DeviceMemory a = device.device(1, 1);
                DeviceMemory b = device.device(0, 0)) {
            a.copyFrom(device.host(7, 7), stream);
            stream.mark(filled);
            other.waitFor(filled);
            b.copyFrom(a, other);

            other.synchronize();

            assertThat(device.read(b)).containsOnly(7);
        }
    }

    @Test
    void streams_without_an_event_have_no_order() {
        try (CudaStream other = context.stream();
                DeviceMemory a = device.device(1, 1);
                DeviceMemory b = device.device(0, 0)) {
            a.copyFrom(device.host(7, 7), stream);
            b.copyFrom(a, other);

            other.synchronize();

            assertThat(device.read(b)).containsOnly(1);
        }
    }

    @Test
    void events_take_the_time() {
        try (CudaEvent start = context.event();
                CudaEvent end = context.event();
                DeviceMemory memory = context.allocate(1 << 16)) {
            stream.mark(start);
            memory.fill(1, stream);
            stream.mark(end);

            assertThat(end.isReached()).isFalse();
            assertThatThrownBy(() -> end.millisecondsSince(start)).hasMessageContaining("CUDA_ERROR_NOT_READY");
            end.synchronize();

            assertThat(end.isReached()).isTrue();
            assertThat(end.millisecondsSince(start)).isPositive();
        }
    }

    @Test
    void a_graph_replays_what_was_captured_with_the_arguments_of_then() {
        try (CudaModule kernels = device.kernels();
                DeviceMemory x = device.device(1, 2, 3)) {
            CudaFunction add = kernels.function("add");
            CudaGraph graph = stream.capture(() -> {
                assertThat(stream.isCapturing()).isTrue();
                Launch.of(add).address(x).address(x).float32(10).int64(3).run(LaunchShape.of(1, 32), stream);
                Launch.of(add).address(x).address(x).float32(0.5f).int64(2).run(LaunchShape.of(1, 32), stream);
            });
            try (graph) {
                assertThat(stream.isCapturing()).isFalse();
                assertThat(graph.nodes()).isEqualTo(2);
                stream.synchronize();
                assertThat(device.read(x)).containsExactly(1, 2, 3);

                graph.launch(stream);
                graph.launch(stream);
                stream.synchronize();

                assertThat(device.read(x)).containsExactly(22, 23, 23);
            }
        }
    }

    @Test
    void a_capture_in_which_memory_is_allocated_is_refused() {
        assertThatThrownBy(() -> stream.capture(() -> context.allocate(8)))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("cuMemAlloc_v2(")
                .hasMessageContaining("this call may not be made while a stream is being captured")
                .hasMessageContaining("CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, code 900");
        assertThat(stream.isCapturing()).isFalse();
    }

    @Test
    void a_capture_during_which_something_waited_is_no_graph() {
        assertThatThrownBy(() -> stream.capture(() -> {
                    try {
                        context.synchronize();
                    } catch (CudaException _) {
                        // as a caller might who thinks that it does not matter
                    }
                }))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("cuStreamEndCapture(")
                .hasMessageContaining("CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, code 901");
    }

    @Test
    void work_that_throws_while_it_is_captured_leaves_the_stream_usable() {
        assertThatThrownBy(() -> stream.capture(() -> {
                    throw new IllegalStateException("the work's own");
                }))
                .hasMessage("the work's own");

        try (DeviceMemory memory = context.allocate(8)) {
            memory.copyFrom(device.host(3, 4), stream);
            stream.synchronize();
            assertThat(device.read(memory)).containsExactly(3, 4);
        }
    }
}

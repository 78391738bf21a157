package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// What sanitizers see and the plain emulated device does not, planted in copies of the backend's kernels.
class SanitizedFaultsTest {

    private static final String BARRIER =
            "if (threadIdx.x % 32 == 0) warps[threadIdx.x / 32] = x;\n    __syncthreads();";
    private static final String NO_BARRIER = "if (threadIdx.x % 32 == 0) warps[threadIdx.x / 32] = x;";

    /// A thread reads what lies beside its own.
    private static final String BEYOND =
            "tile[threadIdx.x] = 1; __syncthreads(); y[threadIdx.x] = tile[threadIdx.x + one];";

    /// Lanes read what others have written.
    private static final String EXCHANGE =
            "__shared__ float tile[32]; tile[threadIdx.x] = 1; %s; y[threadIdx.x] = tile[31 - threadIdx.x];";

    private static final LaunchShape ONE_WARP = LaunchShape.of(1, 32);
    private static final LaunchShape THREE_BLOCKS = LaunchShape.of(3, 32);

    private final EmulatedDevice device = new EmulatedDevice();

    @TempDir
    private Path folder;

    private FaultyKernels kernels() {
        return new FaultyKernels(device, folder);
    }

    @AfterEach
    void close() {
        device.close(); // which forgets the fault
    }

    /// Runs a kernel with this body, on line 2 of its file, which has `y`, 32 floats, and the number 1.
    private void run(LaunchShape shape, String body) throws IOException {
        Path source = folder.resolve("planted.cu");
        Files.writeString(source, "extern \"C\" __global__ void planted(float *y, int one) {\n" + body + "\n}\n");
        DeviceMemory y = device.context().allocate(32 * Float.BYTES);
        try (CudaStream stream = device.context().stream()) {
            Launch.of(device.load(Emulator.ofBuild().module(source, folder)).function("planted"))
                    .address(y)
                    .int32(1)
                    .run(shape, stream);
            stream.synchronize();
        }
    }

    @Nested
    @EnabledIfSystemProperty(named = "gatun.sanitize", matches = "address")
    class Address {

        @Test
        void without_a_fault_nothing_is_reported() throws IOException {
            assertThat(kernels().softmax("rows.cu", "", "")).doesNotContain(Float.NaN);
        }

        @Test
        void a_read_past_the_end_whose_value_nobody_uses_names_the_line() throws IOException {
            assertThatThrownBy(() -> kernels()
                            .softmax(
                                    "rows.cuh",
                                    "inputs[k].get(from + i)",
                                    "inputs[k].get(from + i) + 0 * inputs[k].get(from + i + 1)"))
                    .isInstanceOf(CudaException.class)
                    .hasMessageContaining("after kernel softmax_f32: READ of size 4 out of bounds (cells.cuh:")
                    .hasMessageContaining(" from " + FaultyKernels.place("rows.cuh", "inputs[k].get(from + i)") + ")");
        }

        @Test
        void a_write_before_the_beginning_names_the_line() throws IOException {
            assertThatThrownBy(() ->
                            kernels().softmax("rows.cuh", "rows.set(from + place.at,", "rows.set(from + place.at - 1,"))
                    .hasMessageContaining("after kernel softmax_f32: WRITE of size 4 out of bounds (cells.cuh:")
                    .hasMessageContaining(
                            " from " + FaultyKernels.place("rows.cuh", "rows.set(from + place.at,") + ")");
        }

        @Test
        void dynamic_shared_memory_has_an_end() {
            assertThatThrownBy(() ->
                            run(ONE_WARP.withShared(32 * Float.BYTES), "extern __shared__ float tile[];" + BEYOND))
                    .hasMessageContaining("after kernel planted: READ of size 4 out of bounds (planted.cu:2)");
        }

        @Test
        void an_address_has_to_be_aligned_for_what_is_written_there() {
            assertThatThrownBy(() ->
                            run(ONE_WARP, "struct alignas(16) Four { float x[4]; }; *(Four *)(y + one) = Four{};"))
                    .hasMessageContaining("kernel planted: ")
                    .hasMessageContaining("is not aligned to 16 bytes (")
                    .hasMessageContaining("planted.cu:2)");
        }

        @Test
        void static_shared_memory_has_one_too() {
            assertThatThrownBy(() -> run(ONE_WARP, "__shared__ float tile[32];" + BEYOND))
                    .hasMessageContaining("index 32 is out of bounds of an array")
                    .hasMessageContaining("planted.cu:2");
        }
    }

    @Nested
    @EnabledIfSystemProperty(named = "gatun.sanitize", matches = "thread")
    class Races {

        @Test
        void without_a_fault_nothing_is_reported() throws IOException {
            assertThat(kernels().softmax("rows.cu", "", "")).doesNotContain(Float.NaN);
        }

        @Test
        void a_missing_barrier_names_both_lines() {
            assertThatThrownBy(() -> kernels().softmax("fold.cuh", BARRIER, NO_BARRIER))
                    .isInstanceOf(CudaException.class)
                    .hasMessageContaining("kernel softmax_f32: block (0,0,0): a race: thread ")
                    .hasMessageContaining("(fold.cuh:")
                    .hasMessageContaining("and nothing orders them");
        }

        @Test
        void a_barrier_missing_between_reads_and_the_next_write_is_seen_though_values_are_right() {
            assertThatThrownBy(() -> run(ONE_WARP, EXCHANGE.formatted("__syncwarp()") + "tile[threadIdx.x] = 1;"))
                    .hasMessageContaining("a race: thread ");
        }

        @Test
        void blocks_that_write_the_same_element_race() {
            assertThatThrownBy(() -> run(THREE_BLOCKS, "if (threadIdx.x == 0) *y = blockIdx.x;"))
                    .hasMessageContaining("of another block has written (planted.cu:2)");
        }

        @Test
        void blocks_may_change_the_same_element_atomically() {
            assertThatCode(() -> run(THREE_BLOCKS, "atomicAdd(y, 1.0f);")).doesNotThrowAnyException();
        }

        @Test
        void a_shuffle_orders_no_memory() {
            assertThatThrownBy(() -> run(ONE_WARP, EXCHANGE.formatted("__shfl_xor_sync(~0u, 1, 1)")))
                    .hasMessageContaining("reads (planted.cu:2) what thread ");
        }

        @Test
        void a_warps_barrier_does() {
            assertThatCode(() -> run(ONE_WARP, EXCHANGE.formatted("__syncwarp()")))
                    .doesNotThrowAnyException();
        }
    }
}

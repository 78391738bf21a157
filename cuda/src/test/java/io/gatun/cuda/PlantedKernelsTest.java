package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The backend's own softmax, with a fault planted in a copy of its sources: the emulated device shows
/// each.
class PlantedKernelsTest {

    private final EmulatedDevice device = new EmulatedDevice();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        device.close(); // first: the driver refuses everything after a fault
    }

    @Test
    void without_a_fault_rows_sum_to_one() throws IOException {
        assertThat(sum(kernels().softmax("rows.cu", "", ""))).isBetween(0.9999, 1.0001);
    }

    @Test
    void a_write_past_the_end_is_caught() {
        assertThatThrownBy(() -> kernels().softmax("rows.cuh", "i < n; i +=", "i <= n; i +="))
                .hasMessageContaining("after kernel softmax_f32: a write ", "past the end of a buffer of 800 bytes");
    }

    @Test
    void a_read_past_the_end_makes_the_row_nan() throws IOException {
        float[] y = kernels().softmax("rows.cuh", "inputs[k].get(from + i)", "inputs[k].get(from + i + 1)");

        assertThat(sum(y)).isNaN();
    }

    @Test
    void a_missing_barrier_gives_wrong_sums() throws IOException {
        float[] y = kernels()
                .softmax(
                        "fold.cuh",
                        "if (threadIdx.x % 32 == 0) warps[threadIdx.x / 32] = x;\n    __syncthreads();",
                        "if (threadIdx.x % 32 == 0) warps[threadIdx.x / 32] = x;");

        assertThat(Math.abs(sum(y) - 1)).isNotCloseTo(0, within(1e-4));
    }

    @Test
    void a_wrong_argument_is_refused_before_the_launch() throws IOException {
        CudaFunction softmax = kernels().compiled("rows", "rows.cu", "", "").function("softmax_f32");

        assertThatThrownBy(() ->
                        Launch.of(softmax).int64(0).int64(0).int32(0).int32(1).int64(200))
                .hasMessage("kernel softmax_f32: argument 5: expected 4 bytes, got 8");
    }

    private FaultyKernels kernels() {
        return new FaultyKernels(device, folder);
    }

    private static double sum(float... values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}

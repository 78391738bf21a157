package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real CUDA C against plain Java.
class EmulatedKernelsTest {

    private static final float EPS = 1e-6f;

    private final EmulatedDevice device = new EmulatedDevice();
    private final CudaModule kernels = device.kernels();
    private final CudaStream stream = device.context().stream();
    private final Random random = new Random(7);

    @AfterEach
    void close() {
        stream.close();
        kernels.close();
        device.close();
    }

    @ParameterizedTest
    @CsvSource({"32, 1, 1", "32, 3, 77", "64, 5, 63", "128, 2, 129", "256, 3, 1000", "1024, 2, 513", "96, 4, 200"})
    void rms_norm_is_that_of_plain_java(int threads, int rows, int n) {
        float[] x = normal(rows * n);
        float[] w = normal(n);
        try (DeviceMemory dx = device.device(x);
                DeviceMemory dw = device.device(w);
                DeviceMemory dy = device.context().allocate(4L * rows * n)) {
            Launch.of(kernels.function("rms_norm"))
                    .address(dy)
                    .address(dx)
                    .address(dw)
                    .int32(n)
                    .float32(EPS)
                    .run(LaunchShape.of(rows, threads), stream);
            stream.synchronize();

            assertThat(device.read(dy)).containsExactly(rmsNorm(x, w, rows), within(2e-6f));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 32", "255, 256", "257, 256", "1001, 96"})
    void a_grid_that_does_not_divide_the_elements_touches_no_others(int n, int threads) {
        float[] x = normal(n);
        try (DeviceMemory memory = device.device(x)) {
            Launch.of(kernels.function("add"))
                    .address(memory)
                    .address(memory)
                    .float32(1)
                    .int64(n)
                    .run(LaunchShape.covering(n, threads), stream);
            stream.synchronize();

            float[] expected = x.clone();
            for (int i = 0; i < n; i++) {
                expected[i] += 1;
            }
            assertThat(device.read(memory)).containsExactly(expected);
        }
    }

    @Test
    void dynamic_shared_memory_and_a_barrier_exchange_values() {
        float[] x = normal(3 * 200);
        try (DeviceMemory from = device.device(x);
                DeviceMemory to = device.context().allocate(4L * x.length)) {
            Launch.of(kernels.function("reverse"))
                    .address(to)
                    .address(from)
                    .run(LaunchShape.of(3, 200).withShared(200 * Float.BYTES), stream);
            stream.synchronize();

            assertThat(device.read(to)).containsExactly(reversed(x, 200));
        }
    }

    @Test
    void atomics_of_many_blocks_lose_nothing() {
        int n = 1000;
        try (DeviceMemory counts = device.context().allocate(4);
                DeviceMemory zeros = device.device(new float[n])) {
            counts.fill(0, stream);
            Launch.of(kernels.function("histogram"))
                    .address(counts)
                    .address(zeros)
                    .int32(n)
                    .run(LaunchShape.covering(n, 64), stream);
            stream.synchronize();

            assertThat(Float.floatToRawIntBits(device.read(counts)[0])).isEqualTo(n);
        }
    }

    static float[] reversed(float[] x, int block) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            int start = i / block * block;
            y[i] = x[start + block - 1 - (i - start)];
        }
        return y;
    }

    private static float[] rmsNorm(float[] x, float[] w, int rows) {
        int n = w.length;
        float[] y = new float[x.length];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += (double) x[row * n + i] * x[row * n + i];
            }
            double scale = 1 / Math.sqrt(sum / n + EPS);
            for (int i = 0; i < n; i++) {
                y[row * n + i] = (float) (x[row * n + i] * scale * w[i]);
            }
        }
        return y;
    }

    private float[] normal(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}

package io.gatun.bench;

import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Matrix products `C [M, N] = A [M, K] · B [K, N]` of float32, with operands as they lie in memory or
/// transposed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class GemmBenchmark {

    /// M, K and N; JMH keeps commas for itself.
    @Param({
        "64x64x64", "256x256x256", "512x512x512", "1024x1024x1024", "2048x2048x2048", "1024x512x512", "1024x512x2048",
        "1024x2048x512", "4096x512x512", "4096x512x2048", "4096x2048x512", "256x512x32128", "1x512x2048", "14x16x64"
    })
    public String size;

    /// How the operands lie: N as they are read, T transposed.
    @Param({"NN", "NT", "TN"})
    public String layout;

    private Tensor a;
    private Tensor b;
    private double flops;

    /// Counts floating-point operations.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {

        /// Billions of them.
        public double gflop;

        /// Begins anew.
        @Setup(Level.Iteration)
        public void clear() {
            gflop = 0;
        }
    }

    /// Makes the operands.
    @Setup
    public void operands() {
        String[] numbers = size.split("x");
        if (numbers.length != 3) {
            throw new IllegalArgumentException("size: expected MxKxN, 512x512x512 say, got " + size);
        }
        int m = Integer.parseInt(numbers[0]);
        int k = Integer.parseInt(numbers[1]);
        int n = Integer.parseInt(numbers[2]);
        Generator generator = Generator.seeded(1);
        a = layout.charAt(0) == 'T' ? Tensor.normal(generator, k, m).transpose() : Tensor.normal(generator, m, k);
        b = layout.charAt(1) == 'T' ? Tensor.normal(generator, n, k).transpose() : Tensor.normal(generator, k, n);
        flops = 2.0 * m * n * k;
    }

    /// One product.
    @Benchmark
    public void product(Work work) {
        Memory.scope(() -> {
            a.matmul(b);
        });
        work.gflop += flops / 1e9;
    }
}

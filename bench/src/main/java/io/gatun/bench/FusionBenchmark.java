package io.gatun.bench;

import io.gatun.autograd.Gradients;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a kernel of its own brings a function, with the gradients of all its operands.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class FusionBenchmark {

    /// The function.
    @Param
    public Fusion function;

    /// Whether its own kernel computes it, or simpler ops together.
    @Param({"true", "false"})
    public boolean fused;

    private List<Tensor> operands;

    /// Makes the operands.
    @Setup
    public void operands() {
        operands = function.operands();
    }

    /// The function, the sum of its squared result, and all gradients.
    @Benchmark
    public double forwardAndGradients() {
        return Memory.scope(() -> Gradients.of(
                        () -> function.result(operands, fused).square().sum(), operands.toArray(Tensor[]::new))
                .loss()
                .item());
    }
}

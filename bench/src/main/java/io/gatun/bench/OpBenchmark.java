package io.gatun.bench;

import io.gatun.autograd.Gradients;
import io.gatun.catalogue.Case;
import io.gatun.catalogue.Catalogue;
import io.gatun.catalogue.Row;
import io.gatun.tensor.DType;
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

/// Every op of the catalogue on the operands that its row names for timing, in float32 where it takes it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class OpBenchmark {

    /// The op's name in the catalogue.
    @Param("softmax")
    public String op;

    private Case timed;
    private List<Tensor> operands;
    private Tensor[] differentiable;

    /// Makes the operands.
    @Setup
    public void operands() {
        Row row = Catalogue.row(op);
        if (row.benchmark().isEmpty()) {
            throw new IllegalArgumentException(
                    "op " + op + " has no timed case; expected one of " + String.join(", ", Benchmarks.timed()));
        }
        timed = row.benchmark().getFirst();
        DType dtype =
                row.dtypes().contains(DType.F32) ? DType.F32 : row.dtypes().getFirst();
        operands = timed.inputs(dtype);
        boolean floating =
                Memory.scope(() -> timed.run(operands).getFirst().dtype().isFloating());
        differentiable = floating
                ? timed.differentiable().stream().map(operands::get).toArray(Tensor[]::new)
                : new Tensor[0]; // no gradient flows from an index or a comparison
    }

    /// The op alone.
    @Benchmark
    public void forward() {
        Memory.scope(() -> {
            timed.run(operands);
        });
    }

    /// The op, the sum of its result, and the gradients of all operands that have one; the op alone if none has.
    @Benchmark
    public double forwardAndGradients() {
        if (differentiable.length == 0) {
            forward();
            return 0;
        }
        return Memory.scope(
                () -> Gradients.of(() -> timed.run(operands).getFirst().sum(), differentiable)
                        .loss()
                        .item());
    }
}

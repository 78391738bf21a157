package io.gatun.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gatun.tensor.DType;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import io.gatun.tensor.Threads;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an op allocates on the Java heap does not grow with its elements. A loop whose vectors are boxed
/// allocates tens of megabytes for the operands here.
class KernelGarbageTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // operands here are of a megabyte or more, and vectors would take several: a little per row or piece is left
    private static final long LIMIT = 256 * 1024;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private static int threads;

    @BeforeAll
    static void use_one_thread() {
        threads = Threads.get();
        Threads.set(1); // only the caller's allocations are counted
    }

    @AfterAll
    static void use_all_threads() {
        Threads.set(threads);
    }

    /// One op of each kind of loop.
    static Stream<String> ops() {
        return Stream.of(
                "relu",
                "gelu",
                "gelugradient",
                "add",
                "where",
                "greater",
                "cast",
                "sum",
                "softmax",
                "attention",
                "attentiongradient",
                "rmsnorm",
                "rmsnormgradient",
                "crossentropy",
                "crossentropygradient",
                "glu",
                "matmul",
                "convolve",
                "convolveweightgradient",
                "concat",
                "takerows",
                "addrows",
                "dropout",
                "uniform",
                "normal",
                "adam",
                "adafactorfactored");
    }

    @ParameterizedTest
    @MethodSource("ops")
    void an_op_allocates_the_same_few_bytes_for_any_number_of_elements(String op) {
        Row row = Catalogue.row(op);
        DType dtype = row.limits().dtypes().contains(DType.F32)
                ? DType.F32
                : row.dtypes().getFirst();
        for (Case each : row.benchmark()) {
            List<Tensor> in = each.inputs(dtype);
            long before = System.nanoTime();
            long least = Long.MAX_VALUE;
            while (least > LIMIT && System.nanoTime() - before < PATIENCE_NANOS) { // until it is compiled
                least = Math.min(least, allocated(each, in));
            }
            assertThat(least).as(op + " of " + each.size() + " elements").isLessThan(LIMIT);
        }
    }

    private static long allocated(Case each, List<Tensor> in) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Memory.scope(() -> each.computation().apply(in));
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}

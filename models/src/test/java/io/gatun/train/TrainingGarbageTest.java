package io.gatun.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gatun.data.Batch;
import io.gatun.data.BatchSource;
import io.gatun.data.EncodedExample;
import io.gatun.models.Architecture;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.ModelConfig;
import io.gatun.nn.Pass;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Threads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A training step's memory, on the Java heap and outside it.
class TrainingGarbageTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private int threads;

    @BeforeEach
    void use_one_thread() {
        threads = Threads.get();
        Threads.set(1); // only the caller's allocations are counted
    }

    @AfterEach
    void use_all_threads() {
        Threads.set(threads);
    }

    /// Gives the same batch again and again.
    private record Same(Batch batch) implements BatchSource {
        @Override
        public Batch next() {
            return batch;
        }

        @Override
        public Position position() {
            return Position.START;
        }

        @Override
        public void seek(Position position) {
            throw new UnsupportedOperationException();
        }
    }

    private static Batch batch(int rows) {
        Random random = new Random(2);
        List<EncodedExample> examples = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            examples.add(new EncodedExample(
                    random.ints(24, 2, 400).toArray(), random.ints(16, 2, 400).toArray()));
        }
        return Batch.of(examples, 1, new int[rows]);
    }

    private static TrainingLoop loop(Architecture architecture, int rows) {
        ModelConfig config = SmallRuns.config(architecture);
        EncoderDecoder model = EncoderDecoder.create(config, Generator.seeded(1));
        Generator generator = Generator.seeded(2);
        Pass pass = new Pass(0.1, architecture.isConvolution() ? 0.1 : 0, generator);
        Plan plan = SmallRuns.plan("adafactor", 1000);
        Learning learning = new Learning(model, pass, 1e-4, plan.optimizer(model.weights()), plan.rates());
        return new TrainingLoop(learning, new Same(batch(rows)), 0);
    }

    private static long leastAllocated(TrainingLoop loop, int steps) throws IOException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < steps; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            loop.run(loop.step() + 1, _ -> true);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"LIGHTWEIGHT", "TRANSFORMER"})
    void what_a_step_allocates_does_not_follow_the_size_of_its_batch(Architecture architecture) throws IOException {
        TrainingLoop small = loop(architecture, 4);
        TrainingLoop large = loop(architecture, 16);
        long few = Long.MAX_VALUE;
        long many = Long.MAX_VALUE;
        long begun = System.nanoTime();
        do { // until the loops are compiled: an interpreted vector is an object
            few = Math.min(few, leastAllocated(small, 20));
            many = Math.min(many, leastAllocated(large, 20));
        } while (many > 2 * few && System.nanoTime() - begun < 120_000_000_000L);

        // four times the elements; and four times the products of attention, each of which takes some 300 bytes
        assertThat(many).isLessThan(2 * few);
        assertThat(many).isLessThan(2 << 20);
    }

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"LIGHTWEIGHT", "TRANSFORMER"})
    void tensors_take_no_more_memory_from_step_to_step(Architecture architecture) throws IOException {
        TrainingLoop loop = loop(architecture, 8);
        loop.run(40, _ -> true);
        long used = Memory.usedBytes();
        long reserved = Memory.reservedBytes();
        long resident = resident();

        loop.run(200, _ -> true);

        assertThat(Memory.usedBytes()).isLessThanOrEqualTo(used);
        assertThat(Memory.reservedBytes()).isLessThanOrEqualTo(reserved);
        assertThat(resident()).isLessThanOrEqualTo(resident + resident / 10); // .ci/memory looks closer
    }

    /// Returns the process's resident size in kilobytes; 0 where the system does not tell.
    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}

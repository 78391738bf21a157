package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.kernel.Backends;
import io.gatun.kernel.Routine;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Routines on the emulated device, whose streams do nothing before somebody waits: runs one to three do
/// the work as it is said, all others as a graph.
class CudaRoutineTest {

    private static final Device DEVICE = EmulatedBackend.device();
    private static final int RUNS = 6;

    private final Generator generator = Generator.seeded(5);
    private final Tensor x = Tensor.zeros(40).to(DEVICE);
    private final Tensor y = Tensor.zeros(40).to(DEVICE);

    private Routine routine(Runnable work) {
        return Backends.of(DEVICE).routine(generator, work);
    }

    @Test
    void each_run_reads_what_tensors_hold_then() {
        try (Routine routine = routine(() -> {
            Tensor squares = x.square();
            Tensor halves = squares.mul(0.5); // made while the squares live: another place
            y.assign(squares.add(halves));
        })) {
            for (int run = 1; run <= RUNS; run++) {
                x.assign(Tensor.full(DType.F32, Shape.of(40), run));
                routine.run();
                assertThat(y.toArray()).containsOnly(1.5f * run * run);
            }
        }
    }

    @Test
    void java_says_the_work_three_times_only() {
        int[] said = {0};
        try (Routine routine = routine(() -> {
            said[0]++;
            y.assign(x.add(1));
        })) {
            for (int run = 1; run <= RUNS; run++) {
                x.assign(Tensor.full(DType.F32, Shape.of(40), run));
                routine.run();
                assertThat(y.toArray()).containsOnly(run + 1);
            }
        }
        assertThat(said[0]).isEqualTo(3);
    }

    @Test
    void memory_that_others_free_while_it_is_captured_waits() throws InterruptedException {
        DevicePool pool = (DevicePool) Backends.of(DEVICE).allocator();
        long[] foreign = {pool.allocate(64), pool.allocate(64), pool.allocate(64)};
        int[] run = {0};
        try (Routine routine = routine(() -> {
            y.assign(x.exp());
            Thread other = Thread.ofPlatform().start(() -> pool.free(foreign[run[0]], 64));
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            y.assign(y.add(1));
        })) {
            long before = pool.usedBytes();
            for (; run[0] < 3; run[0]++) {
                routine.run();
            }
            assertThat(y.toArray()).containsOnly(2);
            assertThat(pool.usedBytes()).isLessThanOrEqualTo(before - 3 * 64 + 4096); // its own block came in
        }
    }

    @Test
    void memory_freed_at_another_time_is_refused() {
        int[] run = {0};
        try (Routine routine = routine(() -> {
            Tensor early = x.exp();
            if (++run[0] == 1) {
                Memory.scope(() -> x.add(1));
            } else {
                x.add(1);
            }
            y.assign(early);
        })) {
            routine.run();

            assertThatThrownBy(routine::run).hasMessageContaining("at another time than before");
        }
    }

    @Test
    void random_numbers_go_on_as_without_a_routine() {
        Generator alone = Generator.seeded(5);
        Tensor ones = Tensor.ones(40).to(DEVICE);
        List<float[]> expected = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            expected.add(Memory.scope(
                    () -> ones.dropout(0.5, alone).add(ones.dropout(0.5, alone)).toArray()));
        }

        try (Routine routine =
                routine(() -> y.assign(ones.dropout(0.5, generator).add(ones.dropout(0.5, generator))))) {
            for (int run = 0; run < RUNS; run++) {
                routine.run();
                assertThat(y.toArray()).containsExactly(expected.get(run));
            }
        }
        assertThat(generator.position()).isEqualTo(alone.position());
    }

    @Test
    void constants_are_copied_each_time() {
        try (Routine routine = routine(() -> {
            Tensor constant = Tensor.of(1f, 2f, 3f, 4f).to(DEVICE);
            y.assign(x.reshape(10, 4).mul(constant).reshape(40));
        })) {
            for (int run = 1; run <= RUNS; run++) {
                x.assign(Tensor.full(DType.F32, Shape.of(40), run));
                routine.run();
                assertThat(y.slice(0, 0, 4).toArray()).containsExactly(run, 2 * run, 3 * run, 4 * run);
            }
        }
    }

    @Test
    void an_argument_that_changes_is_refused() {
        int[] run = {0};
        try (Routine routine = routine(() -> y.assign(x.add(++run[0])))) {
            routine.run();
            routine.run();

            assertThatThrownBy(routine::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fill_f32: other arguments than before");
        }
        assertThat(y.add(1).toArray()).containsOnly(3); // of the second run: the device is well
    }

    @Test
    void a_copy_that_changes_is_refused() {
        int[] run = {0};
        try (Routine routine =
                routine(() -> y.assign(x.add(Tensor.scalar(++run[0]).to(DEVICE))))) {
            routine.run();
            routine.run();

            assertThatThrownBy(routine::run).hasMessageContaining("copy 1 to the device: other values than before");
        }
    }

    @Test
    void other_work_is_refused() {
        int[] run = {0};
        try (Routine routine = routine(() -> y.assign(++run[0] > 1 ? x.exp() : x.log1p()))) {
            routine.run();
            routine.run(); // the first that counts: the one before only shows the memory
            run[0] = 0;

            assertThatThrownBy(routine::run).hasMessageContaining("map_log1p_f32, map_exp_f32 before");
        }
    }

    @Test
    void another_size_is_refused() {
        int[] run = {0};
        try (Routine routine = routine(() -> {
            Tensor _ = Tensor.zeros(1 + run[0]++).to(DEVICE);
        })) {
            routine.run();

            assertThatThrownBy(routine::run).hasMessageContaining("allocation 1: 8 bytes, 4 before");
        }
    }

    @Test
    void reading_a_result_within_is_refused() {
        try (Routine routine = routine(() -> x.sum().item())) {
            assertThatThrownBy(routine::run).hasMessageContaining("reads a result back");
        }
    }

    @Test
    void a_tensor_that_outlives_its_run_is_refused() {
        Tensor[] kept = new Tensor[1];
        Memory.scope(() -> {
            try (Routine routine = routine(() -> kept[0] = Memory.keep(x.exp()))) {
                assertThatThrownBy(routine::run).hasMessageContaining("got 1 that are kept");
            }
        });
    }

    @Test
    void a_routine_within_another_is_refused() {
        try (Routine inner = routine(() -> y.assign(x));
                Routine outer = routine(inner::run)) {
            assertThatThrownBy(outer::run).hasMessageContaining("one to run at a time");
        }
    }

    @Test
    void after_a_refusal_it_can_begin_anew() {
        boolean[] fails = {false, true};
        try (Routine routine = routine(() -> {
            y.assign(x.add(1));
            if (fails[0]) {
                throw new IllegalStateException("on purpose");
            }
        })) {
            routine.run();
            fails[0] = true;
            assertThatThrownBy(routine::run).hasMessage("on purpose");
            fails[0] = false;
            for (int run = 1; run <= RUNS; run++) {
                x.assign(Tensor.full(DType.F32, Shape.of(40), run));
                routine.run();
                assertThat(y.toArray()).containsOnly(run + 1);
            }
        }
    }

    @Test
    void routines_that_share_their_memory_do_not_disturb_each_other() {
        try (Routine first = routine(() -> y.assign(x.exp().square()));
                Routine second = routine(() -> y.assign(x.exp().add(x).square()))) {
            for (int run = 0; run < RUNS; run++) {
                x.assign(Tensor.zeros(40));
                first.run();
                assertThat(y.toArray()).containsOnly(1);
                x.assign(Tensor.ones(40));
                second.run();
                assertThat((double) y.toArray()[3]).isCloseTo(Math.pow(Math.E + 1, 2), within(1e-4));
            }
        }
    }

    @Test
    void memory_is_shared_as_long_as_it_is_large_enough_and_freed_with_its_last_user() {
        try (EmulatedDevice device = new EmulatedDevice();
                CudaStream stream = device.context().stream()) {
            DevicePool pool = new DevicePool(device.context(), stream, new RoutineStages());
            RoutineMemory memory = new RoutineMemory(pool);
            RoutineMemory.Lease small = memory.lease(100);
            RoutineMemory.Lease smaller = memory.lease(50);
            RoutineMemory.Lease larger = memory.lease(200);

            assertThat(smaller.address()).isEqualTo(small.address());
            assertThat(larger.address()).isNotEqualTo(small.address());
            assertThat(memory.lease(60).address()).isEqualTo(larger.address());
            assertThat(pool.usedBytes()).isEqualTo(300);
            small.close();
            assertThat(pool.usedBytes()).isEqualTo(300);
            smaller.close();
            assertThat(pool.usedBytes()).isEqualTo(200);
            larger.close();
            assertThat(pool.usedBytes()).isEqualTo(200); // the lease of 60 is still there
        }
    }
}

package io.gatun.internal.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {

    private final int before = Parallel.threads();

    @AfterEach
    void restore_the_number_of_threads() {
        Parallel.threads(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    void every_index_is_handled_once_in_pieces_of_the_grain(int threads) {
        Parallel.threads(threads);
        for (int n : new int[] {0, 1, 6, 7, 8, 1000}) {
            AtomicIntegerArray times = new AtomicIntegerArray(n);
            Parallel.forRange(n, 7, (from, to) -> {
                assertThat(from % 7).isZero();
                assertThat(to).isEqualTo(Math.min(n, from + 7));
                for (long i = from; i < to; i++) {
                    times.getAndIncrement((int) i);
                }
            });
            for (int i = 0; i < n; i++) {
                assertThat(times.get(i)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8}) // 8 workers on fewer cores: they lose them in the middle of a job
    void many_small_jobs_lose_nothing_and_see_their_own_writes_only(int threads) {
        Parallel.threads(threads);
        long[] cells = new long[5]; // plain: a late worker or a missing happens-before would show
        for (int job = 1; job <= 100_000; job++) {
            int value = job;
            Parallel.forRange(cells.length, 1, (from, _) -> cells[(int) from] += value);
            for (long cell : cells) {
                assertThat(cell == (long) job * (job + 1) / 2).isTrue();
            }
        }
    }

    @Test
    void workers_do_take_part() throws InterruptedException {
        Parallel.threads(3);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Parallel.forRange(30, 1, (_, _) -> {
            seen.add(Thread.currentThread());
            sleep(2);
        });
        assertThat(seen).hasSize(3).contains(Thread.currentThread());
    }

    @Test
    void a_worker_that_was_parked_is_woken() {
        Parallel.threads(2);
        for (int i = 0; i < 30; i++) {
            Set<Thread> seen = ConcurrentHashMap.newKeySet();
            Parallel.forRange(20, 1, (_, _) -> {
                seen.add(Thread.currentThread());
                sleep(2);
            });
            assertThat(seen).hasSize(2);
            sleep(5); // long enough to park
        }
    }

    @Test
    void an_exception_reaches_the_caller_and_the_pool_goes_on() {
        Parallel.threads(4);
        for (int i = 0; i < 2_000; i++) {
            int bad = i % 20;
            assertThatThrownBy(() -> Parallel.forRange(20, 1, (from, _) -> {
                        if (from == bad) {
                            throw new IllegalStateException("piece " + bad);
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("piece " + bad);
        }
        AtomicLong sum = new AtomicLong();
        Parallel.forRange(20, 1, (from, _) -> sum.addAndGet(from));
        assertThat(sum).hasValue(190);
    }

    @Test
    void no_piece_starts_after_one_has_failed_on_the_same_thread() {
        Parallel.threads(2);
        AtomicLong ran = new AtomicLong();
        assertThatThrownBy(() -> Parallel.forRange(1_000_000, 1, (_, _) -> {
                    ran.getAndIncrement();
                    throw new OutOfMemoryError("test");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(ran.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void nested_loops_run_and_do_not_lock_up() {
        Parallel.threads(3);
        AtomicLong sum = new AtomicLong();
        for (int i = 0; i < 1_000; i++) {
            Parallel.forRange(8, 1, (_, _) -> Parallel.forRange(8, 1, (_, _) -> sum.getAndIncrement()));
        }
        assertThat(sum).hasValue(64_000);
    }

    @Test
    void callers_on_several_threads_each_get_their_own_result() throws Exception {
        Parallel.threads(3);
        try (var executor = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> callers = new ArrayList<>();
            for (int c = 1; c <= 4; c++) {
                int factor = c;
                callers.add(() -> sums_are_right(factor));
            }
            for (Future<Boolean> caller : executor.invokeAll(callers)) {
                assertThat(caller.get()).isTrue();
            }
        }
    }

    private static boolean sums_are_right(int factor) {
        boolean right = true;
        for (int job = 0; job < 20_000; job++) {
            long[] parts = new long[6];
            Parallel.forRange(60, 10, (from, to) -> {
                for (long i = from; i < to; i++) {
                    parts[(int) (from / 10)] += factor * i;
                }
            });
            long sum = 0;
            for (long part : parts) {
                sum += part;
            }
            right &= sum == 1770L * factor;
        }
        return right;
    }

    @Test
    void the_number_of_threads_may_change_while_loops_run() throws Exception {
        try (var executor = Executors.newSingleThreadExecutor()) {
            Future<Boolean> caller = executor.submit(() -> sums_are_right(1));
            for (int i = 0; !caller.isDone(); i++) {
                Parallel.threads(1 + i % 4);
            }
            assertThat(caller.get()).isTrue();
        }
    }

    @Test
    void the_number_of_threads_may_change_inside_a_loop() {
        AtomicLong sum = new AtomicLong();
        Parallel.threads(3);
        Parallel.forRange(100, 1, (from, _) -> {
            Parallel.threads(1 + (int) from % 3);
            sum.getAndIncrement();
        });
        assertThat(sum).hasValue(100);
    }

    @Test
    void workers_of_a_pool_that_was_replaced_end() {
        Parallel.threads(5);
        Parallel.forRange(100, 1, (_, _) -> sleep(1));
        Parallel.threads(1);
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (workers() > 0 && System.nanoTime() < deadline) {
            sleep(1);
        }
        assertThat(workers()).isZero();
    }

    private static long workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("gatun-worker"))
                .count();
    }

    @Test
    void wrong_arguments_are_refused() {
        assertThatThrownBy(() -> Parallel.threads(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads: expected at least 1, got 0");
        assertThatThrownBy(() -> Parallel.forRange(3, 0, (_, _) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("forRange: expected a positive grain, got 0");
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

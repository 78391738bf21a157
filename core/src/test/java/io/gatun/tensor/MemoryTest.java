package io.gatun.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.kernel.Dense;
import io.gatun.kernel.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class MemoryTest {

    @Test
    void a_scope_gives_back_all_it_made() {
        long before = Memory.scope(() -> Memory.usedBytes());

        Memory.scope(() -> {
            Tensor x = Tensor.ones(1000);
            for (int i = 0; i < 10; i++) {
                x = x.add(1).exp().log();
            }
        });

        assertThat(Memory.usedBytes()).isLessThanOrEqualTo(before);
    }

    @Test
    void the_peak_is_the_most_that_was_in_use_at_once() {
        Memory.scope(() -> {
            Tensor first = Tensor.ones(1 << 18);
            Memory.resetPeak();
            long before = Memory.peakBytes();
            for (int i = 0; i < 3; i++) {
                Memory.scope(() -> {
                    Tensor _ = first.add(Tensor.ones(1 << 18)); // two more of 1 MiB
                });
            }
            assertThat(Memory.peakBytes() - before).isBetween(2L << 20, (2L << 20) + (1 << 16));
            Memory.resetPeak();
            assertThat(Memory.peakBytes()).isEqualTo(Memory.usedBytes());
        });
    }

    @Test
    void later_steps_reserve_nothing_new() {
        Runnable step = () -> Tensor.uniform(Generator.seeded(1), 100, 100)
                .matmul(Tensor.ones(100, 100))
                .sum();
        Memory.scope(step);
        long reserved = Memory.reservedBytes();

        for (int i = 0; i < 50; i++) {
            Memory.scope(step);
        }

        assertThat(Memory.reservedBytes()).isEqualTo(reserved);
    }

    @Test
    void a_freed_tensor_says_how_to_keep_it() {
        Tensor freed = Memory.scope(() -> Tensor.ones(2, 3));

        assertThatThrownBy(freed::toArray)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tensor f32[2, 3] was used after the memory scope that made it ended;"
                        + " keep it with Memory.keep");
        assertThatThrownBy(() -> freed.add(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(freed::transpose).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Tensor.ones(2, 3).assign(freed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_view_of_a_freed_tensor_is_freed() {
        Tensor view = Memory.scope(() -> Tensor.ones(2, 3).transpose());

        assertThatThrownBy(view::toArray).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_kept_tensor_outlives_its_scope() {
        Tensor kept = Memory.scope(() -> Memory.keep(Tensor.of(1, 2).add(1)));

        assertThat(kept.toArray()).containsExactly(2, 3);
    }

    @Test
    void keeping_a_view_keeps_the_whole() {
        Tensor kept = Memory.scope(() -> Memory.keep(Tensor.of(1, 2, 3).slice(0, 1, 3)));

        assertThat(kept.toArray()).containsExactly(2, 3);
    }

    @Test
    void a_tensor_kept_by_an_inner_scope_is_freed_by_the_outer() {
        List<Tensor> kept = new ArrayList<>();
        Memory.scope(() -> {
            kept.add(Memory.scope(() -> Memory.keep(Tensor.of(1))));
            assertThat(kept.getFirst().item()).isEqualTo(1);
        });

        assertThatThrownBy(() -> kept.getFirst().item()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_tensor_kept_twice_outlives_both_scopes() {
        Tensor kept = Memory.scope(() -> Memory.keep(Memory.scope(() -> Memory.keep(Tensor.of(1)))));

        assertThat(kept.item()).isEqualTo(1);
    }

    @Test
    void what_was_made_outside_stays() {
        Tensor outside = Tensor.of(1, 2);

        Memory.scope(() -> Memory.keep(outside.add(outside)));

        assertThat(outside.toArray()).containsExactly(1, 2);
    }

    @Test
    void a_scope_that_throws_gives_back_what_it_made() {
        long before = Memory.usedBytes();

        assertThatThrownBy(() -> Memory.scope(() -> {
                    Tensor.ones(100_000).add(Tensor.ones(3));
                }))
                .isInstanceOf(ShapeException.class);

        assertThat(Memory.usedBytes()).isLessThanOrEqualTo(before);
    }

    private static Tensor unfilled(int bytes) {
        return Dense.empty(new Spec(DType.U8, Shape.of(bytes)), Device.CPU);
    }

    @Test
    void what_no_scope_owns_goes_with_the_garbage() {
        long before = Memory.usedBytes();
        for (int i = 0; i < 100; i++) {
            assertThat(unfilled(1 << 20).size()).isPositive();
        }
        assertThat(Memory.usedBytes()).isGreaterThan(before);

        // the cleaner's thread runs when it likes, at the latest soon after a collection
        for (int i = 0; i < 200 && Memory.usedBytes() > before + (10 << 20); i++) {
            System.gc();
            LockSupport.parkNanos(10_000_000);
        }

        assertThat(Memory.usedBytes()).isLessThanOrEqualTo(before + (10 << 20));
    }

    @Test
    void unscoped_tensors_do_not_fill_the_machine() {
        long before = Memory.reservedBytes();

        for (int i = 0; i < 600; i++) { // 6 GiB in all
            assertThat(unfilled(10 << 20).size()).isPositive();
        }

        assertThat(Memory.reservedBytes() - before).isLessThan(3L << 30);
        Memory.trim();
    }

    @Test
    void trimming_gives_unused_memory_back() {
        Memory.scope(() -> Tensor.ones(1 << 20));

        Memory.trim();

        assertThat(Memory.reservedBytes() - Memory.usedBytes()).isLessThan(1L << 20);
    }
}

package io.gatun.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientMemoryTest {

    private static final int SIZE = 1 << 16;
    private static final long BLOCK = 4L * SIZE;
    private static final int DEPTH = 20;

    private final Tensor x = Tensor.zeros(SIZE).add(0.5);
    private final List<Long> seen = new ArrayList<>();
    private final MemoryProbe probe = new MemoryProbe(seen);

    @Test
    void frees_activations_and_gradients_as_the_walk_passes_them() {
        Memory.scope(() -> {
            long before = Memory.usedBytes();
            Gradients gradients = Gradients.of(() -> chain(x).sum(), x);

            // one activation per link, and at most a gradient and its successor at any time
            assertThat(Collections.max(seen) - before).isLessThan((DEPTH + 4) * BLOCK);
            assertThat(seen).isSortedAccordingTo(Collections.reverseOrder());
            assertThat(seen.getLast() - before).isLessThan(4 * BLOCK);
            assertThat(gradients.get(x).size()).isEqualTo(SIZE);
            assertThat(Memory.usedBytes() - before)
                    .as("the gradient and the loss")
                    .isLessThan(BLOCK + BLOCK / 2);
        });
    }

    @Test
    void leaves_nothing_behind_in_a_scope() {
        Memory.scope(() -> Gradients.of(() -> chain(x).sum(), x)); // warm
        long before = Memory.usedBytes();
        for (int i = 0; i < 3; i++) {
            Memory.scope(() -> Gradients.of(() -> chain(x).sum(), x));
        }

        assertThat(Memory.usedBytes()).isLessThanOrEqualTo(before);
    }

    @Test
    void frees_temporaries_of_an_op_gradient_at_once() {
        Memory.scope(() -> {
            long before = Memory.usedBytes();
            // the gradient of gelu makes a dozen temporaries
            Gradients.of(() -> probe.pass(x).gelu().sum(), x);

            assertThat(seen.getLast() - before).isLessThan(5 * BLOCK);
        });
    }

    @Test
    void frees_what_the_closure_made_but_did_not_differentiate() {
        List<Tensor> leaked = new ArrayList<>();
        Gradients.of(
                () -> {
                    leaked.add(x.detach().exp());
                    return x.mul(leaked.getFirst()).sum();
                },
                x);

        assertThatThrownBy(() -> leaked.getFirst().toArray())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Memory.keep");
    }

    @Test
    void leaves_tensors_of_others_alone() {
        Memory.scope(() -> {
            Tensor constant = x.exp();
            Gradients gradients = Gradients.of(() -> x.mul(constant).sum(), x);

            assertThat(constant.toArray()).isEqualTo(gradients.get(x).toArray());
            assertThat(gradients.get(x)).isNotSameAs(constant);
        });
    }

    @Test
    void frees_everything_if_the_closure_throws() {
        Memory.scope(() -> {
            long before = Memory.usedBytes();
            assertThatThrownBy(() -> Gradients.of(() -> chain(x).matmul(x), x))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(Memory.usedBytes()).isLessThanOrEqualTo(before);
        });
    }

    private Tensor chain(Tensor start) {
        Tensor h = start;
        for (int i = 0; i < DEPTH; i++) {
            h = probe.pass(h).tanh();
        }
        return h;
    }
}

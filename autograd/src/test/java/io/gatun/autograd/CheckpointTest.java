package io.gatun.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CheckpointTest {

    private static final int LAYERS = 6;

    private final Generator weights = Generator.seeded(5);
    private final Tensor x = Tensor.normal(weights, 8, 64);
    private final List<Tensor> w = new ArrayList<>();

    CheckpointTest() {
        for (int i = 0; i < LAYERS; i++) {
            w.add(Tensor.normal(weights, 64, 64).mul(0.1));
        }
    }

    /// How a block is run.
    private interface Runner {
        Tensor run(Generator generator, Supplier<Tensor> block);
    }

    private Tensor network(Generator dropout, Runner runner) {
        Tensor h = x;
        for (Tensor weight : w) {
            Tensor in = h;
            h = runner.run(dropout, () -> {
                Tensor inner = in.matmul(weight).gelu().dropout(0.3, dropout);
                return in.add(inner.matmul(weight.transpose()));
            });
        }
        return h.mul(w.getFirst().sum()).square().mean(); // the first weight is read outside, too
    }

    private Gradients gradients(Runner runner) {
        Generator dropout = Generator.seeded(9);
        List<Tensor> wrt = new ArrayList<>(w);
        wrt.add(x);
        Gradients gradients = Gradients.of(() -> network(dropout, runner), wrt);
        assertThat(dropout.position()).isEqualTo(LAYERS);
        return gradients;
    }

    @Test
    void gives_the_same_bits_as_without() {
        Gradients plain = gradients((_, block) -> block.get());
        Gradients checkpointed = gradients(Checkpoint::run);

        assertThat(checkpointed.loss().toArray()).isEqualTo(plain.loss().toArray());
        plain.forEach(entry -> assertThat(checkpointed.get(entry.tensor()).toArray())
                .isEqualTo(entry.gradient().toArray()));
    }

    @Test
    void nests() {
        Gradients plain = gradients((_, block) -> block.get());
        Gradients nested = gradients((generator, block) ->
                Checkpoint.run(generator, () -> Checkpoint.run(generator, block).mul(1)));

        plain.forEach(entry -> assertThat(nested.get(entry.tensor()).toArray())
                .isEqualTo(entry.gradient().toArray()));
    }

    @Test
    void needs_less_memory() {
        assertThat(peak(Checkpoint::run)).isLessThan(peak((_, block) -> block.get()) / 2);
    }

    private long peak(Runner runner) {
        List<Long> seen = new ArrayList<>();
        MemoryProbe probe = new MemoryProbe(seen);
        Tensor big = Tensor.zeros(1 << 14);
        return Memory.scope(() -> {
            long before = Memory.usedBytes();
            Gradients.of(
                    () -> {
                        Tensor h = big;
                        for (int i = 0; i < 8; i++) {
                            Tensor in = h;
                            h = runner.run(
                                    null,
                                    () -> probe.pass(in).exp().sin().exp().sin().tanh());
                        }
                        return h.sum();
                    },
                    big);
            return Collections.max(seen) - before;
        });
    }

    @Test
    void differentiates_again() {
        Tensor p = Tensor.of(0.3f, -0.7f);

        Gradients plain = Gradients.of(() -> slope(p, (_, block) -> block.get()), p);
        Gradients checkpointed = Gradients.of(() -> slope(p, Checkpoint::run), p);

        assertThat(checkpointed.get(p).toArray()).isEqualTo(plain.get(p).toArray());
        assertThat(plain.get(p).toArray()).isNotEqualTo(new float[2]);
    }

    private static Tensor slope(Tensor p, Runner runner) {
        Gradients inner =
                Gradients.of(() -> runner.run(null, () -> p.sin().mul(p).exp()).sum(), p);
        return inner.get(p).square().sum();
    }

    @Test
    void takes_a_block_that_returns_its_operand() {
        Tensor p = Tensor.of(2f, 3f);

        Gradients gradients = Gradients.of(
                () -> Checkpoint.run(() -> p)
                        .mul(Checkpoint.run(() -> p.reshape(2)))
                        .sum(),
                p);

        assertThat(gradients.get(p).toArray()).containsExactly(4f, 6f);
    }

    @Test
    void refuses_a_block_that_takes_other_random_streams_the_second_time() {
        Generator generator = Generator.seeded(1);
        List<Integer> runs = new ArrayList<>();

        assertThatThrownBy(() -> Gradients.of(
                        () -> Checkpoint.run(generator, () -> {
                                    runs.add(1);
                                    return runs.size() == 1
                                            ? x.dropout(0.5, generator).exp()
                                            : x.exp();
                                })
                                .sum(),
                        x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("random streams");
    }

    @Test
    void only_runs_the_block_where_nothing_is_differentiated() {
        assertThat(Checkpoint.run(() -> x.exp()).toArray()).isEqualTo(x.exp().toArray());
    }
}

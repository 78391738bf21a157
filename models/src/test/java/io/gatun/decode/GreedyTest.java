package io.gatun.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.models.Architecture;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.IncrementalDecoder;
import io.gatun.models.TestModels;
import io.gatun.models.TokenDecoder;
import io.gatun.nn.Pass;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GreedyTest {

    /// Says after each token what comes next: row r counts on by r + 1, and ends when it would pass 9.
    private static final class Counting implements TokenDecoder {

        @Override
        public int rows() {
            return 2;
        }

        @Override
        public Tensor step(int... ids) {
            float[] logits = new float[2 * 10];
            for (int row = 0; row < 2; row++) {
                int next = ids[row] == Greedy.START ? 2 : ids[row] + row + 1;
                logits[row * 10 + (next > 9 ? Greedy.END : next)] = 5;
            }
            return Tensor.of(Shape.of(2, 10), logits);
        }

        @Override
        public void reorder(int... parents) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void each_row_ends_by_itself() {
        List<Generated> generated = Greedy.of(20).generate(new Counting());

        assertThat(generated.get(0).ids()).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(generated.get(1).ids()).containsExactly(2, 4, 6, 8);
        double each = 5 - Math.log(Math.exp(5) + 9);
        assertThat(generated.get(1).score()).isCloseTo(5 * each, within(1e-4)); // the end mark counts
    }

    @Test
    void no_row_gets_longer_than_asked() {
        assertThat(Greedy.of(3).generate(new Counting()).get(0).ids()).containsExactly(2, 3, 4);
        assertThatThrownBy(() -> Greedy.of(0)).hasMessageContaining("at least 1, got 0");
    }

    @Test
    void the_bound_of_a_source_is_that_of_mesh_tensorflow() {
        assertThat(Source.of(List.of(new int[7], new int[4])).longestOutput()).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void generating_takes_no_more_memory_with_every_token(Architecture architecture) {
        EncoderDecoder model = EncoderDecoder.create(TestModels.config(architecture), Generator.seeded(1));
        Memory.scope(() -> {
            var source = model.encode(new int[] {3, 4, 5, 6, 7, 1}, new int[] {3, 2}, Pass.INFERENCE);
            IncrementalDecoder decoder = model.incremental(source, 40);
            long before = 0;
            for (int step = 0; step < 40; step++) {
                Memory.scope(() -> decoder.step(5, 6));
                Memory.scope(() -> decoder.reorder(1, 0));
                before = step == 0 ? Memory.usedBytes() : before;
            }
            assertThat(Memory.usedBytes()).isLessThanOrEqualTo(before); // less if earlier tests are collected
        });
    }
}

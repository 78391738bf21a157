package io.gatun.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.models.Architecture;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.ModelConfig;
import io.gatun.models.TestModels;
import io.gatun.models.TokenDecoder;
import io.gatun.nn.Pass;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BeamSearchTest {

    private static final int VOCAB = 4;
    private static final int LONGEST = 4;
    private static final Source SOURCE = new Source(new int[] {2, 3, 1, 3, 1, 0}, new int[] {3, 2});

    @ParameterizedTest
    @CsvSource({"1, 1.0", "2, 1.096903", "5, 1.358655", "10, 1.732862"})
    void the_length_penalty_is_that_of_wu_et_al(int length, double expected) {
        assertThat(BeamSearch.penalty(length, 0.6)).isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void a_beam_that_holds_everything_finds_the_best_of_all_sequences(Architecture architecture) {
        for (int seed = 0; seed < 3; seed++) {
            EncoderDecoder model = model(architecture, seed);

            List<Generated> found = new BeamSearch(27, LONGEST, 0.6).generate(model, SOURCE);

            for (int row = 0; row < 2; row++) {
                Generated best = best(model, row);
                assertThat(found.get(row).ids()).containsExactly(best.ids());
                assertThat(found.get(row).score()).isCloseTo(best.score(), within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void a_score_is_that_of_the_whole_decoder(Architecture architecture) {
        EncoderDecoder model = model(architecture, 11);

        List<Generated> found = new BeamSearch(2, LONGEST, 0.6).generate(model, SOURCE);

        for (int row = 0; row < 2; row++) {
            int[] ids = found.get(row).ids();
            int[] ended = Arrays.copyOf(ids, ids.length + 1);
            ended[ids.length] = Greedy.END;
            assertThat(found.get(row).score()).isCloseTo(scores(model, row, List.of(ended))[0], within(1e-5));
        }
    }

    @Test
    void a_sequence_without_end_is_returned_if_none_has_one() {
        List<Generated> found = new BeamSearch(2, LONGEST, 0.6).generate(new Endless());

        assertThat(found).hasSize(1);
        assertThat(found.get(0).ids()).containsExactly(3, 3, 3, 3);
    }

    @Test
    void rows_must_fill_beams() {
        assertThatThrownBy(() -> new BeamSearch(3, LONGEST, 0.6).generate(new Endless()))
                .hasMessageContaining("expected a multiple of 3 rows, got 2");
    }

    /// Two rows that go on with 3 most of the time, with 2 sometimes, and never end.
    private static final class Endless implements TokenDecoder {

        @Override
        public int rows() {
            return 2;
        }

        @Override
        public Tensor step(int... ids) {
            return Tensor.of(Shape.of(2, 6), -5, -100, 1, 3, -5, -5, -5, -100, 1, 3, -5, -5);
        }

        @Override
        public void reorder(int... parents) {
            // both rows remember nothing
        }
    }

    @Test
    void impossible_settings_are_refused() {
        assertThatThrownBy(() -> new BeamSearch(0, 4, 0.6)).hasMessageContaining("got 0, 4 and 0.6");
        assertThatThrownBy(() -> new BeamSearch(2, 4, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static EncoderDecoder model(Architecture architecture, int seed) {
        ModelConfig config =
                TestModels.config(architecture).with(Map.of("vocab_size", VOCAB, "tie_word_embeddings", false));
        return EncoderDecoder.create(config, Generator.seeded(seed));
    }

    private static Generated best(EncoderDecoder model, int row) {
        List<int[]> all = endedSequences();
        double[] scores = scores(model, row, all);
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        int[] ended = all.get(best);
        return new Generated(Arrays.copyOf(ended, ended.length - 1), scores[best]);
    }

    private static List<int[]> endedSequences() {
        List<int[]> ended = new ArrayList<>();
        List<int[]> open = List.of(new int[0]);
        for (int length = 1; length <= LONGEST; length++) {
            List<int[]> longer = new ArrayList<>();
            for (int[] prefix : open) {
                for (int id = 0; id < VOCAB; id++) {
                    int[] next = Arrays.copyOf(prefix, length);
                    next[length - 1] = id;
                    (id == Greedy.END ? ended : longer).add(next);
                }
            }
            open = longer;
        }
        return ended;
    }

    /// Returns the penalised log-probabilities of sequences by the whole decoder, fed with the sequences.
    private static double[] scores(EncoderDecoder model, int row, List<int[]> sequences) {
        int time = SOURCE.ids().length / 2;
        int[] source = Arrays.copyOfRange(SOURCE.ids(), row * time, (row + 1) * time);
        var encoded = model.encode(source, new int[] {SOURCE.lengths()[row]}, Pass.INFERENCE);
        int[] fed = new int[sequences.size() * LONGEST];
        for (int i = 0; i < sequences.size(); i++) {
            System.arraycopy(sequences.get(i), 0, fed, i * LONGEST + 1, sequences.get(i).length - 1);
        }
        double[] logProbabilities = model.logits(model.decode(fed, encoded.repeated(sequences.size()), Pass.INFERENCE))
                .logSoftmax()
                .toDoubles();
        double[] scores = new double[sequences.size()];
        for (int i = 0; i < scores.length; i++) {
            int[] ended = sequences.get(i);
            for (int t = 0; t < ended.length; t++) {
                scores[i] += logProbabilities[(i * LONGEST + t) * VOCAB + ended[t]];
            }
            scores[i] /= BeamSearch.penalty(ended.length, 0.6);
        }
        return scores;
    }
}

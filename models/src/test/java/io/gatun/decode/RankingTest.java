package io.gatun.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.models.Architecture;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.IncrementalDecoder;
import io.gatun.models.TestModels;
import io.gatun.nn.Pass;
import io.gatun.tensor.Generator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RankingTest {

    private static final List<int[]> CANDIDATES =
            List.of(new int[] {5, 1}, new int[] {6, 7, 1}, new int[] {6, 1}, new int[] {9, 3, 4, 1});

    /// The oracle goes token by token through the decoder with caches, each row by itself and so without padding.
    @ParameterizedTest
    @EnumSource(Architecture.class)
    void the_most_probable_candidate_is_chosen(Architecture architecture) {
        EncoderDecoder model = EncoderDecoder.create(TestModels.config(architecture), Generator.seeded(4));
        List<int[]> rows = List.of(new int[] {4, 8, 9, 1}, new int[] {3, 1}, new int[] {7, 7, 2, 5, 6, 1});

        int[] chosen = new Ranking(CANDIDATES).rank(model, Source.of(rows));

        for (int row = 0; row < rows.size(); row++) {
            double[] probabilities = probabilities(model, rows.get(row));
            for (double other : probabilities) {
                assertThat(probabilities[chosen[row]]).isGreaterThanOrEqualTo(other - 1e-4);
            }
        }
    }

    private static double[] probabilities(EncoderDecoder model, int... row) {
        Source source = Source.of(List.of(row));
        return CANDIDATES.stream()
                .mapToDouble(candidate -> {
                    IncrementalDecoder decoder =
                            model.incremental(model.encode(source.ids(), source.lengths(), Pass.INFERENCE), 10);
                    double sum = 0;
                    int previous = Greedy.START;
                    for (int token : candidate) {
                        sum += decoder.step(previous).logSoftmax().select(0, 0).toArray()[token];
                        previous = token;
                    }
                    return sum;
                })
                .toArray();
    }

    @Test
    void of_equal_candidates_the_first_is_chosen() {
        EncoderDecoder model = EncoderDecoder.create(TestModels.config(Architecture.LIGHTWEIGHT), Generator.seeded(4));
        Ranking ranking = new Ranking(List.of(new int[] {5, 1}, new int[] {5, 1}));

        assertThat(ranking.rank(model, Source.of(List.of(new int[] {4, 1})))).containsExactly(0);
    }

    @Test
    void there_must_be_something_to_choose() {
        assertThatThrownBy(() -> new Ranking(List.of())).hasMessageContaining("expected candidates");
        assertThatThrownBy(() -> new Ranking(List.of(new int[] {1}, new int[0])))
                .hasMessageContaining("got [[1], []]");
    }
}

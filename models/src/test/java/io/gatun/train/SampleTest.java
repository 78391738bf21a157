package io.gatun.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.data.task.Example;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void a_sample_of_sorted_examples_has_all_labels_and_stays_in_order() {
        List<Example> sorted = IntStream.range(0, 1000)
                .mapToObj(i -> new Example("text " + i, i < 500 ? "negative" : "positive"))
                .toList();

        List<Example> sample = Finetuning.sample(sorted, 100);

        assertThat(sample)
                .hasSize(100)
                .doesNotHaveDuplicates()
                .isSubsetOf(sorted)
                .isEqualTo(Finetuning.sample(sorted, 100));
        assertThat(sample.stream()
                        .filter(example -> example.target().equals("negative"))
                        .count())
                .isBetween(35L, 65L);
        assertThat(sample.stream().map(sorted::indexOf)).isSorted();
        assertThat(Finetuning.sample(sorted, 0)).isEqualTo(sorted);
        assertThat(Finetuning.sample(sorted, 2000)).isEqualTo(sorted);
    }
}

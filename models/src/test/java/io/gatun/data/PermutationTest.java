package io.gatun.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PermutationTest {

    @Test
    void every_number_comes_exactly_once() {
        for (long size : new long[] {1, 2, 3, 4, 5, 7, 16, 17, 63, 64, 65, 1000, 4097}) {
            var permutation = new Permutation(size, 42, size);

            assertThat(LongStream.range(0, size).map(permutation::at).sorted())
                    .containsExactly(LongStream.range(0, size).boxed().toArray(Long[]::new));
        }
    }

    @Test
    void it_mixes_and_depends_on_its_key() {
        var permutation = new Permutation(10_000, 42, 0);
        var other = new Permutation(10_000, 42, 1);

        long inPlace =
                LongStream.range(0, 10_000).filter(i -> permutation.at(i) == i).count();
        long same = LongStream.range(0, 10_000)
                .filter(i -> permutation.at(i) == other.at(i))
                .count();
        long rising = LongStream.range(1, 10_000)
                .filter(i -> permutation.at(i) > permutation.at(i - 1))
                .count();

        assertThat(inPlace).isLessThan(15);
        assertThat(same).isLessThan(15);
        assertThat(rising).isBetween(4800L, 5200L);
    }

    @Test
    void the_order_is_the_same_in_every_run() {
        var permutation = new Permutation(10, 42, 7);

        assertThat(LongStream.range(0, 10).map(permutation::at))
                .containsExactly(6L, 2L, 0L, 1L, 7L, 3L, 5L, 4L, 8L, 9L);
    }

    @Test
    void a_position_outside_is_refused() {
        var permutation = new Permutation(10, 42);

        assertThatThrownBy(() -> permutation.at(10)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> permutation.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Permutation(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.gatun.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {

    private static final Asked CASE = Asked.parse("train:t5-mini drop=0.1").getFirst();

    private static Measured took(double milliseconds, double share) {
        return new Measured(milliseconds, milliseconds / 2, share, 100);
    }

    @Test
    void the_ratio_is_the_median_of_pairs_and_not_of_times() {
        Pairs pairs = new Pairs(CASE, "pt", 1);
        pairs.add(took(10, 1), took(20, 1));
        pairs.add(took(40, 1), took(40, 1));
        pairs.add(took(10, 1.2), took(50, 1));

        assertThat(pairs.ratio()).isEqualTo(2);
        assertThat(pairs.row())
                .isEqualTo(
                        "| `train:t5-mini drop=0.1` | 1 | pt | **2.00** | 1.00 … 5.00 | 2.00 | 3 (0) | 10.0 | 40.0 | 100 / 100 |");
    }

    @Test
    void disturbed_pairs_do_not_count() {
        Pairs pairs = new Pairs(CASE, "pt", 1);
        pairs.add(took(10, 0.9), took(20, 1));
        pairs.add(took(10, 1), took(30, 0.95));

        assertThat(pairs.count()).isZero();
        assertThat(pairs.row()).contains("all 2 pairs disturbed");
    }

    @Test
    void with_two_threads_no_share_tells() {
        Pairs pairs = new Pairs(CASE, "pt", 2);
        pairs.add(took(10, 0.7), took(20, 0.9));

        assertThat(pairs.count()).isEqualTo(1);
    }

    @Test
    void a_line_is_read() {
        Measured measured =
                Measured.parse("{\"case\":\"x\",\"median_ms\":1.5,\"min_ms\":1.25,\"cpu_share\":0.99}", "line");

        assertThat(measured).isEqualTo(new Measured(1.5, 1.25, 0.99, 0));
    }

    @Test
    void cases_come_with_their_options() {
        assertThat(Asked.parse(" op:glu:fb train:lc-mini B=4 S=64 "))
                .containsExactly(new Asked("op:glu:fb", List.of()), new Asked("train:lc-mini", List.of("B=4", "S=64")));
        assertThatThrownBy(() -> Asked.parse("B=4")).hasMessage("cases: expected a case before its options, got 'B=4'");
        assertThatThrownBy(() -> Asked.parse("")).hasMessageContaining("expected some");
    }
}

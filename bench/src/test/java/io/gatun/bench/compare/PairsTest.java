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

    private static Pairs.Pair pair(Measured ours, Measured theirs) {
        return new Pairs.Pair(ours, theirs);
    }

    @Test
    void the_ratio_is_the_median_of_pairs_and_not_of_times() {
        Row row = new Row(CASE, 1);
        row.pairs("pt").add(pair(took(10, 1), took(20, 1)));
        row.pairs("pt").add(pair(took(40, 1), took(40, 1)));
        row.pairs("pt").add(pair(took(10, 1.2), took(50, 1)));

        assertThat(row.pairs("pt").ratio()).isEqualTo(2);
        assertThat(new Table(List.of("pt"), List.of(row)).lines())
                .containsExactly(
                        "| case | threads | `pt` | shortest runs | pairs | ours, ms | peak MB, ours / `pt` |",
                        "| --- | --: | --: | --: | --: | --: | --: |",
                        "| `train:t5-mini drop=0.1` | 1 | **2.00** | 2.00 | 3 | 10.0 | 100 / 100 |");
    }

    @Test
    void disturbed_pairs_do_not_count_but_are_shown_with_a_mark_where_there_are_no_others() {
        Row row = new Row(CASE, 1);
        row.pairs("pt").add(pair(took(10, 0.9), took(20, 1)));
        row.pairs("pt").add(pair(took(10, 1), took(40, 0.95)));

        assertThat(row.pairs("pt").count()).isZero();
        assertThat(String.join("\n", new Table(List.of("pt-fast", "pt"), List.of(row)).lines()))
                .contains("| **3.00**² | 3.00 | 0 (2) |")
                .contains("² Doubtful: another process", "cpu_share down to 0.90 ours, 0.95 theirs", "Stop what else");
    }

    @Test
    void a_ratio_of_one_pair_is_marked() {
        Row row = new Row(CASE, 1);
        row.pairs("pt-fast").add(pair(took(10, 1), took(20, 1)));
        row.pairs("pt-fast").add(pair(took(10, 1), took(20, 1)));
        row.pairs("pt").add(pair(took(1234, 1), took(2468, 1)));

        assertThat(new Table(List.of("pt-fast", "pt"), List.of(row)).lines())
                .contains("| `train:t5-mini drop=0.1` | 1 | **2.00** | 2.00 | 2.00¹ | 2, 1 | 10.0 | 100 / 100 |")
                .contains("¹ One pair only.");
    }

    @Test
    void with_two_threads_no_share_tells() {
        Pairs pairs = new Pairs(2);
        pairs.add(pair(took(10, 0.7), took(20, 0.9)));

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
        List<Asked> cases =
                Asked.parse("# x=1 comment\nop:glu:fb pt=0\n train:lc-mini B=4 warm_secs=9 threads=2 dtype=int8 ");

        assertThat(cases).extracting(Asked::label).containsExactly("op:glu:fb", "train:lc-mini B=4 dtype=int8");
        assertThat(cases.get(0).pairs("pt", 3)).isZero();
        assertThat(cases.get(1).threads(1)).isEqualTo(2);
        assertThat(cases.get(1).options()).containsExactly("B=4", "warm_secs=9", "dtype=int8");
        assertThat(cases.get(1).optionsOfPeer()).containsExactly("B=4", "warm_secs=3");
        assertThatThrownBy(() -> Asked.parse("B=4")).hasMessage("cases: expected a case before its options, got 'B=4'");
        assertThatThrownBy(() -> Asked.parse("")).hasMessageContaining("expected some");
    }
}

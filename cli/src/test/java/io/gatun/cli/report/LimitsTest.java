package io.gatun.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Map<String, Object> BATCHES = Map.of("batch", 128L, "length", 512L);

    private static String limits(Results results) {
        return String.join("\n", Limits.of(results));
    }

    private static Results pretrained(Map<String, Object> settings, long steps, long params) {
        Pretraining any =
                new Pretraining("transformer", params, steps, 3, 1, OptionalDouble.empty(), 42, Curve.empty());
        return new Results(settings, Map.of(), List.of(), List.of(any), List.of());
    }

    @Test
    void counts_comparisons_of_tasks_that_tell_something() {
        List<Run> runs = new ArrayList<>();
        for (String arch : List.of("transformer", "lightweight")) {
            for (boolean start : new boolean[] {false, true}) {
                runs.add(SampleResults.run("a", arch, start, .6, 42));
                runs.add(SampleResults.run("low", arch, start, .3, 42));
            }
        }

        assertThat(limits(new Results(Map.of(), Map.of(), List.of(), List.of(), runs)))
                .contains(
                        "rest on 4 comparisons, each for itself at 95 %: of comparisons between equals, up to one in twenty"
                                + " looks clear")
                .contains("Not clearly better than always giving the most frequent answer: low (every model).");
    }

    @Test
    void tells_the_seeds_that_there_are() {
        List<Run> runs = new ArrayList<>(List.of(
                SampleResults.run("a", "transformer", true, .6, 42),
                SampleResults.run("b", "transformer", true, .6, 42)));
        assertThat(limits(new Results(Map.of(), Map.of(), List.of(), List.of(), runs)))
                .contains("One random start (seed) stands behind every number");

        runs.add(SampleResults.run("a", "transformer", true, .7, 43));
        assertThat(limits(new Results(Map.of(), Map.of(), List.of(), List.of(), runs)))
                .contains("the mean of 1 to 2 random starts");
    }

    @Test
    void scale_is_that_of_the_run() {
        assertThat(limits(pretrained(BATCHES, 524, 1_394_288)))
                .contains(
                        "Each model read 34.3 million tokens of inputs in pre-training; the paper's read about 34 billion, "
                                + Words.whole(1001) + " times as many.")
                .contains(
                        "The largest model has 1.4 million parameters; the paper's of base size has about 210 million, "
                                + Words.whole(151) + " times as many.")
                .contains("neither confirms nor refutes the paper");
        assertThat(limits(pretrained(BATCHES, 131_072, 222_900_000)))
                .contains(
                        "about 34 billion, 4.0 times as many. The largest model has 222.9 million parameters; the paper's of"
                                + " base size has about 210 million. Where this page and the paper differ, that may be the reason.")
                .doesNotContain("refutes");
        assertThat(limits(pretrained(BATCHES, 524_288, 741_000_000)))
                .contains("That is the paper's scale.")
                .doesNotContain("refutes", "times as many");
        assertThat(limits(pretrained(Map.of(), 524_288, 741_000_000))).doesNotContain("tokens of inputs in");
    }

    @Test
    void a_unit_is_written_once_if_both_ends_have_it() {
        assertThat(HtmlReport.range(List.of(1_394_288L, 1_459_968L))).isEqualTo("1.4–1.5 million");
        assertThat(HtmlReport.range(List.of(741_000_000L, 1_200_000_000L))).isEqualTo("741.0 million–1.2 billion");
        assertThat(HtmlReport.range(List.of(5_000L, 6_000L))).isEqualTo(Words.whole(5000) + "–" + Words.whole(6000));
        assertThat(HtmlReport.range(List.of(5_000L))).isEqualTo(Words.whole(5000));
    }
}

package io.gatun.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.json.Json;
import io.gatun.json.JsonException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {

    private static final Optional<Scaling> NONE = Optional.empty();

    @TempDir
    private Path folder;

    @Test
    void writes_three_files_and_reads_its_results_again() throws IOException {
        Results results = SampleResults.of(1);

        Report.write(results, folder.resolve("new/folder"));

        assertThat(folder.resolve("new/folder")).isDirectoryContaining("glob:**results.json");
        String json = Files.readString(folder.resolve("new/folder/results.json"));
        assertThat(Results.fromJson(Json.parseObject(json, "results.json"))).isEqualTo(results);
        assertThat(Json.parseObject(json, "").objects("runs").getFirst().members())
                .containsKeys(
                        "arch",
                        "task",
                        "pretrained",
                        "metric",
                        "value",
                        "baseline",
                        "n",
                        "seed",
                        "steps",
                        "seconds",
                        "params");
        assertThat(folder.resolve("new/folder/report.md")).isNotEmptyFile();
        assertThat(folder.resolve("new/folder/report.html")).isNotEmptyFile();
        try (var files = Files.list(folder.resolve("new/folder"))) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void the_page_loads_nothing_and_escapes_what_comes_from_data() {
        String html = HtmlReport.of(SampleResults.of(1), NONE);

        assertThat(html).doesNotContain("http:", "https:", "src=", "href=", "url(", "@import");
        assertThat(html).contains("AMD &lt;EPYC&gt; &amp; co").doesNotContain("<EPYC>");
    }

    @Test
    void every_drawing_is_well_formed_and_inside_its_frame() throws Exception {
        String html = HtmlReport.of(SampleResults.of(3), NONE);
        List<String> drawings = Pattern.compile("<svg class=\"(?:chart|dots).*?</svg>", Pattern.DOTALL)
                .matcher(html)
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(drawings).hasSize(3 + 2 + 6);
        for (String drawing : drawings) {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(drawing.replace("data-", "d-"))));
            assertThat(drawing).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void says_what_leads_and_what_cannot_be_told_apart() {
        String page = MarkdownReport.of(SampleResults.of(1), NONE);

        assertThat(page)
                .contains(
                        "(9 comparisons at once), the best convolution, set against the transformer, cannot be told apart on"
                                + " javadoc-module, javadoc-summary and grammar")
                .contains("**Which convolution is best?**")
                .contains("On grammar, transformer is highest with 90.1 % exact match, ahead of all others")
                .contains("lightweight is highest with 61.2 %", "dynamic and transformer may be as good")
                .contains(
                        "Not clearly better than always giving the most frequent answer",
                        "javadoc-module (from scratch: transformer")
                .contains("linear classifier on words and pairs of words 55.0 %")
                .contains("One random start (seed) stands behind every number")
                .contains("| lightweight | **43.8** (39.5–48.2) | **61.2** (56.9–65.4) | +17.4 ★ |");
    }

    @Test
    void tells_the_spread_of_several_seeds() {
        assertThat(MarkdownReport.of(SampleResults.of(3), NONE))
                .contains("the mean of 3 random starts (seeds)")
                .contains("| **61.6** ± 0.4 (57.3–65.8, 3 seeds) |");
        assertThat(HtmlReport.of(SampleResults.of(3), NONE)).contains("3 seeds from", "sd 0.4 (3)");
    }

    @Test
    void shows_further_rates_and_answers_that_are_no_label() {
        String page = MarkdownReport.of(SampleResults.of(1), NONE);
        assertThat(page)
                .contains(
                        "linear classifier on words and pairs of words 55.0 %; answers that are no label: at most 1.0 % in a"
                                + " run")
                .contains("| architecture | from scratch | pre-trained | gain | F1, from scratch | F1, pre-trained |")
                .contains("+17.4 ★ | 42.8 | 60.2 |")
                .contains("| architecture | from scratch | pre-trained | gain |\n");
        assertThat(HtmlReport.of(SampleResults.of(1), NONE))
                .contains("<small>F1</small></th><td class=\"first\">40.2</td><td>57.5</td>");
    }

    @Test
    void times_are_told_where_they_are_a_measurement() {
        assertThat(MarkdownReport.of(SampleResults.of(1), NONE)).contains(" 24 runs.\n");
        assertThat(HtmlReport.of(SampleResults.of(1), NONE)).doesNotContain("of training and tests");

        Results all = SampleResults.of(1);
        Results measured = new Results(all.settings(), all.machine(), List.of(), all.pretrainings(), List.of());
        assertThat(MarkdownReport.of(measured, NONE)).contains(" 0 runs in 2 min 30 s.\n");
        assertThat(HtmlReport.of(measured, NONE)).contains("of training and tests");
    }

    @Test
    void a_part_of_the_runs_makes_a_page_too() {
        Results all = SampleResults.of(1);
        Results part = new Results(
                all.settings(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(all.runs().get(3)));

        assertThat(MarkdownReport.of(part, NONE))
                .contains("| lightweight | – | **61.2**", "61.2 % accuracy; no other was compared.");
        assertThat(HtmlReport.of(part, NONE)).contains("lightweight");
        assertThat(HtmlReport.of(new Results(Map.of(), Map.of(), List.of(), List.of(), List.of()), NONE))
                .contains("</html>");
    }

    @Test
    void refuses_a_value_that_is_no_rate_and_a_curve_that_is_none() {
        Run run = SampleResults.of(1).runs().getFirst();

        assertThatThrownBy(() -> new Run(
                        "a",
                        "t",
                        true,
                        "accuracy",
                        61.2,
                        0,
                        10,
                        1,
                        1,
                        1,
                        OptionalDouble.empty(),
                        1,
                        Map.of(),
                        run.loss(),
                        run.validation()))
                .hasMessageContaining("expected value and baseline from 0 to 1, got 61.2");
        assertThatThrownBy(() -> Curve.fromJson(List.of(List.of(1L))))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("expected pairs");
    }
}

package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.file.DirectoryLock;
import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReproduceCommandTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writes_questions() throws IOException {
        Files.createDirectories(folder.resolve("data/trec"));
        Files.writeString(folder.resolve("data/trec/train_5500.label"), questions(60));
        Files.writeString(folder.resolve("data/trec/TREC_10.label"), questions(20));
    }

    private static String questions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (i % 2 == 0 ? "NUM:date When did fox %d jump ?\n" : "HUM:ind Who saw fox %d jump ?\n")
                        .formatted(i))
                .collect(Collectors.joining());
    }

    private Shell.Ran reproduce(String... more) {
        List<String> line = new ArrayList<>(List.of(
                ("reproduce --quiet --archs lightweight,transformer --tasks trec --vocab 320 --d-model 16 --d-ff 32"
                                + " --heads 2 --layers 1 --batch 2 --length 16 --steps 3 --finetune-steps 4")
                        .split(" ")));
        line.addAll(List.of(
                "--corpus",
                Samples.CORPUS.toString(),
                "--data",
                folder.resolve("data").toString()));
        for (String option : more) {
            int given = option.startsWith("--") ? line.indexOf(option) : -1;
            if (given >= 0) {
                line.subList(given, given + 2).clear();
            }
        }
        line.addAll(List.of(more));
        line.addAll(List.of("--out", folder.resolve("out").toString()));
        return Shell.run(line.toArray(String[]::new));
    }

    private JsonObject results() throws IOException {
        Path file = folder.resolve("out/results.json");
        return Json.parseObject(Files.readString(file), file.toString());
    }

    @Test
    void compares_and_goes_on_where_it_was() throws IOException {
        Shell.Ran ran = reproduce("--kernel", "3", "--filters", "4", "--finetune-length", "12");
        assertThat(ran.status()).as(ran.err()).isZero();

        assertThat(results().objects("runs")).hasSize(4);
        assertThat(results().objects("linear")).hasSize(1);
        assertThat(results().object("settings").members()).containsEntry("kernel", List.of(3L));
        assertThat(results().object("settings").string("command"))
                .startsWith("gatun reproduce --quiet --archs lightweight,transformer --tasks trec")
                .contains("--kernel 3 --filters 4");
        assertThat(results().object("settings").string("model"))
                .isEqualTo("d_model 16, d_ff 32, 2 heads of 8, layers 1 + 1");
        assertThat(folder.resolve("out/report.html")).isNotEmptyFile();
        Path model = folder.resolve("out/finetune/trec/lightweight-pretrained-42");
        JsonObject config = Json.parseObject(Files.readString(model.resolve("config.json")), "config.json");
        assertThat(config.members()).containsEntry("kernels", List.of(3L)).containsEntry("filters", 4L);
        assertThat(config.object("task").members()).containsEntry("max_input", 12L);

        // one run is lost, and a task comes to it: all else stays
        String before = Files.readString(folder.resolve("out/finetune/trec/transformer-scratch-42/run.json"));
        Files.delete(model.resolve("run.json"));
        ran = reproduce(
                "--kernel",
                "3",
                "--filters",
                "4",
                "--finetune-length",
                "12",
                "--tasks",
                "trec,grammar",
                "--archs",
                "lightweight,transformer,dynamic");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(results().objects("runs")).hasSize(12);
        assertThat(folder.resolve("out/finetune/trec/transformer-scratch-42/run.json"))
                .content()
                .isEqualTo(before);

        // a smaller command does not take the others' runs from the report
        ran = reproduce("--kernel", "3", "--filters", "4", "--finetune-length", "12");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(results().objects("runs")).hasSize(12);
        assertThat(results().objects("pretraining")).hasSize(3);
    }

    @Test
    void what_cannot_be_trained_does_not_keep_the_rest_from_it() throws IOException {
        for (int i = 0; i < 2; i++) {
            Shell.Ran ran = reproduce("--tasks", "trec,grammar", "--finetune-lr", "0.05,trec=1e30");

            assertThat(ran.status()).as(ran.err()).isEqualTo(ExitStatus.FAILED);
            assertThat(results().objects("runs")).hasSize(4);
            assertThat(folder.resolve("out/finetune/trec/transformer-scratch-42/failed.json"))
                    .content()
                    .contains("the loss became");
            assertThat(results().objects("failed")).hasSize(4);
            assertThat(folder.resolve("out/report.md")).content().contains("4 trainings could not go on");
        }
    }

    @Test
    void two_processes_do_not_share_a_directory() throws IOException {
        try (DirectoryLock _ = DirectoryLock.of(folder.resolve("out"))) {
            Samples.assertRefused(reproduce(), "another gatun process works in this directory");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--steps | 4 | was begun with steps 3, not with steps 4",
                "--finetune-steps | 5 | was begun with finetune_steps 4 for trec, not with finetune_steps 5",
                "--kernel | 5 | was begun with no kernel, not with kernel [5]",
            })
    void goes_on_with_the_same_settings_only(String option, String value, String message) throws IOException {
        assertThat(reproduce().status()).isZero();

        Samples.assertRefused(reproduce(option, value), message);
    }

    @Test
    void goes_on_with_the_same_text_and_data_only() throws IOException {
        Path corpus = folder.resolve("corpus.txt");
        Files.copy(Samples.CORPUS, corpus);
        assertThat(reproduce("--corpus", corpus.toString()).status()).isZero();

        Files.writeString(corpus, "One more line.\n", StandardOpenOption.APPEND);
        Samples.assertRefused(
                reproduce("--corpus", corpus.toString()), "was begun with another corpus than what is there now");

        Files.copy(Samples.CORPUS, corpus, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve("data/trec/TREC_10.label"), questions(21));
        Samples.assertRefused(
                reproduce("--corpus", corpus.toString()),
                "was begun with another data for trec than what is there now");
    }

    @Test
    void settings_that_led_to_nothing_may_be_mended() throws IOException {
        Files.writeString(folder.resolve("empty.txt"), "");
        Shell.Ran ran = reproduce("--corpus", folder.resolve("empty.txt").toString());
        assertThat(ran.status()).isEqualTo(2);

        ran = reproduce("--steps", "2");
        assertThat(ran.status()).as(ran.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--finetune-steps | 4,treck=3 | treck=3 is for none of the tasks agnews, civil-comments",
                "--finetune-steps | trec | expected whole numbers of at least 1",
                "--finetune-steps | 0 | expected whole numbers of at least 1",
                "--filters | 3 | filters must divide d_model 16",
                "--finetune-lr | 0.0.2 | --finetune-lr: expected numbers above 0",
                "--finetune-lr | 1e999 | --finetune-lr: expected numbers above 0",
                "--archs | dynamic,dynamic | --archs: expected each once, got dynamic twice",
                "--tasks | trec,trec | --tasks: expected each once, got trec twice",
                "--tasks | file | --tasks: file is for gatun finetune",
                "--lr | 0 | --lr: expected a finite number above 0",
                "--finetune-lr | 0 | --finetune-lr: expected numbers above 0, as in 0.02,imdb=0.01, got 0",
                "--finetune-lr | 0x1p3 | expected numbers above 0",
                "--finetune-batch | trec=0 | --finetune-batch: expected whole numbers of at least 1",
                "--finetune-length | 1 | --finetune-length: expected a number from 2",
                "--tasks | treck | did you mean trec?",
                "--encoder-attention | 2 | encoder_attention must be from 0 to the 1",
            })
    void refuses_what_cannot_be(String option, String value, String message) {
        Samples.assertRefused(reproduce(option, value), message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void each_task_may_have_values_of_its_own() {
        List<String> tasks = List.of("imdb", "trec", "sst2");
        assertThat(steps("240", "imdb=400", "cogs=9").of(tasks, null, PerTask::whole))
                .isEqualTo(Map.of("imdb", 400L, "trec", 240L, "sst2", 240L));
        assertThat(steps("imdb=1").of(tasks, 7L, PerTask::whole)).containsEntry("trec", 7L);
        assertThat(steps("0.1", "sst2=2e-3").of(tasks, null, PerTask::positive)).containsEntry("sst2", 0.002);
        assertThatThrownBy(() -> steps("imdb=1").of(tasks, null, PerTask::whole))
                .hasMessageContaining("or one for trec too");
    }

    private static PerTask steps(String... values) {
        return new PerTask("--finetune-steps", List.of(values));
    }
}

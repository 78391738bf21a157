package io.gatun.data.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.data.Split;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlueTasksTest {

    @TempDir
    Path folder;

    private DataSetFiles sst2;
    private DataSetFiles mnli;

    @BeforeEach
    void begin() {
        sst2 = new DataSetFiles("sst2", folder);
        mnli = new DataSetFiles("mnli", folder);
    }

    @Test
    void sst2_has_literal_quotes_and_a_validation_file_where_the_test_file_is_labelled() {
        sst2.writeGzip("sst2/train.tsv.gz", "sentence\tlabel\na \"fine , small film \t1\nnot for me \t0\n")
                .write("sst2/dev.tsv", "sentence\tlabel\nso-so\t0\n")
                .write("sst2/test-labelled.tsv", "sentence\tlabel\r\ngreat  fun\t1\r\n");

        assertThat(sst2.load(Split.TRAIN))
                .containsExactly(
                        new Example("sst2 sentence: a \"fine , small film", "positive"),
                        new Example("sst2 sentence: not for me", "negative"));
        assertThat(sst2.load(Split.VALIDATION)).containsExactly(new Example("sst2 sentence: so-so", "negative"));
        assertThat(sst2.load(Split.TEST)).containsExactly(new Example("sst2 sentence: great fun", "positive"));
        assertThat(sst2.task().labels()).containsExactly("negative", "positive");
        assertThat(sst2.notes).isEmpty();
    }

    @Test
    void sst2_is_tested_on_dev_where_no_test_file_is_labelled_and_validated_on_training_data() {
        var rows = new StringBuilder("sentence\tlabel\n");
        for (int i = 0; i < 40; i++) {
            rows.append("sentence number ").append(i).append('\t').append(i % 2).append('\n');
        }
        sst2.write("SST-2/train.tsv", rows.toString())
                .write("SST-2/dev.tsv", "sentence\tlabel\nso-so\t0\n")
                .write("SST-2/test.tsv", "index\tsentence\n0\tunknown\n");

        assertThat(sst2.load(Split.TEST)).extracting(Example::input).containsExactly("sst2 sentence: so-so");
        assertThat(sst2.load(Split.TRAIN)).hasSize(36);
        assertThat(sst2.load(Split.VALIDATION)).hasSize(4).doesNotContainAnyElementsOf(sst2.load(Split.TRAIN));
    }

    @Test
    void a_carriage_return_within_a_field_ends_no_row() {
        sst2.write("dev.tsv", "sentence\tlabel\r\nso\rso\t0\r\ngreat\t1\r\n");

        assertThat(sst2.load(Split.TEST))
                .containsExactly(
                        new Example("sst2 sentence: so so", "negative"),
                        new Example("sst2 sentence: great", "positive"));
        assertThat(sst2.notes).isEmpty();
    }

    @Test
    void a_line_longer_than_a_million_characters_costs_one_row() {
        sst2.write("dev.tsv", "sentence\tlabel\n" + "x".repeat(3 << 20) + "\t0\ngreat\t1\n");

        assertThat(sst2.load(Split.TEST)).containsExactly(new Example("sst2 sentence: great", "positive"));
        assertThat(sst2.notes.getFirst()).contains("1 of 2", "dev.tsv:2: longer than 1048576 characters");
    }

    @Test
    void mnli_finds_its_columns_by_name_and_leaves_out_pairs_without_agreement() {
        mnli.write("MNLI/dev_matched.tsv", """
                index\tgenre\tsentence1\tsentence2\tlabel1\tgold_label
                0\tfiction\tHe said "no.\tHe  refused.\tentailment\tentailment
                1\tletters\tA dog sleeps.\tIt is Monday.\tneutral\t-
                2\tletters\tA dog sleeps.\tA dog runs.\tneutral\tcontradiction
                """);

        assertThat(mnli.load(Split.TEST))
                .containsExactly(
                        new Example("mnli hypothesis: He refused. premise: He said \"no.", "entailment"),
                        new Example("mnli hypothesis: A dog runs. premise: A dog sleeps.", "contradiction"));
        assertThat(mnli.task().labels()).containsExactly("entailment", "neutral", "contradiction");
        assertThat(mnli.notes).isEmpty();
    }
}

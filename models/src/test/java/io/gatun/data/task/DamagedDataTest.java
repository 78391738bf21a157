package io.gatun.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.data.Split;
import io.gatun.data.file.TarFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are missing, damaged, or not in the expected form.
class DamagedDataTest {

    @TempDir
    Path folder;

    private void assertRefused(DataSetFiles files, Split split, String... messages) {
        assertThatThrownBy(() -> files.load(split))
                .isInstanceOf(TaskException.class)
                .hasMessageContainingAll(messages)
                .hasMessageNotContaining("\n");
    }

    @Test
    void no_folder_given() {
        assertThatThrownBy(() -> Tasks.named("trec", TaskSettings.NONE))
                .isInstanceOf(TaskException.class)
                .hasMessageContainingAll("task trec", "--data", "train_5500.label", "TREC_10.label", "cogcomp.org");
    }

    @Test
    void every_task_says_which_files_are_missing_where_and_whence_they_come() {
        for (String name : List.of(
                "civil-comments", "wiki-toxic", "imdb", "sst2", "s140", "trec", "agnews", "cogs", "mnli", "squad")) {
            var files = new DataSetFiles(name, folder);
            for (Split split : files.task().splits()) {
                assertRefused(
                        files, split, "task " + name, "expected", "(plain or .gz)", folder.toString(), "found none");
            }
            assertThat(Tasks.names()).contains(name);
        }
        assertRefused(
                new DataSetFiles("sst2", folder.resolve("nowhere")), Split.TEST, "dev.tsv", "SST-2.zip", "no folder");
    }

    @Test
    void only_the_files_of_the_split_are_needed() {
        var cogs = new DataSetFiles("cogs", folder).write("test.tsv", "A .\ta\tin_distribution\n");

        assertThat(cogs.load(Split.TEST)).hasSize(1);
        assertRefused(cogs, Split.TRAIN, "train.tsv", folder.toString());
        assertThatThrownBy(() -> new DataSetFiles("trec", folder).load(Split.GENERALIZATION))
                .hasMessage("task trec: it has no split generalization");
    }

    @Test
    void another_tasks_columns() {
        var mnli = new DataSetFiles("mnli", folder).write("train.tsv", "sentence\tlabel\na\t1\n");

        assertRefused(mnli, Split.TRAIN, "train.tsv", "[sentence1, sentence2, gold_label]", "'sentence, label'");
    }

    @Test
    void a_few_malformed_rows_are_named_and_left_out() {
        var rows = new StringBuilder("sentence\tlabel\n");
        for (int i = 2; i <= 1001; i++) {
            rows.append(
                    switch (i) {
                        case 5 -> "only one column\n";
                        case 7 -> "a\tb\tc\n";
                        case 9 -> " \t1\n";
                        case 11 -> "unknown label\tpositive\n";
                        default -> "sentence " + i + "\t" + i % 2 + "\n";
                    });
        }
        var sst2 = new DataSetFiles("sst2", folder).write("train.tsv", rows.toString());
        Task task = sst2.task();

        assertThat(task.load(Split.TRAIN).size() + task.load(Split.VALIDATION).size())
                .isEqualTo(996);
        Path file = folder.resolve("train.tsv");
        assertThat(sst2.notes)
                .containsExactly("task sst2: left out as malformed: 4 of 1000: " + file
                        + ":5: expected 2 columns, found 1; " + file + ":7: expected 2 columns, found 3; " + file
                        + ":9: the sentence is empty; and 1 more");
    }

    @Test
    void more_than_one_per_cent_of_malformed_rows_is_refused() {
        String good = "1,Title,Text\n".repeat(590);
        String bad = "5,Title,Text\n";
        var agnews = new DataSetFiles("agnews", folder);

        agnews.write("test.csv", good + bad.repeat(5));
        assertThat(agnews.load(Split.TEST)).hasSize(590);
        agnews.write("test.csv", good + bad.repeat(6));
        assertRefused(agnews, Split.TEST, "at most 1 %", "6 of 596", "test.csv:591: the class is '5'", "and 3 more");
        agnews.write("test.csv", bad);
        assertRefused(agnews, Split.TEST, "at least one example", "test.csv:1: the class is '5'");
    }

    @Test
    void malformed_rows_are_a_share_of_all_rows_in_the_file_whatever_they_are_for() {
        String bad = "no columns\n".repeat(6);
        var civil = new DataSetFiles("civil-comments", folder)
                .write(
                        "civil_comments.csv",
                        "comment_text,split,toxicity\n" + "Fine.,train,0\n".repeat(400)
                                + "Not rated.,test_private,\n".repeat(194) + bad + "Fine.,test_private,0\n");

        assertThat(civil.load(Split.TEST)).hasSize(1);
        assertThat(civil.notes.getFirst()).contains("6 of 601");
        var s140 = new DataSetFiles("s140", folder)
                .write(
                        "testdata.manual.2009.06.14.csv",
                        "2,1,d,q,u,Neutral.\n".repeat(594) + "0" + bad.replace("\n", "\n0") + ",1,d,q,u,Bad.\n");
        assertThat(s140.load(Split.TEST)).hasSize(1);
        assertThat(s140.notes.getFirst()).contains("6 of 601");
    }

    @Test
    void reading_ends_where_a_thousand_rows_and_half_of_all_are_malformed() {
        var agnews =
                new DataSetFiles("agnews", folder).write("test.csv", "1,Title,Text\n" + "5,Title,Text\n".repeat(5000));

        assertRefused(agnews, Split.TEST, "at most 1 %", "1001 of 1002 so far", "test.csv:2: the class is '5'");
    }

    @Test
    void the_labels_of_kaggles_test_are_missed_by_their_name() {
        var wiki = new DataSetFiles("wiki-toxic", folder).write("test.csv", "id,comment_text\na,Kind.\n");

        assertRefused(wiki, Split.TEST, "expected test_labels.csv (plain or .gz) in " + folder, "Kaggle");
    }

    @Test
    void a_stray_quote_costs_one_row() {
        var agnews = new DataSetFiles("agnews", folder)
                .write("test.csv", "\"1\",\"A \"b\" c\",\"d\"\n\"2\",\"E\",\"f\"\n\"3\",\"G\",\"not closed\n");

        assertThat(agnews.load(Split.TEST)).containsExactly(new Example("agnews: E . f", "Sports"));
        assertThat(agnews.notes.getFirst()).contains("2 of 3", "test.csv:1: a quote", "test.csv:3: a field in quotes");
    }

    @Test
    void files_that_end_too_early_or_are_of_another_kind() {
        byte[] packed = DataSetFiles.gzip("1,Title,Text\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        assertRefused(
                new DataSetFiles("agnews", folder).write("test.csv.gz", Arrays.copyOf(packed, packed.length - 12)),
                Split.TEST,
                "test.csv.gz",
                "damaged");
        assertRefused(
                new DataSetFiles("cogs", folder).write("test.tsv", new byte[] {1, 0, 2}),
                Split.TEST,
                "test.tsv",
                "binary");
        assertRefused(
                new DataSetFiles("imdb", folder).write("aclImdb_v1.tar", "<html>not found</html>".repeat(50)),
                Split.TEST,
                "aclImdb_v1.tar",
                "not a tar archive");
        byte[] tar = new TarFiles()
                .file("aclImdb/test/pos/0_9.txt", "Good.")
                .file("aclImdb/test/pos/1_9.txt", "Better.")
                .bytes();
        assertRefused(
                new DataSetFiles("imdb", folder).write("aclImdb_v1.tar", Arrays.copyOf(tar, 1024)),
                Split.TEST,
                "aclImdb_v1.tar: damaged: the archive ends too early, in or after aclImdb/test/pos/0_9.txt");
        var squad = new DataSetFiles("squad", folder);
        assertRefused(squad.write("dev-v1.1.json", "{\"data\": ["), Split.TEST, "dev-v1.1.json", "SQuAD v1.1");
        assertRefused(squad.write("dev-v1.1.json", "{\"dat\": []}"), Split.TEST, "dev-v1.1.json", "\"data\"");
    }
}

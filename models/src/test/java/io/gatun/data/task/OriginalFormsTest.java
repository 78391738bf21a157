package io.gatun.data.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.data.Split;
import io.gatun.data.file.TarFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tasks whose files are neither CSV nor GLUE's: imdb, trec, cogs, squad.
class OriginalFormsTest {

    @TempDir
    Path folder;

    private static final List<Example> REVIEWS = List.of(
            new Example("imdb: Dull. Very dull.", "negative"), new Example("imdb: A \"gem\" \uFFFD!", "positive"));

    private static byte[] gem() {
        byte[] text = "A \"gem\" ?!\n".getBytes(StandardCharsets.UTF_8);
        text[8] = (byte) 0xff; // malformed
        return text;
    }

    @Test
    void imdb_reads_the_archive_and_the_unpacked_folders_alike() {
        byte[] tar = new TarFiles()
                .entry("aclImdb/", '5', "")
                .file("aclImdb/README", "read me")
                .file("aclImdb/test/pos/0_9.txt", gem())
                .file("aclImdb/test/urls_neg.txt", "none")
                .file("aclImdb/test/pos/._0_9.txt", "Mac OS X")
                .file("aclImdb/test/neg/0_2.txt", "Dull.<br /><br />Very dull.")
                .file("aclImdb/train/neg/0_3.txt", "For training.")
                .file("aclImdb/train/unsup/0_0.txt", "Unlabelled.")
                .bytes();
        var packed =
                new DataSetFiles("imdb", folder.resolve("a")).write("imdb/aclImdb_v1.tar.gz", DataSetFiles.gzip(tar));
        var plain = new DataSetFiles("imdb", folder.resolve("b")).write("aclImdb_v1.tar", tar);
        var unpacked = new DataSetFiles("imdb", folder.resolve("c"))
                .write("imdb/aclImdb/test/pos/0_9.txt", gem())
                .write("imdb/aclImdb/test/neg/0_2.txt", "Dull.<br /><br />Very dull.")
                .write("imdb/aclImdb/test/neg/._0_2.txt", "Mac OS X")
                .write("imdb/aclImdb/test/neg/list", "no review");

        assertThat(packed.load(Split.TEST)).isEqualTo(REVIEWS);
        assertThat(plain.load(Split.TEST)).isEqualTo(REVIEWS);
        assertThat(unpacked.load(Split.TEST)).isEqualTo(REVIEWS);
        assertThat(plain.load(Split.TRAIN)).containsExactly(new Example("imdb: For training.", "negative"));
        assertThat(new DataSetFiles("imdb", folder.resolve("c/imdb/aclImdb")).load(Split.TEST))
                .isEqualTo(REVIEWS);
    }

    @Test
    void trec_is_read_as_bytes_and_its_labels_come_from_training_or_from_the_model() {
        String train = "DESC:def What is\u00f0an  ell ?\nHUM:ind Who sang \"Ha\" ?\nHUM:gr Who won ?\n";
        var trec = new DataSetFiles("trec", folder)
                .write("trec/train_5500.label", train, StandardCharsets.ISO_8859_1)
                .write("trec/TREC_10.label", "NUM:date When was the fair ?\n");

        assertThat(trec.task().labels()).containsExactly("DESC:def", "HUM:gr", "HUM:ind");
        assertThat(Tasks.named("trec", trec.settings().withLabels(List.of("b", "a")))
                        .labels())
                .containsExactly("b", "a");
        assertThat(trec.load(Split.TEST)).containsExactly(new Example("trec: When was the fair ?", "NUM:date"));
        assertThat(trec.load(Split.TRAIN)).contains(new Example("trec: What is an ell ?", "DESC:def"));
    }

    @Test
    void trec_scores_the_coarse_class_beside_the_fine_one() {
        var trec = Tasks.named(
                "trec",
                TaskSettings.NONE.withData(folder).withLabels(List.of("DESC:def", "HUM:gr", "HUM:ind", "NUM:date")));
        var examples = List.of(
                new Example("a", "HUM:gr"),
                new Example("b", "HUM:gr"),
                new Example("c", "HUM:ind"),
                new Example("d", "NUM:dist"));

        Scores scores = trec.score(examples, List.of(" HUM:gr", "HUM:ind", "HUM:none", "NUM:date"));

        assertThat(scores.value()).isEqualTo(0.25);
        assertThat(scores.details())
                .containsEntry("accuracy", 0.25)
                .containsEntry("coarse_accuracy", 0.75)
                .containsEntry("invalid_rate", 0.25);
    }

    @Test
    void trec_scores_answers_with_another_tasks_labels() {
        var trec = Tasks.named(
                "trec", TaskSettings.NONE.withData(folder).withLabels(List.of("negative", "positive", ":", "HUM:gr")));
        var examples = List.of(new Example("a", "HUM:gr"), new Example("b", "HUM:gr"), new Example("c", "positive"));

        Scores scores = trec.score(examples, List.of("negative", ":", "positive"));

        assertThat(scores.details()).containsEntry("coarse_accuracy", 1 / 3.0);
    }

    @Test
    void cogs_keeps_logical_forms_and_tells_the_kinds_of_generalization_apart() {
        String form = "* cat ( x _ 1 ) ; see . theme ( x _ 2 , x _ 1 )";
        var cogs = new DataSetFiles("cogs", folder)
                .write("cogs/train.tsv", "The cat was seen .\t" + form + "\tin_distribution\n")
                .write("cogs/dev.tsv", "Ann\tAnn\tprimitive\n")
                .write("cogs/test.tsv", "Bob slept .\tsleep . agent ( x _ 1 , Bob )\tin_distribution\n")
                .write("cogs/gen.tsv", "Bob ran .\trun . agent ( x _ 1 , Bob )\tcp_recursion\n");
        Task task = cogs.task();

        assertThat(task.splits()).containsExactly(Split.TRAIN, Split.VALIDATION, Split.TEST, Split.GENERALIZATION);
        assertThat(task.load(Split.TRAIN))
                .containsExactly(new Example("cogs: The cat was seen .", List.of(form), "in_distribution"));
        assertThat(task.load(Split.VALIDATION)).extracting(Example::target).containsExactly("Ann");
        assertThat(task.load(Split.GENERALIZATION))
                .extracting(Example::category)
                .containsExactly("cp_recursion");
        assertThat(task.metric()).isEqualTo(Metric.EXACT_MATCH);
        assertThat(task.classification()).isFalse();
    }

    @Test
    void squad_pads_punctuation_and_keeps_all_answers() throws IOException {
        var squad = new DataSetFiles("squad", folder).write("squad/dev-v1.1.json", """
                        {"version": "1.1", "data": [{"title": "T", "paragraphs": [{
                          "context": "Ann (b. 1901)\\nwon the U.S. title; caf\u00e9s cheered.",
                          "qas": [
                            {"id": "q1", "question": "Who won?", "answers": [
                              {"text": "Ann", "answer_start": 0},
                              {"text": "Ann (b. 1901)", "answer_start": 0},
                              {"text": "Ann", "answer_start": 0}]},
                            {"id": "q2", "question": "Who lost?", "answers": []}]}]}]}
                        """);

        assertThat(squad.load(Split.TEST))
                .containsExactly(new Example(
                        "question: Who won ? context: Ann ( b . 1901 ) won the U . S . title ; caf\u00e9s cheered .",
                        List.of("Ann", "Ann ( b . 1901 )"),
                        ""));
        assertThat(new DataSetFiles("squad", folder.resolve("marked"))
                        .write("dev-v1.1.json", "\uFEFF" + Files.readString(folder.resolve("squad/dev-v1.1.json")))
                        .load(Split.TEST))
                .isEqualTo(squad.load(Split.TEST));
        assertThat(squad.notes).hasSize(2);
        assertThat(squad.notes.getFirst()).contains("dev-v1.1.json, question q2: there is no answer");
        assertThat(squad.task().metric()).isEqualTo(Metric.TOKEN_F1);
    }
}

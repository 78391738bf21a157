package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadCorpusTest {

    @TempDir
    private Path folder;

    private void refused(Path corpus, String message) {
        String out = folder.resolve("out").toString();
        Samples.assertRefused(
                Shell.run(("pretrain --quiet --arch lightweight --steps 2 --batch 2 --length 16 --tokenizer "
                                + Samples.TOKENIZER + " --corpus " + corpus + " --out " + out)
                        .split(" ")),
                message);
        Samples.assertRefused(
                Shell.run(("tokenizer train --quiet --vocab 300 --input " + corpus + " --out " + out + ".model")
                        .split(" ")),
                message);
        assertThat(folder.resolve("out/model.safetensors")).doesNotExist();
        assertThat(folder.resolve("out.model")).doesNotExist();
    }

    private Path file(String name, String text) {
        return Samples.write(folder.resolve(name), text);
    }

    @Test
    void a_missing_file() {
        refused(folder.resolve("none.txt"), "none.txt");
    }

    @Test
    void an_empty_file() {
        refused(file("empty.txt", ""), "empty.txt: expected text, found none");
    }

    @Test
    void blank_lines_only() {
        refused(file("blank.txt", "\n  \n\t\n\n"), "blank.txt: expected text, found none");
    }

    @Test
    void a_folder_without_text() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        refused(empty, "expected text files below this folder");
    }

    @Test
    void binary_data() throws IOException {
        Path binary = Files.write(folder.resolve("binary.txt"), new byte[] {0, 1, 2, 3, (byte) 0xff, 0});
        refused(binary, "binary.txt: expected UTF-8 text");
    }

    @Test
    void a_compressed_file_that_is_cut_off() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(Files.readAllBytes(Samples.CORPUS));
        }
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
        refused(Files.write(folder.resolve("cut.gz"), cut), "cut.gz: damaged");
    }

    @Test
    void json_lines_with_damaged_lines() {
        refused(file("lines.jsonl", "{\"text\": \"the fox\"}\n" + "{\"text\": \n".repeat(6)), "lines.jsonl:2");
    }

    @Test
    void json_lines_of_another_type() {
        refused(file("lines.jsonl", "{\"text\": \"the fox\"}\n" + "{\"text\": 5}\n".repeat(6)), "lines.jsonl:2");
    }

    @Test
    void a_few_malformed_json_lines_are_told_and_left_out() {
        Path corpus = file("lines.jsonl", "{\"text\": null}\n" + "{\"text\": \"the lazy fox jumps\"}\n".repeat(99));
        String out = folder.resolve("out").toString();

        Shell.Ran ran = Shell.run(("pretrain --arch lightweight --steps 2 --d-model 16 --d-ff 32 --heads 2 --layers 1"
                        + " --batch 2 --length 16 --tokenizer " + Samples.TOKENIZER + " --corpus " + corpus + " --out "
                        + out)
                .split(" "));

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.err()).containsOnlyOnce("left out as malformed: " + corpus + ":1: ");
    }

    @Test
    void a_file_without_permission() throws IOException {
        Path secret = file("secret.txt", "text");
        assumeTrue(secret.toFile().setReadable(false));
        assumeFalse(Files.isReadable(secret), "root reads everything: nothing to test");
        refused(secret, "permission");
    }

    @Test
    void a_folder_without_permission() throws IOException {
        Path secret = Files.createDirectory(folder.resolve("secret"));
        assumeTrue(secret.toFile().setReadable(false));
        assumeFalse(Files.isReadable(secret), "root reads everything: nothing to test");
        try {
            refused(secret, "permission");
        } finally {
            assertThat(secret.toFile().setReadable(true)).isTrue();
        }
    }
}

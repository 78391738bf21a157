package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Places that cannot be written, and disks that are full.
class UnwritableTest {

    @TempDir
    private Path folder;

    private Shell.Ran pretrain(Path out, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of("--schedule", "constant:0.01", "--out", out.toString()));
        return Shell.run(Samples.pretrain(all.toArray(String[]::new)));
    }

    @Test
    void a_file_where_a_directory_should_be() {
        Path file = Samples.write(folder.resolve("file"), "mine");

        Samples.assertRefused(pretrain(file), "is a file, expected a directory");
        Samples.assertRefused(pretrain(file.resolve("below")), "file");
        Samples.assertRefused(
                Shell.run(Samples.finetune("--model", Samples.PRETRAINED.toString(), "--out", file.toString())),
                "is a file");
        assertThat(file).hasContent("mine");
    }

    @Test
    void a_directory_where_a_file_should_be() {
        Samples.assertRefused(
                Shell.run(("evaluate --task file --test " + Samples.TEST + " --model " + Samples.FINETUNED
                                + " --predictions " + folder)
                        .split(" ")),
                "expected a file, got the directory " + folder);
        Samples.assertRefused(
                Shell.run(("evaluate --task file --test " + Samples.TEST + " --model " + Samples.FINETUNED
                                + " --predictions " + folder.resolve("none/p.tsv"))
                        .split(" ")),
                "there is no directory for the file");
    }

    @Test
    void a_name_that_is_too_long() {
        Samples.assertRefused(pretrain(folder.resolve("x".repeat(300))), "too long");
    }

    @Test
    void a_directory_without_permission() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false));
        if (Files.isWritable(closed)) { // root may write anywhere but on a disk that is mounted so
            try (Disk disk = new Disk(closed, "ro")) {
                Samples.assertRefused(pretrain(disk.path().resolve("out")), "Read-only file system");
            }
        } else {
            Samples.assertRefused(pretrain(closed.resolve("out")), "permission");
        }
    }

    /// A disk of its own, taken down when closed.
    private record Disk(Path path, String options) implements AutoCloseable {

        Disk {
            run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString());
        }

        private static void run(String... command) {
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                assumeTrue(
                        process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0,
                        "a small disk can be mounted by root on Linux only");
            } catch (IOException | InterruptedException e) {
                assumeTrue(false, "a small disk cannot be mounted here: " + e.getMessage());
            }
        }

        @Override
        public void close() {
            run("umount", path.toString());
        }
    }

    @Test
    void a_full_disk_ends_with_1_and_leaves_the_last_checkpoint() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        try (Disk disk = new Disk(small, "size=1m")) {
            Path out = disk.path().resolve("out");
            Shell.Ran first = pretrain(out);
            assertThat(first.status()).as(first.err()).isZero();
            long left = Files.getFileStore(small).getUsableSpace();
            Files.write(small.resolve("fill"), new byte[(int) left - 8192]);
            Map<String, String> before = Samples.content(out);

            Shell.Ran full = pretrain(out, "--resume", "--steps", "4");

            assertThat(full.status()).as(full.err()).isEqualTo(1);
            Samples.assertSentence(full, "No space left on device");
            assertThat(full.err()).contains("safetensors");
            Map<String, String> after = Samples.content(out);
            assertThat(after.keySet()).isEqualTo(before.keySet());
            for (String name : List.of("model.safetensors", "training.safetensors")) {
                assertThat(after.get(name).equals(before.get(name))).as(name).isTrue();
            }

            Files.delete(small.resolve("fill"));
            Path roomy = folder.resolve("roomy");
            assertThat(pretrain(out, "--resume", "--steps", "4").status()).isZero();
            assertThat(pretrain(roomy, "--steps", "4").status()).isZero();
            assertThat(out.resolve("model.safetensors")).hasSameBinaryContentAs(roomy.resolve("model.safetensors"));
        }
    }
}

package io.gatun.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarReaderTest {

    @TempDir
    Path folder;

    @Test
    void files_are_read_in_their_order_and_folders_left_out() throws IOException {
        String longName = "a/".repeat(80) + "long.txt";
        byte[] tar = new TarFiles()
                .entry("a/", '5', "")
                .file("a/one.txt", "first")
                .file("empty.txt", "")
                .entry("././@LongLink", 'L', longName + "\0")
                .file("a/cut", "x".repeat(513))
                .entry("pax", 'x', "18 path=b/two.txt\n")
                .file("cut", "second")
                .bytes();

        Map<String, String> files = read(tar);

        assertThat(files.keySet()).containsExactly("a/one.txt", "empty.txt", longName, "b/two.txt");
        assertThat(files).containsEntry("a/one.txt", "first").containsEntry("b/two.txt", "second");
        assertThat(files.get(longName)).hasSize(513);
    }

    @Test
    void what_is_no_archive_or_ends_too_early_is_refused() {
        assertThatThrownBy(() -> read("no archive".repeat(100).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("not a tar archive");
        byte[] tar = new TarFiles().file("a.txt", "x".repeat(2000)).bytes();
        assertThatThrownBy(() -> read(Arrays.copyOf(tar, 1500))).isInstanceOf(EOFException.class);
    }

    @Test
    void an_archive_that_is_cut_between_two_files_is_not_whole() throws IOException {
        byte[] tar =
                new TarFiles().file("a.txt", "first").file("b.txt", "second").bytes();

        for (int end : new int[] {1024, 1024 + 512 + 100}) {
            assertThatThrownBy(() -> read(Arrays.copyOf(tar, end)))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContainingAll("ends too early", end == 1024 ? "a.txt" : "b.txt", "block of zeros");
        }
        assertThat(read(Arrays.copyOf(tar, tar.length - 512))).hasSize(2);
        assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("before its first file");
    }

    private Map<String, String> read(byte[] tar) throws IOException {
        Path file = Files.write(folder.resolve("test.tar"), tar);
        Map<String, String> files = new LinkedHashMap<>();
        try (var reader = new TarReader(file)) {
            for (String name = reader.next(); name != null; name = reader.next()) {
                files.put(name, new String(reader.content(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}

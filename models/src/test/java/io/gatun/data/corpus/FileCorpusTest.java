package io.gatun.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCorpusTest {

    @TempDir
    Path folder;

    @Test
    void a_text_file_has_a_document_for_each_paragraph() throws IOException {
        Path file = write("a.txt", "\uFEFFone\ntwo\r\n\r\n\n  three  \rfour");

        try (var documents = open(file.toString()).documents()) {
            assertThat(documents.next()).isEqualTo(new Document(file + ":1", "one\ntwo"));
            assertThat(documents.next()).isEqualTo(new Document(file + ":5", "three\nfour"));
            assertThat(documents.hasNext()).isFalse();
        }
    }

    @Test
    void json_lines_and_gzip_are_known_by_their_content() throws IOException {
        write(
                "b.data",
                "{\"text\": \"Page one\\nsecond line\", \"url\": \"u\"}\n\n{\"text\": \"Page two\"}\n{\"text\": \"\"}\n");
        Files.write(folder.resolve("c.txt.gz"), gzip("packed text"));

        assertThat(lines(folder.toString())).containsExactly("Page one", "second line", "Page two", "packed text");
    }

    @Test
    void a_folder_is_read_in_name_order_without_held_out_hidden_and_binary_files() throws IOException {
        write("sub/z.txt", "last");
        write("a.txt", "first");
        write("c4-validation.00000.txt", "no");
        write("Test.txt", "no");
        write(".hidden", "no");
        Files.write(folder.resolve("image.png"), new byte[] {1, 0, 2});

        assertThat(lines(folder.toString())).containsExactly("first", "last");
    }

    @Test
    void another_text_has_another_fingerprint() throws IOException {
        Path sub = write("sub/z.txt", "last");
        write("a.txt", "first");
        String before = open(folder.toString()).fingerprint();
        assertThat(open(folder.toString()).fingerprint()).isEqualTo(before);

        Files.writeString(sub, "lost");
        String changed = open(folder.toString()).fingerprint();
        assertThat(changed).isNotEqualTo(before);

        Files.writeString(sub, "last");
        Files.move(sub, folder.resolve("sub/y.txt"));
        assertThat(open(folder.toString()).fingerprint()).isNotIn(before, changed);
        assertThat(open(folder.toString(), folder.toString()).fingerprint())
                .isNotEqualTo(open(folder.toString()).fingerprint());
    }

    @Test
    void links_to_folders_are_followed() throws IOException {
        write("real/sub/b.txt", "second");
        write("real/a.txt", "first");
        write("other/c.txt", "linked");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("real/there"), folder.resolve("other"));
        Files.createSymbolicLink(folder.resolve("real/gone"), folder.resolve("nowhere"));

        assertThat(lines(link.toString())).containsExactly("first", "second", "linked");
    }

    @Test
    void a_link_to_a_folder_above_is_refused_unless_it_is_hidden() throws IOException {
        write("real/a.txt", "first");
        Files.createSymbolicLink(folder.resolve("real/.hidden"), folder.resolve("real"));
        assertThat(lines(folder.toString())).containsExactly("first");

        Path loop = Files.createSymbolicLink(folder.resolve("real/loop"), folder.resolve("real"));
        assertRefused("the link " + loop + " leads back", folder.toString());
    }

    @Test
    void what_was_left_out_is_named_where_nothing_is_found() throws IOException {
        for (int i = 9; i > 0; i--) {
            write("wiki-validation-" + i + ".txt", "no");
        }
        write("Test.txt", "no");

        assertRefused(
                "Test.txt, wiki-validation-1.txt, wiki-validation-2.txt and 7 more; a file that is named itself",
                folder.toString());
    }

    @Test
    void several_names_take_turns_and_the_longest_ends() throws IOException {
        String one = write("one.txt", "a1").toString();
        String three = write("three.txt", "b1\n\nb2\n\nb3").toString();
        String two = write("two.txt", "c1\n\nc2").toString();

        assertThat(JdkCorpusTest.lines(Corpora.open(List.of(one, three, two))))
                .containsExactly("a1", "b1", "c1", "b2", "c2", "b3");
        List<String> many = IntStream.range(0, 40)
                .mapToObj(i -> {
                    try {
                        return write("many" + i + ".txt", "first " + i + "\n\nsecond " + i)
                                .toString();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
        assertThat(JdkCorpusTest.lines(Corpora.open(many)))
                .hasSize(80)
                .doesNotHaveDuplicates()
                .startsWith("first 0", "first 1")
                .endsWith("second 39");
    }

    @Test
    void standard_input_can_be_walked_twice() throws IOException {
        Path a = write("a.txt", "first");
        InputStream in = new ByteArrayInputStream("from outside".getBytes(StandardCharsets.UTF_8));
        Corpus corpus = Corpora.open(List.of("-", a.toString()), in, _ -> {});

        assertThat(JdkCorpusTest.lines(corpus)).containsExactly("from outside", "first");
        assertThat(JdkCorpusTest.lines(corpus)).containsExactly("from outside", "first");
        assertThat(corpus.name()).isEqualTo("- " + a);
    }

    @Test
    void malformed_bytes_are_replaced() throws IOException {
        Files.write(folder.resolve("latin.txt"), new byte[] {'a', (byte) 0xE9, 'b', '\n', (byte) 0xF0});

        assertThat(lines(folder.resolve("latin.txt").toString())).containsExactly("a\uFFFDb", "\uFFFD");
    }

    @Test
    void a_line_that_never_ends_is_cut() throws IOException {
        write("long.txt", "x".repeat((1 << 20) + 5));

        assertThat(lines(folder.toString())).extracting(String::length).containsExactly(1 << 20, 5);
    }

    @Test
    void nothing_to_read_is_said() throws IOException {
        String empty = write("empty.txt", " \n\n").toString();
        Files.createDirectories(folder.resolve("none"));

        assertRefused("expected text, found none", empty);
        assertRefused("found none", folder.resolve("none").toString());
        assertRefused("no file or folder", folder.resolve("missing").toString());
        assertThatThrownBy(() -> Corpora.open(List.of())).isInstanceOf(CorpusException.class);
    }

    @Test
    void damage_is_said_with_the_name_of_the_file() throws IOException {
        byte[] whole = gzip("text ".repeat(1000));
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, whole.length - 20));
        whole[whole.length - 6] ^= 1;
        Path flipped = Files.write(folder.resolve("flipped.gz"), whole);
        Path binary = Files.write(folder.resolve("model.bin"), new byte[] {5, 0, 0, 0});

        assertRefused("cut.gz: damaged", cut.toString());
        assertRefused("flipped.gz: damaged", flipped.toString());
        assertRefused("model.bin: expected UTF-8 text", binary.toString());
    }

    private void assertRefused(String message, String... names) {
        assertThatThrownBy(() -> lines(names))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining(message);
    }

    private static List<String> lines(String... names) {
        return JdkCorpusTest.lines(open(names));
    }

    private static Corpus open(String... names) {
        return Corpora.open(List.of(names));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}

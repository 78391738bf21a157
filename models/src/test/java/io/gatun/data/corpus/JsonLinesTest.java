package io.gatun.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// JSON lines that are long or malformed.
class JsonLinesTest {

    private static final String GOOD = "{\"text\": \"good\"}\n";

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    @Test
    void a_line_as_long_as_a_book_is_read() throws IOException {
        String book = "word ".repeat(220_000) + "end";
        String line = "{\"text\": \"" + book + "\"}\n";

        assertThat(lines(corpus(GOOD + line + GOOD))).containsExactly("good", book, "good");
        assertThat(lines(corpus(line + GOOD))).containsExactly(book, "good");
        assertThat(notes).isEmpty();
    }

    @Test
    void a_line_longer_than_any_book_is_left_out() throws IOException {
        String line = "{\"text\": \"" + "x".repeat(17 << 20) + "\"}\n";

        assertThat(lines(corpus(GOOD + line + GOOD + line))).containsExactly("good", "good");
        assertThat(notes).hasSize(2);
        assertThat(notes.getFirst()).endsWith("b.jsonl:2: longer than 16777216 characters; split the text");
        assertThat(notes.getLast()).contains("b.jsonl:4: ");
        assertThat(lines(corpus(line + GOOD))).containsExactly("good");
    }

    @Test
    void malformed_lines_are_told_once_and_left_out() throws IOException {
        Corpus corpus = corpus(GOOD + "{\"text\": null}\n" + GOOD + "[1]\n{\"text\n{\"txt\": \"\"}\n" + GOOD);

        try (var documents = corpus.documents()) {
            documents.next();
            assertThat(documents.next().name()).endsWith("b.jsonl:3");
            assertThat(notes).hasSize(1); // long before the end
        }
        assertThat(lines(corpus)).containsExactly("good", "good", "good");
        assertThat(lines(corpus)).containsExactly("good", "good", "good");
        assertThat(notes).hasSize(4);
        assertThat(notes.getFirst())
                .startsWith("corpus: left out as malformed: ")
                .contains("b.jsonl:2: ", "a string");
        assertThat(notes.get(1)).contains("b.jsonl:4: ");
        assertThat(notes.get(2)).contains("b.jsonl:5: ");
        assertThat(notes.get(3)).endsWith("b.jsonl: left out as malformed: 4 of 7 JSON lines");
    }

    @Test
    void more_than_one_per_cent_of_malformed_lines_is_refused_at_the_end() throws IOException {
        String bad = "{\"text\": 5}\n".repeat(6);

        assertThat(lines(corpus(GOOD.repeat(594) + bad))).hasSize(594);
        assertThatThrownBy(() -> lines(corpus(GOOD.repeat(593) + bad)))
                .isInstanceOf(CorpusException.class)
                .hasMessageContainingAll("at most 1 %", "6 of 599: ", "b.jsonl:594: ", "and 3 more");
        assertThatThrownBy(() -> lines(corpus("{\"text\": null}\n")))
                .isInstanceOf(CorpusException.class)
                .hasMessageContainingAll("expected text, found none", "1 of 1: ", "b.jsonl:1: ");
    }

    @Test
    void a_thousand_malformed_lines_end_a_walk_before_its_end() throws IOException {
        Corpus corpus = corpus(GOOD + "{\"text\": 5}\n".repeat(1001) + GOOD.repeat(100_000));

        assertThatThrownBy(() -> lines(corpus)).hasMessageContaining("1001 of 1002 so far");
    }

    private Corpus corpus(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("b.jsonl"), text);
        return Corpora.open(List.of(file.toString()), InputStream.nullInputStream(), notes::add);
    }

    private static List<String> lines(Corpus corpus) {
        return JdkCorpusTest.lines(corpus);
    }
}

package io.gatun.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRecordsTest {

    @TempDir
    Path folder;

    @Test
    void fields_in_quotes_may_hold_commas_line_ends_and_doubled_quotes() throws IOException {
        assertThat(read("a,\"b, \"\"c\"\"\nd\",\r\n\"\",\" e \"\n"))
                .containsExactly("1: [a|b, \"c\"\nd|]", "3: [| e ]");
    }

    @Test
    void line_ends_blank_lines_and_the_end_of_the_file() throws IOException {
        assertThat(read("a,b\r\n\r\n\nc,d")).containsExactly("1: [a|b]", "4: [c|d]");
        assertThat(read("a,\r\n\"b\",\"\"\r\n")).containsExactly("1: [a|]", "2: [b|]");
        assertThat(read("\uFEFF\"a\",b")).containsExactly("1: [a|b]");
        assertThat(read("")).isEmpty();
        assertThat(read("a\rb,c\n")).containsExactly("1: [a\rb|c]");
    }

    @Test
    void a_quote_in_a_plain_field_is_a_character() throws IOException {
        assertThat(read("say \"hi\",5\"\n")).containsExactly("1: [say \"hi\"|5\"]");
    }

    @Test
    void reading_goes_on_after_a_stray_quote() throws IOException {
        assertThat(read("\"a\",\"so \"called\" thing\"\n\"b\",\"c\"\n"))
                .containsExactly("1: a quote within a field in quotes is not doubled", "2: [b|c]");
        assertThat(read("a,\"b\" \n\"c\n\",d"))
                .containsExactly("1: a quote within a field in quotes is not doubled", "2: [c\n|d]");
    }

    @Test
    void a_quote_that_is_not_closed_does_not_swallow_the_file() throws IOException {
        assertThat(read("a,\"b\nc,d\ne,f\n"))
                .containsExactly("1: a field in quotes does not end before the file does", "2: [c|d]", "3: [e|f]");
        String rest = "c,d\n".repeat(400_000);
        List<String> records = read("a,\"b\n" + rest);
        assertThat(records).hasSize(400_001).contains("400001: [c|d]");
        assertThat(records.getFirst()).startsWith("1: longer than");
    }

    @Test
    void quotes_that_would_take_time_with_the_square_of_the_length_are_refused() {
        assertThatThrownBy(() -> read("x\",\",y\n".repeat(20_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too many quotes up to line");
    }

    @Test
    void no_line_is_kept_in_memory_whole() throws IOException {
        byte[] megabyte = new byte[1 << 20];
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (char c : new char[] {'a', ','}) {
            Arrays.fill(megabyte, (byte) c);
            Path file = folder.resolve("long.csv");
            try (var out = Files.newOutputStream(file)) {
                for (int i = 0; i < 128; i++) {
                    out.write(megabyte);
                }
                out.write("\nb,c\n".getBytes(StandardCharsets.UTF_8));
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            try (var records = new CsvRecords(file, StandardCharsets.UTF_8)) {
                assertThatThrownBy(records::next).hasMessageStartingWith("longer than");
                assertThat(records.next()).containsExactly("b", "c");
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 20);
        }
    }

    @Test
    void malformed_utf_8_is_replaced() throws IOException {
        Path file = Files.write(folder.resolve("bytes.csv"), new byte[] {'a', (byte) 0xff, ',', 'b'});
        try (var records = new CsvRecords(file, StandardCharsets.UTF_8)) {
            assertThat(records.next()).containsExactly("a\uFFFD", "b");
        }
    }

    @Test
    void a_table_finds_columns_by_the_names_in_its_header() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), "id, text ,more\n1,\"a\nb\",x\n2,c\n3,,z\n");
        try (Table table = TableFormat.csv("text", "id").open(file)) {
            assertThat(table.next().text("text")).isEqualTo("a\nb");
            assertThatThrownBy(table::next).hasMessage("expected 3 columns, found 2");
            assertThat(table.line()).isEqualTo(4);
            Row row = table.next();
            assertThat(row.field("id")).isEqualTo("3");
            assertThatThrownBy(() -> row.text("text")).hasMessage("the text is empty");
            assertThatThrownBy(() -> row.decoded("id", List.of("1", "2"), List.of("a", "b")))
                    .hasMessage("the id is '3', expected one of 1, 2");
            assertThat(table.next()).isNull();
        }
        assertThatThrownBy(() -> TableFormat.csv("text", "label").open(file))
                .hasMessage("expected a first row with the columns [text, label], found 'id, text, more'");
    }

    @Test
    void a_first_row_without_a_number_is_a_header_where_rows_are_numbered() throws IOException {
        var format = TableFormat.numberedCsv(StandardCharsets.UTF_8, "class", "text");
        for (String header : List.of("", "Class Index,Title\n")) {
            Path file = Files.writeString(folder.resolve("n.csv"), header + "\"1\",a\nx,b\n");
            try (Table table = format.open(file)) {
                assertThat(table.next().text("text")).isEqualTo("a");
                assertThat(table.next().text("text")).isEqualTo("b");
                assertThat(table.next()).isNull();
            }
        }
    }

    private List<String> read(String csv) throws IOException {
        Path file = Files.writeString(folder.resolve("test.csv"), csv);
        var all = new ArrayList<String>();
        try (var records = new CsvRecords(file, StandardCharsets.UTF_8)) {
            while (true) {
                try {
                    List<String> fields = records.next();
                    if (fields == null) {
                        return all;
                    }
                    all.add(records.line() + ": [" + String.join("|", fields) + "]");
                } catch (FormatException e) {
                    all.add(records.line() + ": " + e.getMessage());
                }
            }
        }
    }
}

package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.file.FormatException;
import io.gatun.data.file.TableFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// AG News: the topic of a news item, from its title and its beginning.
final class AgNews implements DataSet {

    private static final TableFormat FORMAT =
            TableFormat.numberedCsv(StandardCharsets.UTF_8, "class", "title", "description");

    @Override
    public Origin origin() {
        return new Origin(
                "agnews",
                List.of("ag_news_csv"),
                List.of("train.csv", "test.csv"),
                "ag_news_csv.tar.gz, AG's News Topic Classification Dataset");
    }

    @Override
    public List<String> labels() {
        return List.of("World", "Sports", "Business", "Technology");
    }

    @Override
    public void read(Split split, DataFolder folder, ExampleReader into) {
        var file = folder.require(split == Split.TRAIN ? "train.csv" : "test.csv");
        into.rows(file, FORMAT, row -> {
            String label = row.decoded("class", List.of("1", "2", "3", "4"), labels());
            // some collections have no titles
            String text = Stream.of(row.field("title"), row.field("description"))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" . "));
            if (text.isEmpty()) {
                throw new FormatException("the title and the description are empty");
            }
            into.add("agnews: " + Prose.of(text), label);
        });
    }
}

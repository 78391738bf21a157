package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.file.TableFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Sentiment140: is a tweet positive? Neutral tweets, which only the test file has, are left out.
final class Sentiment140 implements DataSet {

    private static final String TRAIN = "training.1600000.processed.noemoticon.csv";
    private static final String TEST = "testdata.manual.2009.06.14.csv";
    private static final String NEUTRAL = "2";
    private static final TableFormat FORMAT =
            TableFormat.numberedCsv(StandardCharsets.ISO_8859_1, "polarity", "id", "date", "query", "user", "text");

    @Override
    public Origin origin() {
        return new Origin(
                "s140",
                List.of("trainingandtestdata"),
                List.of(TRAIN, TEST),
                "trainingandtestdata.zip of Sentiment140");
    }

    @Override
    public List<String> labels() {
        return List.of("negative", "positive");
    }

    @Override
    public void read(Split split, DataFolder folder, ExampleReader into) {
        var file = folder.require(split == Split.TRAIN ? TRAIN : TEST);
        into.rows(file, FORMAT, row -> {
            if (!row.field("polarity").equals(NEUTRAL)) {
                into.add("s140: " + Prose.of(row.text("text")), row.decoded("polarity", List.of("0", "4"), labels()));
            }
        });
    }
}

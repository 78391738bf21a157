package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.file.TableFormat;
import java.util.List;

/// SST-2 as in GLUE: is a sentence of a film review positive?
///
/// GLUE does not give the test labels. Without a file `test-labelled.tsv`, `dev.tsv` is the test split, and the
/// validation split is a share of training.
final class Sst2 implements DataSet {

    private static final String LABELLED_TEST = "test-labelled.tsv";
    private static final TableFormat FORMAT = TableFormat.tabs("sentence", "label");

    @Override
    public Origin origin() {
        return new Origin(
                "sst2",
                List.of("SST-2"),
                List.of("train.tsv", "dev.tsv", LABELLED_TEST),
                "SST-2.zip of the GLUE benchmark");
    }

    @Override
    public List<String> labels() {
        return List.of("negative", "positive");
    }

    @Override
    public boolean hasValidation(DataFolder folder) {
        return folder.find(LABELLED_TEST).isPresent();
    }

    @Override
    public void read(Split split, DataFolder folder, ExampleReader into) {
        var file = switch (split) {
            case TRAIN -> folder.require("train.tsv");
            case TEST -> folder.require(LABELLED_TEST, "dev.tsv");
            default -> folder.require("dev.tsv");
        };
        into.rows(
                file,
                FORMAT,
                row -> into.add(
                        "sst2 sentence: " + Prose.of(row.text("sentence")),
                        row.decoded("label", List.of("0", "1"), labels())));
    }
}

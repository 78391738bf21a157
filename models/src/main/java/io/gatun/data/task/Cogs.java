package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.file.TableFormat;
import java.util.List;

/// COGS: an English sentence → its logical form, which must match exactly. The category of an example is its
/// type, which tells the kinds of generalization apart.
final class Cogs implements DataSet {

    private static final TableFormat FORMAT = TableFormat.bareTabs("sentence", "logical form", "type");

    @Override
    public Origin origin() {
        return new Origin(
                "cogs",
                List.of("COGS"),
                List.of("train.tsv", "dev.tsv", "test.tsv", "gen.tsv"),
                "COGS, the folder data of its repository");
    }

    @Override
    public Metric metric() {
        return Metric.EXACT_MATCH;
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public boolean hasValidation(DataFolder folder) {
        return true;
    }

    @Override
    public boolean hasGeneralization() {
        return true;
    }

    @Override
    public void read(Split split, DataFolder folder, ExampleReader into) {
        var file = folder.require(
                switch (split) {
                    case TRAIN -> "train.tsv";
                    case VALIDATION -> "dev.tsv";
                    case TEST -> "test.tsv";
                    case GENERALIZATION -> "gen.tsv";
                });
        into.rows(
                file,
                FORMAT,
                row -> into.add(new Example(
                        "cogs: " + Prose.of(row.text("sentence")),
                        List.of(row.text("logical form")),
                        row.text("type"))));
    }
}

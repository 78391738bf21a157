package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.file.TableFormat;
import java.util.List;

/// MultiNLI as in GLUE: does a premise entail a hypothesis? The matched development set is the test split, as
/// GLUE does not give the test labels; pairs on which annotators did not agree are left out.
final class MultiNli implements DataSet {

    private static final TableFormat FORMAT = TableFormat.tabs("sentence1", "sentence2", "gold_label");
    private static final String NO_AGREEMENT = "-";

    @Override
    public Origin origin() {
        return new Origin(
                "mnli", List.of("MNLI"), List.of("train.tsv", "dev_matched.tsv"), "MNLI.zip of the GLUE benchmark");
    }

    @Override
    public List<String> labels() {
        return List.of("entailment", "neutral", "contradiction");
    }

    @Override
    public void read(Split split, DataFolder folder, ExampleReader into) {
        var file = folder.require(split == Split.TRAIN ? "train.tsv" : "dev_matched.tsv");
        into.rows(file, FORMAT, row -> {
            if (!row.field("gold_label").equals(NO_AGREEMENT)) {
                into.add(
                        "mnli hypothesis: " + Prose.of(row.text("sentence2")) + " premise: "
                                + Prose.of(row.text("sentence1")),
                        row.decoded("gold_label", labels(), labels()));
            }
        });
    }
}

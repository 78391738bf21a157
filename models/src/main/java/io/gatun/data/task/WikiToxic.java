package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.file.FormatException;
import io.gatun.data.file.Row;
import io.gatun.data.file.TableFormat;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Wikipedia Toxicity Subtypes: is a comment on a talk page toxic? Also in the form of Kaggle's
/// competition, whose test labels stand in a file of their own and are -1 for comments that were not
/// scored; these are left out.
final class WikiToxic implements DataSet {

    private static final TableFormat FORMAT = TableFormat.csv("comment_text", "toxic");
    private static final TableFormat KAGGLE_TEST = TableFormat.csv("id", "comment_text");
    private static final TableFormat KAGGLE_LABELS = TableFormat.csv("id", "toxic");
    private static final String NOT_SCORED = "-1";

    @Override
    public Origin origin() {
        return new Origin(
                "wiki-toxic",
                List.of("wikipedia_toxicity_subtypes", "jigsaw-toxic-comment-classification-challenge"),
                List.of("wikidata_train.csv", "wikidata_test.csv", "train.csv", "test.csv", "test_labels.csv"),
                "wikipedia_toxicity_subtypes_v0.3.zip, or of Kaggle's Toxic Comment Classification Challenge");
    }

    @Override
    public List<String> labels() {
        return List.of("non-toxic", "toxic");
    }

    @Override
    public void read(Split split, DataFolder folder, ExampleReader into) {
        boolean apart = split == Split.TEST && folder.find("wikidata_test.csv").isEmpty();
        if (apart && folder.find("test.csv").isPresent()) {
            readApart(folder.require("test.csv"), folder.require("test_labels.csv"), into);
            return;
        }
        Path file = split == Split.TRAIN
                ? folder.require("wikidata_train.csv", "train.csv")
                : folder.require("wikidata_test.csv", "test.csv");
        into.rows(file, FORMAT, row -> add(row.text("comment_text"), row, into));
    }

    private void readApart(Path texts, Path labels, ExampleReader into) {
        Map<String, String> comments = new HashMap<>();
        into.rows(texts, KAGGLE_TEST, row -> comments.put(row.text("id"), row.text("comment_text")));
        into.rows(labels, KAGGLE_LABELS, row -> {
            String comment = comments.get(row.text("id"));
            if (comment == null) {
                throw new FormatException("there is no comment with the id " + FormatException.quoted(row.text("id")));
            }
            add(comment, row, into);
        });
    }

    private void add(String comment, Row row, ExampleReader into) {
        if (!row.field("toxic").equals(NOT_SCORED)) {
            into.add("wiki toxicity: " + Prose.of(comment), row.decoded("toxic", List.of("0", "1"), labels()));
        }
    }
}

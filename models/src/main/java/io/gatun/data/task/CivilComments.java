package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.file.FormatException;
import io.gatun.data.file.Row;
import io.gatun.data.file.TableFormat;
import java.util.List;

/// Civil Comments: do at least half of the raters find a comment toxic? One file holds all splits; comments
/// that nobody rated are left out.
final class CivilComments implements DataSet {

    private static final String FILE = "civil_comments.csv";
    private static final TableFormat FORMAT = TableFormat.csv("comment_text", "split", "toxicity");
    private static final List<String> SPLITS = List.of("train", "test_public", "test_private");
    private static final double TOXIC = 0.5;

    @Override
    public Origin origin() {
        return new Origin(
                "civil-comments",
                List.of("civil_comments", "civil_comments_v1.2"),
                List.of(FILE),
                "civil_comments_v1.2.zip of Civil Comments");
    }

    @Override
    public List<String> labels() {
        return List.of("non-toxic", "toxic");
    }

    @Override
    public boolean hasValidation(DataFolder folder) {
        return true;
    }

    @Override
    public void read(Split split, DataFolder folder, ExampleReader into) {
        var wanted = List.of(Split.TRAIN, Split.VALIDATION, Split.TEST);
        into.rows(folder.require(FILE), FORMAT, row -> {
            boolean ours = row.decoded("split", SPLITS, wanted) == split;
            if (ours && !row.field("toxicity").isEmpty()) {
                into.add("civil comment: " + Prose.of(row.text("comment_text")), labels().get(toxic(row) ? 1 : 0));
            }
        });
    }

    private static boolean toxic(Row row) {
        String toxicity = row.field("toxicity");
        try {
            double share = Double.parseDouble(toxicity);
            if (share >= 0 && share <= 1) {
                return share >= TOXIC;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new FormatException(
                "the toxicity is " + FormatException.quoted(toxicity) + ", expected a number from 0 to 1");
    }
}

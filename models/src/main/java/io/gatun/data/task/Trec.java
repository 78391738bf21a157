package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.file.FormatException;
import io.gatun.data.file.TableFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// TREC question classification: what kind of answer does a question ask for? A label is `COARSE:fine`; the
/// fifty of the training file are the classes.
final class Trec implements DataSet {

    private static final String TRAIN = "train_5500.label";
    private static final String TEST = "TREC_10.label";
    private static final TableFormat FORMAT = TableFormat.lines(StandardCharsets.ISO_8859_1, "line");

    @Override
    public Origin origin() {
        return new Origin(
                "trec", List.of("TREC"), List.of(TRAIN, TEST), "the TREC question classification data of cogcomp.org");
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public void read(Split split, DataFolder folder, ExampleReader into) {
        var file = folder.require(split == Split.TRAIN ? TRAIN : TEST);
        into.rows(file, FORMAT, row -> {
            String line = row.text("line").replace('\u00f0', ' '); // a byte 0xF0 in the original is a slip
            int space = line.indexOf(' ');
            if (space < 0 || !line.substring(0, space).matches("[A-Z]+:[a-z]+")) {
                throw new FormatException("expected COARSE:fine and a question, found " + FormatException.quoted(line));
            }
            into.add("trec: " + Prose.of(line.substring(space)), line.substring(0, space));
        });
    }

    /// Adds the share of examples whose coarse class is right.
    @Override
    public Scores score(Task task, List<Example> examples, List<String> answers) {
        var labels = new Labels(task.labels());
        int right = 0;
        for (int i = 0; i < answers.size(); i++) {
            String answer = answers.get(i).strip();
            boolean label = labels.decode(answer) != Labels.INVALID;
            right += label && coarse(answer).equals(coarse(examples.get(i).target())) ? 1 : 0;
        }
        return Scores.of(task, examples, answers).with("coarse_accuracy", right / (double) answers.size());
    }

    private static String coarse(String label) {
        int colon = label.indexOf(':'); // a model of another task may have labels without one
        return colon < 0 ? label : label.substring(0, colon);
    }
}

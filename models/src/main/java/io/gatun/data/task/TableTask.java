package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.file.TextLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A user's own task: files with a line `input<TAB>target` for each example, without quoting, gzip or
/// plain.
///
/// Answers are labels where the training data has at most fifty different ones, each ten times on
/// average; else they are free text and must match exactly. A tenth of the training data is for
/// validation if there is no file for it.
final class TableTask implements Task {

    private static final int MOST_LABELS = 50;
    private static final int EXAMPLES_PER_LABEL = 10;

    private final Map<Split, Path> files;
    private List<String> labels;

    TableTask(TaskSettings settings) {
        if (settings.files().isEmpty()) {
            throw new TaskException("task file: expected --train FILE and --test FILE, got neither");
        }
        files = settings.files();
        labels = settings.labels().isEmpty() && !files.containsKey(Split.TRAIN) ? List.of() : settings.labels();
        if (labels.isEmpty() && files.containsKey(Split.TRAIN)) {
            labels = null;
        }
    }

    @Override
    public String name() {
        return Tasks.OWN;
    }

    @Override
    public Metric metric() {
        return classification() ? Metric.ACCURACY : Metric.EXACT_MATCH;
    }

    @Override
    public List<String> labels() {
        if (labels == null) {
            var examples = read(Split.TRAIN);
            var distinct = new TreeSet<String>();
            for (Example example : examples) {
                distinct.add(example.target());
                if (distinct.size() > MOST_LABELS) {
                    break;
                }
            }
            boolean few = distinct.size() <= MOST_LABELS && distinct.size() * EXAMPLES_PER_LABEL <= examples.size();
            labels = few ? List.copyOf(distinct) : List.of();
        }
        return labels;
    }

    @Override
    public List<Split> splits() {
        var splits = new TreeSet<>(files.keySet());
        if (splits.contains(Split.TRAIN)) {
            splits.add(Split.VALIDATION);
        }
        return List.copyOf(splits);
    }

    @Override
    public List<Example> load(Split split) {
        boolean shared = files.containsKey(Split.TRAIN) && !files.containsKey(Split.VALIDATION);
        return switch (split) {
            case TRAIN -> shared ? TrainingShare.rest(read(split)) : read(split);
            case VALIDATION -> shared ? TrainingShare.validation(read(Split.TRAIN)) : read(split);
            default -> read(split);
        };
    }

    private List<Example> read(Split split) {
        Path file = files.get(split);
        if (file == null) {
            throw new TaskException(
                    "task file: expected a file for the split " + split + ", got none; give --" + split);
        }
        var examples = new ArrayList<Example>();
        try (var lines = TextLines.ofTable(file, StandardCharsets.UTF_8)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank()) {
                    continue;
                }
                String[] columns = line.split("\t", -1);
                if (columns.length != 2 || columns[0].isBlank() || columns[1].isBlank()) {
                    throw new TaskException("task file: " + file + ":" + lines.number()
                            + ": expected two columns, input<TAB>target, neither empty, got " + columns.length
                            + (columns.length == 1 ? " column" : " columns"));
                }
                examples.add(new Example(columns[0].strip(), columns[1].strip()));
            }
        } catch (IOException e) {
            throw new TaskException("task file: cannot read " + file + ": " + e.getMessage(), e);
        }
        if (examples.isEmpty()) {
            throw new TaskException("task file: expected at least one example in " + file + ", found none");
        }
        return examples;
    }
}

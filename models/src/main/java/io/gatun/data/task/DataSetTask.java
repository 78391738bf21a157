package io.gatun.data.task;

import io.gatun.data.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A published data set as a task. Where the data set has no validation data, a share of its training data
/// takes that place.
final class DataSetTask implements Task {

    private final DataSet set;
    private final DataFolder folder;
    private final TaskSettings settings;
    // a file that is read for two splits has the same to tell twice
    private final Set<String> noted = new HashSet<>();
    private List<String> labels;

    DataSetTask(DataSet set, TaskSettings settings) {
        this.set = set;
        this.settings = settings;
        Origin origin = set.origin();
        Path data = settings.data()
                .orElseThrow(() -> new TaskException("task " + origin.name() + ": expected --data DIR, the folder with "
                        + String.join(", ", origin.files()) + " of " + origin.source() + ", got none"));
        folder = new DataFolder(origin, data);
    }

    @Override
    public String name() {
        return set.origin().name();
    }

    @Override
    public Metric metric() {
        return set.metric();
    }

    @Override
    public boolean classification() {
        return metric() == Metric.ACCURACY;
    }

    @Override
    public List<String> labels() {
        if (labels == null) {
            labels = set.labels();
            if (labels.isEmpty() && classification()) {
                labels = settings.labels().isEmpty() ? trainingLabels() : settings.labels();
            }
        }
        return labels;
    }

    private List<String> trainingLabels() {
        return read(Split.TRAIN).stream()
                .map(Example::target)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public List<Split> splits() {
        var splits = new ArrayList<>(List.of(Split.TRAIN, Split.VALIDATION, Split.TEST));
        if (set.hasGeneralization()) {
            splits.add(Split.GENERALIZATION);
        }
        return splits;
    }

    @Override
    public List<Example> load(Split split) {
        if (!splits().contains(split)) {
            throw new TaskException("task " + name() + ": it has no split " + split);
        }
        boolean own = split != Split.TRAIN && split != Split.VALIDATION || set.hasValidation(folder);
        if (own) {
            return read(split);
        }
        List<Example> training = read(Split.TRAIN);
        return split == Split.TRAIN ? TrainingShare.rest(training) : TrainingShare.validation(training);
    }

    private List<Example> read(Split split) {
        var reader = new ExampleReader(name());
        set.read(split, folder, reader);
        List<Example> examples = reader.examples();
        reader.note().filter(noted::add).ifPresent(settings.notes());
        return examples;
    }

    @Override
    public Scores score(List<Example> examples, List<String> answers) {
        return set.score(this, examples, answers);
    }
}

package io.gatun.train;

import io.gatun.data.Split;
import io.gatun.data.task.Example;
import io.gatun.data.task.Metric;
import io.gatun.data.task.Scores;
import io.gatun.data.task.Task;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A task that reads each split once, for runs that follow one another: reading the JDK's sources takes longer
/// than some of them.
final class LoadedTask implements Task {

    private final Task task;
    private final Map<Split, List<Example>> splits = new EnumMap<>(Split.class);

    LoadedTask(Task task) {
        this.task = task;
    }

    @Override
    public String name() {
        return task.name();
    }

    @Override
    public Metric metric() {
        return task.metric();
    }

    @Override
    public List<String> labels() {
        return task.labels();
    }

    @Override
    public List<Split> splits() {
        return task.splits();
    }

    @Override
    public List<Example> load(Split split) {
        return splits.computeIfAbsent(split, each -> List.copyOf(task.load(each)));
    }

    @Override
    public boolean classification() {
        return task.classification();
    }

    @Override
    public Scores score(List<Example> examples, List<String> answers) {
        return task.score(examples, answers);
    }
}

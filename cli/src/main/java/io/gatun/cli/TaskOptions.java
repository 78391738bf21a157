package io.gatun.cli;

import io.gatun.data.Split;
import io.gatun.data.task.Example;
import io.gatun.data.task.Task;
import io.gatun.data.task.TaskException;
import io.gatun.data.task.TaskSettings;
import io.gatun.data.task.Tasks;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/// The options that name a task and its data.
final class TaskOptions {

    @Option(
            names = "--task",
            required = true,
            paramLabel = "T",
            completionCandidates = TaskNames.class,
            description = "The task: one of ${COMPLETION-CANDIDATES}; file is one of your own.")
    private String task;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The folder with the task's original files, or with a folder of the task's name; docs/tasks.md"
                            + " lists them.")
    private Path data;

    @Option(names = "--train", paramLabel = "F.tsv", description = "Of task file: training examples, input<TAB>target.")
    private Path train;

    @Option(names = "--validation", paramLabel = "F.tsv", description = "Of task file: validation examples.")
    private Path validation;

    @Option(names = "--test", paramLabel = "F.tsv", description = "Of task file: test examples.")
    private Path test;

    /// The names that `--task` takes.
    static final class TaskNames implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Tasks.names().iterator();
        }
    }

    /// Returns the task.
    ///
    /// @param labels those that a model was trained with; empty to take them from the training data
    /// @param console is told which rows of the data had to be left out
    Task task(List<String> labels, Console console) {
        TaskSettings settings = TaskSettings.NONE.withNotes(console::note);
        settings = data == null ? settings : settings.withData(data);
        settings = train == null ? settings : settings.withFile(Split.TRAIN, train);
        settings = validation == null ? settings : settings.withFile(Split.VALIDATION, validation);
        settings = test == null ? settings : settings.withFile(Split.TEST, test);
        return Tasks.named(task, labels.isEmpty() ? settings : settings.withLabels(labels));
    }

    /// Reads the task's files, if it has some, so that what is wrong with them is found before any work is
    /// done.
    ///
    /// @throws TaskException if something is
    void checkFiles(Task what, Split... splits) {
        if (Tasks.selfContained().contains(what.name())) {
            return;
        }
        boolean own = train != null || validation != null || test != null;
        for (Split split : splits) {
            List<Example> examples = loadSome(what, split);
            if (own && what.classification()) {
                checkLabels(what, split, examples);
            }
        }
    }

    /// Reads a split that must not be empty.
    ///
    /// @throws TaskException if it is, or cannot be read
    static List<Example> loadSome(Task task, Split split) {
        List<Example> examples = task.load(split);
        if (examples.isEmpty()) {
            throw new TaskException("task " + task.name() + ": expected at least one example for " + split
                    + ", found none; give more examples"
                    + (task.name().equals(Tasks.OWN) ? ", or --validation FILE" : "") + ": where the data has no "
                    + split
                    + " split, some different inputs of its training data are taken");
        }
        return examples;
    }

    private static void checkLabels(Task what, Split split, List<Example> examples) {
        Set<String> labels = Set.copyOf(what.labels());
        for (Example example : examples) {
            if (!labels.contains(example.target())) {
                throw new TaskException("task file: the label " + example.target() + " among the " + split
                        + " examples is none of the labels of training, " + what.labels());
            }
        }
    }
}

package io.gatun.data.task;

import static java.util.Map.entry;

import io.gatun.data.corpus.JdkSources;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// The tasks by name.
public final class Tasks {

    /// The name of the task whose files a user makes.
    public static final String OWN = "file";

    // a new task is one line here
    private static final Map<String, Function<TaskSettings, Task>> BY_NAME = new TreeMap<>(Map.ofEntries(
            entry("javadoc-module", _ -> new JavadocModuleTask(JdkSources.find())),
            entry("javadoc-summary", _ -> new JavadocSummaryTask(JdkSources.find())),
            entry("grammar", settings -> new GrammarTask(GrammarTask.Sizes.DEFAULT, settings.seed())),
            entry(OWN, TableTask::new),
            published(new CivilComments()),
            published(new WikiToxic()),
            published(new Imdb()),
            published(new Sst2()),
            published(new Sentiment140()),
            published(new Trec()),
            published(new AgNews()),
            published(new Cogs()),
            published(new MultiNli()),
            published(new Squad())));

    private static Map.Entry<String, Function<TaskSettings, Task>> published(DataSet set) {
        return entry(set.origin().name(), settings -> new DataSetTask(set, settings));
    }

    private Tasks() {}

    /// Returns the names of all tasks, sorted.
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /// Returns the tasks that need neither files nor a download.
    public static List<String> selfContained() {
        return List.of("javadoc-module", "javadoc-summary", "grammar");
    }

    /// Opens a task; its data is read only by [Task#load(io.gatun.data.Split)].
    ///
    /// @throws TaskException if there is no task of this name, or it needs settings that are missing
    public static Task named(String name, TaskSettings settings) {
        var task = BY_NAME.get(name);
        if (task == null) {
            String nearest = names().stream()
                    .min(Comparator.comparingInt(known -> distance(known, name)))
                    .orElseThrow();
            String hint = distance(nearest, name) * 2 <= nearest.length() ? "; did you mean " + nearest + "?" : "";
            throw new TaskException(
                    "task: expected one of " + String.join(", ", names()) + ", got '" + name + "'" + hint);
        }
        return task.apply(settings);
    }

    /// Levenshtein's edit distance.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}

package io.gatun.train;

import io.gatun.data.Split;
import io.gatun.data.task.Example;
import io.gatun.data.task.Scores;
import io.gatun.data.task.Task;
import io.gatun.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Scores a fine-tuned model on a split of a task. Only that split is read; what else is needed lies in the
/// model directory.
///
/// @param model the model
/// @param answering how it answers
public record Evaluation(SavedModel model, Answering answering) {

    private static final int LONGEST = 1 << 16;

    /// What was answered, and how well.
    ///
    /// @param examples the examples
    /// @param answers the model's answers, in their order
    /// @param scores how well
    public record Result(List<Example> examples, List<String> answers, Scores scores) {

        /// Returns the value of the main metric for each category of examples, in the order of their names.
        public Map<String, Double> byCategory(Task task) {
            Map<String, List<Integer>> members = new TreeMap<>();
            for (int i = 0; i < examples.size(); i++) {
                members.computeIfAbsent(examples.get(i).category(), _ -> new ArrayList<>())
                        .add(i);
            }
            Map<String, Double> values = new LinkedHashMap<>();
            members.forEach((category, indices) -> {
                List<Example> some = indices.stream().map(examples::get).toList();
                List<String> theirs = indices.stream().map(answers::get).toList();
                values.put(category, task.score(some, theirs).value());
            });
            return values;
        }
    }

    /// Returns the evaluation of a model that was fine-tuned.
    ///
    /// @throws IllegalArgumentException if it was not
    public static Evaluation of(SavedModel model) {
        JsonObject task = task(model);
        return new Evaluation(
                model, new Answering(model.vocabulary(), length(task, "max_input"), length(task, "max_target")));
    }

    private static int length(JsonObject task, String key) {
        int length = task.int32(key);
        if (length < 1 || length > LONGEST) {
            throw new IllegalArgumentException(
                    "config.json: " + key + " must be from 1 to " + LONGEST + ", got " + length);
        }
        return length;
    }

    /// Returns the labels that the model was fine-tuned with; empty if its answers are free text.
    ///
    /// @throws IllegalArgumentException if it was not, or `config.json` does not list them
    public static List<String> labels(SavedModel model) {
        return task(model).strings("labels");
    }

    /// Returns the name of the task that the model was fine-tuned on.
    ///
    /// @throws IllegalArgumentException if it was not
    public static String taskName(SavedModel model) {
        return task(model).string("name");
    }

    private static JsonObject task(SavedModel model) {
        if (!model.json().has("task")) {
            throw new IllegalArgumentException(
                    "this model was not fine-tuned: its config.json names no task; run gatun finetune first");
        }
        return model.json().object("task");
    }

    /// Answers a split.
    ///
    /// @param cap how many examples at most; 0 for all
    /// @param ranked whether the most probable of the task's labels is the answer, not what the model
    ///     generates
    /// @throws IllegalArgumentException if that is asked for, and the task has no labels
    public Result run(Task task, Split split, int cap, boolean ranked) {
        if (ranked && !task.classification()) {
            throw new IllegalArgumentException("ranking: expected a task with labels, got " + task.name());
        }
        List<Example> examples = Finetuning.sample(task.load(split), cap);
        List<String> answers = ranked
                ? answering.choose(model.model(), examples, task.labels())
                : answering.answer(model.model(), examples);
        return new Result(examples, answers, task.score(examples, answers));
    }

    /// Returns scores as members of a JSON object.
    public static Map<String, Object> toJson(Scores scores) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", scores.metric().toString());
        json.put("value", scores.value());
        json.putAll(scores.details());
        json.put("n", scores.n());
        return json;
    }
}

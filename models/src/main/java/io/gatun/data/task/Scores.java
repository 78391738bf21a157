package io.gatun.data.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How well a task's examples were answered; every number is a fraction from 0 to 1.
///
/// @param metric the task's main metric
/// @param value its value
/// @param details further numbers by name: always `accuracy` and `invalid_rate`, `f1` where it is defined
/// @param n how many examples were answered
public record Scores(Metric metric, double value, Map<String, Double> details, int n) {

    /// Copies the details in their order.
    public Scores {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    static Scores of(Task task, List<Example> examples, List<String> answers) {
        if (examples.size() != answers.size() || examples.isEmpty()) {
            throw new IllegalArgumentException("scores: expected one answer for each example and at least one, got "
                    + answers.size() + " for " + examples.size());
        }
        return task.classification() ? labelled(task, examples, answers) : free(task, examples, answers);
    }

    /// Returns the score of one constant answer, the most frequent label of the training data; 0 where
    /// answers are free text.
    ///
    /// @param training the examples in which labels are counted
    /// @param examples the examples that are answered
    public static double baseline(Task task, List<Example> training, List<Example> examples) {
        if (!task.classification()) {
            return 0;
        }
        var counts = new LinkedHashMap<String, Integer>();
        training.forEach(example -> counts.merge(example.target(), 1, Integer::sum));
        String most =
                Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
        return task.score(examples, Collections.nCopies(examples.size(), most)).value();
    }

    private static Scores labelled(Task task, List<Example> examples, List<String> answers) {
        var labels = new Labels(task.labels());
        var gold = new ArrayList<Integer>();
        var predicted = new ArrayList<Integer>();
        for (int i = 0; i < answers.size(); i++) {
            gold.add(labels.decode(examples.get(i).target()));
            predicted.add(labels.decode(answers.get(i)));
        }
        double accuracy = Labels.accuracy(gold, predicted);
        var details = new LinkedHashMap<String, Double>();
        details.put("accuracy", accuracy);
        if (task.labels().size() == 2) {
            details.put("f1", Labels.f1(gold, predicted));
        }
        details.put("invalid_rate", share(Collections.frequency(predicted, Labels.INVALID), predicted.size()));
        return new Scores(Metric.ACCURACY, accuracy, details, answers.size());
    }

    private static Scores free(Task task, List<Example> examples, List<String> answers) {
        double exact = 0;
        double overlap = 0;
        boolean squad = task.metric() == Metric.TOKEN_F1;
        for (int i = 0; i < answers.size(); i++) {
            List<String> targets = examples.get(i).targets();
            String answer = answers.get(i);
            exact += squad ? Answers.bestExact(targets, answer) : Answers.stripped(targets, answer);
            overlap += squad ? Answers.bestF1(targets, answer) : 0;
        }
        exact /= answers.size();
        overlap /= answers.size();
        var details = new LinkedHashMap<String, Double>();
        details.put("accuracy", exact);
        if (squad) {
            details.put("f1", overlap);
        }
        details.put("invalid_rate", 0.0);
        return new Scores(task.metric(), squad ? overlap : exact, details, answers.size());
    }

    /// Returns these scores with one more detail.
    Scores with(String name, double detail) {
        var more = new LinkedHashMap<>(details);
        more.put(name, detail);
        return new Scores(metric, value, more, n);
    }

    private static double share(int part, int whole) {
        return part / (double) whole;
    }
}

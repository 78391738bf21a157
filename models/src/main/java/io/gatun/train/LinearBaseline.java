package io.gatun.train;

import io.gatun.autograd.Gradients;
import io.gatun.data.Permutation;
import io.gatun.data.Split;
import io.gatun.data.task.Example;
import io.gatun.data.task.Labels;
import io.gatun.data.task.Scores;
import io.gatun.data.task.Task;
import io.gatun.optim.Adam;
import io.gatun.optim.AdamSettings;
import io.gatun.tensor.DType;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A linear classifier over which words, and which pairs of neighbouring words, an input has: what any model of a
/// classification task has to beat. Each of them has a row of weights, found by its hash, for the classes; an input's
/// logits are the sum of its rows, divided by the root of their number, and a bias.
///
/// The weights that do best on validation data are kept, as fine-tuning does.
public final class LinearBaseline {

    private static final int EPOCHS = 10;
    private static final int ROWS = 128;
    private static final double RATE = 0.02;

    private final Task task;
    private final long seed;
    private final Labels labels;
    private final Tensor table;
    private final Tensor bias;

    private LinearBaseline(Task task, long seed) {
        this.task = task;
        this.seed = seed;
        this.labels = new Labels(task.labels());
        this.table = Tensor.zeros(WordFeatures.BUCKETS, labels.names().size());
        this.bias = Tensor.zeros(labels.names().size());
    }

    /// Trains the classifier, and scores it.
    ///
    /// @param test the examples that are scored
    /// @param seed where the order of training examples begins
    /// @throws IllegalArgumentException if the task's answers are no labels
    public static Scores score(Task task, List<Example> test, long seed) {
        if (!task.classification()) {
            throw new IllegalArgumentException("linear baseline: expected a task with labels, got " + task.name());
        }
        return Memory.scope(() -> {
            LinearBaseline classifier = new LinearBaseline(task, seed);
            classifier.train(task.load(Split.TRAIN), task.load(Split.VALIDATION));
            return classifier.scores(test, features(test));
        });
    }

    private static List<int[]> features(List<Example> examples) {
        return examples.stream().map(each -> WordFeatures.of(each.input())).toList();
    }

    private void train(List<Example> training, List<Example> validation) {
        List<int[]> features = features(training);
        List<int[]> validationFeatures = features(validation);
        Adam adam = new Adam(weights(), AdamSettings.DEFAULT);
        double best = -1;
        Tensor bestTable = table.copy();
        Tensor bestBias = bias.copy();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Permutation order = new Permutation(training.size(), seed + epoch);
            for (int from = 0; from < training.size(); from += ROWS) {
                int[] rows = new int[Math.min(ROWS, training.size() - from)];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = Math.toIntExact(order.at(from + i));
                }
                Memory.scope(() -> {
                    step(adam, training, features, rows);
                });
            }
            double value = scores(validation, validationFeatures).value();
            if (value > best) {
                best = value;
                bestTable.assign(table);
                bestBias.assign(bias);
            }
        }
        table.assign(bestTable);
        bias.assign(bestBias);
    }

    private Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("table", table);
        weights.put("bias", bias);
        return weights;
    }

    private void step(Adam adam, List<Example> training, List<int[]> features, int... rows) {
        List<int[]> inputs = Arrays.stream(rows).mapToObj(features::get).toList();
        int[] classes = Arrays.stream(rows)
                .map(row -> labels.decode(training.get(row).target()))
                .toArray();
        Tensor targets = Tensor.ofInts(Shape.of(rows.length), classes);
        Gradients gradients = Gradients.of(
                () -> logits(inputs).crossEntropy(targets, -1).mean(), weights().values());
        adam.step(gradients, RATE);
    }

    /// Returns `[inputs, classes]`.
    private Tensor logits(List<int[]> inputs) {
        int longest = inputs.stream().mapToInt(each -> each.length).max().orElse(0);
        int[] ids = new int[inputs.size() * longest];
        float[] shares = new float[ids.length]; // 0 where a row has no more features
        for (int i = 0; i < inputs.size(); i++) {
            int[] row = inputs.get(i);
            System.arraycopy(row, 0, ids, i * longest, row.length);
            Arrays.fill(shares, i * longest, i * longest + row.length, (float) (1 / Math.sqrt(row.length)));
        }
        Tensor rows = table.take(Tensor.ofInts(Shape.of(inputs.size(), longest), ids));
        return rows.mul(Tensor.of(Shape.of(inputs.size(), longest, 1), shares))
                .sum(1)
                .add(bias);
    }

    private Scores scores(List<Example> examples, List<int[]> features) {
        List<String> answers = new ArrayList<>();
        for (int from = 0; from < features.size(); from += ROWS) {
            List<int[]> inputs = features.subList(from, Math.min(features.size(), from + ROWS));
            int[] classes =
                    Memory.scope(() -> logits(inputs).argMax(1).to(DType.I32).toInts());
            Arrays.stream(classes).mapToObj(labels.names()::get).forEach(answers::add);
        }
        return task.score(examples, answers);
    }
}

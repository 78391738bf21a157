package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/// A reproduction as it might come out, with scores chosen so that every kind of finding is there.
final class SampleResults {

    static final List<String> ARCHS = List.of("transformer", "lightweight", "dynamic", "dilated");
    private static final List<String> TASKS = List.of("javadoc-module", "javadoc-summary", "grammar");

    /// By task and architecture: the score from scratch, then pre-trained.
    private static final double[][][] SCORES = {
        {{.412, .585}, {.438, .612}, {.431, .606}, {.405, .521}},
        {{.006, .034}, {.010, .052}, {.012, .048}, {.002, .026}},
        {{.922, .901}, {.704, .846}, {.715, .851}, {.520, .611}}
    };

    private static final double[] BASELINES = {.391, 0, 0};

    private SampleResults() {}

    static Results of(int seeds) {
        Random random = new Random(7);
        List<Pretraining> pretrainings = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        List<Linear> linear = List.of(new Linear(TASKS.getFirst(), "accuracy", .55, 500, 1.5));
        for (int a = 0; a < ARCHS.size(); a++) {
            pretrainings.add(new Pretraining(
                    ARCHS.get(a),
                    620_000 + 41_000L * a,
                    400,
                    1_310_720,
                    31.5 + 4 * a,
                    OptionalDouble.of(.97),
                    42,
                    loss(random, 400, 3.9 + .1 * a, 8.3)));
        }
        for (int t = 0; t < TASKS.size(); t++) {
            for (int a = 0; a < ARCHS.size(); a++) {
                for (int p = 0; p < 2; p++) {
                    for (int s = 0; s < seeds; s++) {
                        runs.add(run(random, t, a, p, 42 + s));
                    }
                }
            }
        }
        return new Results(settings(seeds), machine(), linear, pretrainings, runs);
    }

    private static Run run(Random random, int t, int a, int p, long seed) {
        double value = SCORES[t][a][p] + (seed - 42) * .004;
        List<Curve.Point> validation = new ArrayList<>();
        for (int step = 25; step <= 150; step += 25) {
            double reached = value * (1 - Math.exp(-step / (p == 1 ? 30.0 : 60.0)));
            validation.add(new Curve.Point(step, Math.clamp(reached + random.nextGaussian() * .01, 0, 1)));
        }
        Map<String, Double> more = new LinkedHashMap<>();
        more.put("accuracy", value);
        if (t == 0) {
            more.put("f1", value - .01);
        }
        more.put("invalid_rate", t == 0 ? .01 * p : 0);
        return new Run(
                ARCHS.get(a),
                TASKS.get(t),
                p == 1,
                t == 0 ? "accuracy" : "exact_match",
                value,
                BASELINES[t],
                500,
                seed,
                150,
                11.2 + 3 * a,
                OptionalDouble.empty(),
                620_000 + 41_000L * a,
                more,
                loss(random, 150, p == 1 ? .35 : .8, 5.5),
                new Curve(validation));
    }

    /// A run on a thousand examples, of which the most frequent answer is right on three hundred.
    static Run run(String task, String arch, boolean pretrained, double value, long seed) {
        return new Run(
                arch,
                task,
                pretrained,
                "accuracy",
                value,
                .3,
                1000,
                seed,
                10,
                1,
                OptionalDouble.empty(),
                100,
                Map.of(),
                Curve.empty(),
                Curve.empty());
    }

    private static Curve loss(Random random, int steps, double end, double begin) {
        List<Curve.Point> points = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            double mean = end + (begin - end) * Math.exp(-step / (steps / 6.0));
            points.add(new Curve.Point(step, mean * (1 + .04 * random.nextGaussian())));
        }
        return new Curve(points);
    }

    private static Map<String, Object> settings(int seeds) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("preset", "nano");
        settings.put("corpus", List.of("jdk"));
        settings.put("pretraining_steps", 400L);
        settings.put("batch", 32L);
        settings.put("finetuning_steps", 150L);
        settings.put("seeds", (long) seeds);
        return settings;
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cpu", "AMD <EPYC> & co");
        machine.put("threads", 2L);
        machine.put("vector_bits", 256L);
        machine.put("jdk", "25.0.3+9-LTS");
        return machine;
    }
}

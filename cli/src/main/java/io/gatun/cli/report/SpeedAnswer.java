package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The paper's question about speed, answered from the pre-trainings' seconds, where these are a
/// measurement, and from what [Scaling] measured.
final class SpeedAnswer {

    private static final String QUESTION = "What advantages have they, in speed and with length?";

    /// Shorter pre-trainings tell which was the first of its process: that one waits for the JVM to
    /// compile what all run.
    private static final double LEAST_SECONDS = 300;

    private final Results results;

    private SpeedAnswer(Results results) {
        this.results = results;
    }

    static Answer of(Results results, Optional<Scaling> scaling) {
        return new SpeedAnswer(results).answer(scaling);
    }

    private Answer answer(Optional<Scaling> scaling) {
        List<String> ratios = ratios();
        Optional<ScalingSummary> byLength = scaling.map(ScalingSummary::of);
        if (ratios.isEmpty() && byLength.flatMap(ScalingSummary::sentence).isEmpty()) {
            return new Answer(QUESTION, "Cannot be told: nothing was timed beside a transformer.", List.of());
        }
        CpuShare share = CpuShare.ofPretraining(results);
        List<String> reasons = new ArrayList<>();
        boolean lasting = results.pretrainings().stream().allMatch(each -> each.seconds() >= LEAST_SECONDS);
        boolean timed = share.whole() && lasting && !ratios.isEmpty();
        if (timed) {
            reasons.addAll(ratios);
        } else if (!ratios.isEmpty() && share.whole()) {
            reasons.add(
                    ("The speeds of pre-training are no measurement: some took less than %.0f minutes, of which the JVM"
                                    + " needs a part to compile what the first of them runs.")
                            .formatted(LEAST_SECONDS / 60));
        } else if (!ratios.isEmpty()) {
            reasons.add("The speeds of pre-training are no measurement: %s.".formatted(share.sentence()));
        }
        byLength.flatMap(ScalingSummary::sentence)
                .ifPresentOrElse(
                        sentence -> reasons.add(where(scaling.orElseThrow()) + sentence),
                        () -> reasons.add(
                                "How speed changes with length: gatun scaling, with this directory as its --out, adds"
                                        + " it here."));
        return new Answer(
                QUESTION,
                timed || byLength.flatMap(ScalingSummary::ratios).isPresent()
                        ? "On the machine where they were measured, with these kernels:"
                        : "Cannot be told from these runs.",
                reasons);
    }

    /// Names the machine on which lengths were measured, if it is another than that of the runs.
    private String where(Scaling scaling) {
        return scaling.machine().equals(results.machine())
                ? ""
                : "By length, measured on %s: ".formatted(MarkdownReport.write(scaling.machine()));
    }

    /// Returns each convolution's speed in pre-training, set against the transformer's.
    private List<String> ratios() {
        List<String> ratios = new ArrayList<>();
        OptionalDouble base = rate(Findings.ATTENTION);
        for (String arch : results.archs()) {
            OptionalDouble rate = rate(arch);
            if (!arch.equals(Findings.ATTENTION) && base.isPresent() && rate.isPresent() && base.getAsDouble() > 0) {
                ratios.add("%s read %.2f times as many tokens a second as the transformer in pre-training."
                        .formatted(arch, rate.getAsDouble() / base.getAsDouble()));
            }
        }
        return ratios;
    }

    private OptionalDouble rate(String arch) {
        return results.pretrainings().stream()
                .filter(pretraining -> pretraining.arch().equals(arch))
                .mapToDouble(Pretraining::tokensPerSecond)
                .average();
    }
}

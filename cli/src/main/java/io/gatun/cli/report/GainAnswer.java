package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Whether convolutions gain from pre-training as transformers do.
final class GainAnswer {

    private static final String QUESTION = "Do convolutions gain from pre-training as transformers do?";

    private final Common common;
    private final Map<String, Difference> gains = new LinkedHashMap<>();

    private GainAnswer(Common common) {
        this.common = common;
        common.archs()
                .forEach(
                        arch -> gains.put(arch, common.gain(arch, common.archs().size())));
    }

    static Answer of(List<Comparison> comparisons) {
        Common common = Common.of(comparisons, _ -> true, List.of(false, true));
        return common.tasks().isEmpty()
                ? Answers.untold(QUESTION, common, "no task was finished both from scratch and pre-trained.")
                : new GainAnswer(common).answer();
    }

    private Answer answer() {
        List<String> reasons = gains.entrySet().stream()
                .map(gain -> "%s: %s.".formatted(gain.getKey(), gain.getValue().sentence()))
                .toList();
        if (common.convolutions().isEmpty()) {
            return new Answer(QUESTION, "Cannot be told: no convolution was compared.", reasons);
        }
        if (!common.hasTransformer()) {
            return new Answer(QUESTION, "Cannot be told: the transformer was not compared.", reasons);
        }
        return new Answer(QUESTION, verdict() + " " + beside(), reasons);
    }

    private String verdict() {
        boolean transformer = gains.get(Findings.ATTENTION).above();
        boolean some = !convolutions(Difference::above).isEmpty();
        if (transformer && convolutions(gain -> !gain.above()).isEmpty()) {
            return "Yes: every convolution gained, and so did the transformer.";
        }
        if (!some && convolutions(Difference::below).isEmpty()) {
            return transformer
                    ? "Not seen here: the transformer gained, no convolution did beyond chance."
                    : "Cannot be told at this scale: no architecture gained beyond chance.";
        }
        List<String> parts = new ArrayList<>();
        add(parts, "%s gained", names(Difference::above));
        add(parts, "%s lost", names(Difference::below));
        add(parts, "for %s it cannot be told", names(gain -> !gain.above() && !gain.below()));
        return (some ? "In part: " : "No: ") + String.join("; ", parts) + ".";
    }

    private static void add(List<String> parts, String claim, List<String> archs) {
        if (!archs.isEmpty()) {
            parts.add(claim.formatted(Words.list(archs)));
        }
    }

    private List<String> names(Predicate<Difference> which) {
        List<String> names = new ArrayList<>(convolutions(which));
        if (which.test(gains.get(Findings.ATTENTION))) {
            names.add("the transformer");
        }
        return names;
    }

    /// Says whether the gains differ: of two, one may be beyond chance and one not, and they may be as
    /// good as equal.
    private String beside() {
        Difference transformer = gains.get(Findings.ATTENTION);
        List<String> more = convolutions(gain -> gain.differs(transformer) && gain.mean() > transformer.mean());
        List<String> less = convolutions(gain -> gain.differs(transformer) && gain.mean() < transformer.mean());
        if (more.isEmpty() && less.isEmpty()) {
            return "No convolution's gain differs from the transformer's beyond chance.";
        }
        return (more.isEmpty() ? "" : "The gain of %s is larger than the transformer's.".formatted(Words.list(more)))
                + (more.isEmpty() || less.isEmpty() ? "" : " ")
                + (less.isEmpty()
                        ? ""
                        : "The gain of %s is smaller than the transformer's.".formatted(Words.list(less)));
    }

    private List<String> convolutions(Predicate<Difference> which) {
        return common.convolutions().stream()
                .filter(arch -> which.test(gains.get(arch)))
                .toList();
    }
}

package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Which convolution is best.
final class VariantAnswer {

    private static final String QUESTION = "Which convolution is best?";

    private VariantAnswer() {}

    static Answer of(List<Comparison> comparisons) {
        Common common = Common.of(comparisons, arch -> !arch.equals(Findings.ATTENTION), List.of(true));
        if (common.archs().size() < 2) {
            return new Answer(QUESTION, "Cannot be told: fewer than two were pre-trained and compared.", List.of());
        }
        if (common.tasks().isEmpty()) {
            return Answers.untold(QUESTION, common, "no task was finished by all of them.");
        }
        List<String> ranked = common.archs().stream()
                .sorted(Comparator.comparingDouble(common::mean).reversed())
                .toList();
        int together = ranked.size() * (ranked.size() - 1) / 2;
        boolean ahead = true;
        List<String> reasons = new ArrayList<>();
        reasons.add(ranked.stream()
                .map(arch -> "%s %s %%".formatted(arch, Words.percent(common.mean(arch))))
                .collect(Collectors.joining(
                        ", ",
                        "On average over %s: "
                                .formatted(Words.count(common.tasks().size(), "task")),
                        ".")));
        for (int i = 0; i < ranked.size(); i++) {
            for (int j = i + 1; j < ranked.size(); j++) {
                Difference lead = common.lead(ranked.get(i), ranked.get(j), together);
                reasons.add("%s against %s: %s.".formatted(ranked.get(i), ranked.get(j), lead.sentence()));
                ahead &= i > 0 || lead.above();
            }
        }
        return new Answer(
                QUESTION,
                ahead
                        ? "%s, by these runs: ahead of every other.".formatted(ranked.getFirst())
                        : "Cannot be told from these runs: none is ahead of every other beyond chance.",
                reasons);
    }
}

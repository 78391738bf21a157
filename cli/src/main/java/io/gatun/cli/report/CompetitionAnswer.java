package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where pre-trained convolutions stand beside the pre-trained transformer: on all tasks, and on those
/// with two texts.
final class CompetitionAnswer {

    private static final String COMPETITIVE =
            "Are pre-trained convolutions competitive with pre-trained transformers, and where?";
    private static final String FAILING = "Where do they fail: tasks with two texts that must be related?";

    /// The tasks with two texts in an input, which the paper names as those that convolutions fail at.
    private static final List<String> PAIRS = List.of("mnli", "squad");

    private CompetitionAnswer() {}

    static Answer of(List<Comparison> comparisons) {
        Common common = common(comparisons);
        if (!both(common)) {
            return Answers.untold(
                    COMPETITIVE, common, "no task has both a pre-trained transformer and a pre-trained convolution.");
        }
        List<String> convolutions = common.convolutions();
        Map<String, Difference> leads = new LinkedHashMap<>();
        convolutions.forEach(arch -> leads.put(arch, common.lead(arch, Findings.ATTENTION, convolutions.size())));
        Duel duel = Duel.of(common);
        List<String> reasons = new ArrayList<>();
        leads.forEach((arch, lead) -> reasons.add("%s against the transformer: %s.".formatted(arch, lead.sentence())));
        reasons.add(duel.sentence());
        List<String> behind = behind(common, duel.together());
        if (!behind.isEmpty()) {
            reasons.add("Clearly behind the transformer on a task, with as many comparisons: %s."
                    .formatted(Words.list(behind)));
        }
        return new Answer(COMPETITIVE, verdict(leads, duel), reasons);
    }

    private static String verdict(Map<String, Difference> leads, Duel duel) {
        List<String> ahead =
                leads.keySet().stream().filter(arch -> leads.get(arch).above()).toList();
        if (!ahead.isEmpty()) {
            return "Yes: %s %s ahead of the transformer on average%s."
                    .formatted(
                            Words.list(ahead),
                            ahead.size() == 1 ? "is" : "are",
                            duel.worse().isEmpty() ? "" : ", though not on every task");
        }
        if (leads.values().stream().allMatch(Difference::below)) {
            return "No: every convolution is behind the transformer on average%s."
                    .formatted(duel.better().isEmpty() ? "" : ", though not on every task");
        }
        if (duel.better().isEmpty() && duel.worse().isEmpty()) {
            String best = leads.keySet().stream()
                    .max(Comparator.comparingDouble(
                            arch -> leads.get(arch).interval().low()))
                    .orElseThrow();
            double least = leads.get(best).interval().low();
            return "Competitive to within %s points on average, as far as these tests can see: the best convolution on average (%s), and the best on each task, differs from the transformer by no more than chance."
                    .formatted(Words.percent(Math.max(0, -least)), best);
        }
        return duel.worse().isEmpty()
                ? "Yes, and ahead on some tasks."
                : duel.better().isEmpty() ? "Not on every task." : "On some tasks, not on others.";
    }

    /// Which convolutions are worse than the transformer on which tasks, beyond chance.
    private static List<String> behind(Common common, int together) {
        List<String> behind = new ArrayList<>();
        for (String arch : common.convolutions()) {
            for (Comparison task : common.tasks()) {
                Difference difference = task.lead(arch, Findings.ATTENTION, together);
                if (difference.below()) {
                    behind.add("%s on %s (%s points)".formatted(arch, task.task(), Words.points(difference.mean())));
                }
            }
        }
        return behind;
    }

    /// Answers for the tasks with two texts.
    ///
    /// @param attending in how many layers of their encoder convolutions had attention; null if in none
    static Answer ofPairs(List<Comparison> comparisons, Object attending) {
        Common common = common(comparisons.stream()
                .filter(comparison -> PAIRS.contains(comparison.task()))
                .toList());
        if (!both(common)) {
            return Answers.untold(FAILING, common, "neither mnli nor squad was compared (--tasks mnli,squad).");
        }
        Duel duel = Duel.of(common);
        String verdict = duel.worse().isEmpty()
                ? duel.better().isEmpty()
                        ? "Cannot be told from these runs: no difference beyond chance."
                        : "Not seen here."
                : "Seen here, on " + Words.list(duel.worse()) + ".";
        String cure = attending == null
                ? "The paper's cure, attention in the encoder, is --encoder-attention 1."
                : "Convolutions had attention in %s of their encoder layers.".formatted(attending);
        return new Answer(FAILING, verdict, List.of(duel.sentence(), cure));
    }

    private static Common common(List<Comparison> comparisons) {
        return Common.of(comparisons, _ -> true, List.of(true));
    }

    private static boolean both(Common common) {
        return !common.tasks().isEmpty()
                && common.hasTransformer()
                && !common.convolutions().isEmpty();
    }
}

package io.gatun.cli.report;

import java.util.List;
import java.util.Optional;

/// What the numbers say to the paper's five questions (Tay et al. 2021, section 1), and where they cannot
/// tell.
///
/// A verdict looks at all tasks together: a single task out of many can be clear by luck.
final class Answers {

    /// How verdicts are found, to be read below them.
    static final String METHOD =
            "How these answers are found. A difference is the mean over the tasks that all compared "
                    + "models have finished, in percentage points; tasks where none of them is better than always giving the most "
                    + "frequent answer are left out. The interval in brackets is what chance explains: the choice of test examples "
                    + "and, where there are several seeds, the spread over them. It holds at 95 % for all comparisons of a question "
                    + "at once (Bonferroni). A difference counts if its interval leaves zero out and most tasks are on its side. The "
                    + "sign test counts on how many tasks a model is higher; with fewer than six it cannot come below p = 0.05.";

    private Answers() {}

    static List<Answer> of(Results results, Optional<Scaling> scaling) {
        List<Comparison> comparisons = Comparison.of(results);
        return List.of(
                GainAnswer.of(comparisons),
                CompetitionAnswer.of(comparisons),
                SpeedAnswer.of(results, scaling),
                CompetitionAnswer.ofPairs(comparisons, results.settings().get("encoder_attention")),
                VariantAnswer.of(comparisons));
    }

    /// Returns the answer to a question about models that have no task in common that tells something.
    ///
    /// @param nothing what is missing if they have no task in common at all
    static Answer untold(String question, Common common, String nothing) {
        return new Answer(
                question,
                common.mute().isEmpty()
                        ? "Cannot be told: " + nothing
                        : "Cannot be told: on %s no model is better than always giving the most frequent answer."
                                .formatted(Words.list(common.mute())),
                List.of());
    }
}

package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What the numbers say to the paper's five questions (Tay et al. 2021, section 1), and where they cannot tell.
///
/// A difference counts where chance in the choice of test examples does not explain it (see [Interval]).
final class Answers {

    /// The tasks with two texts in an input, which the paper names as those that convolutions fail at.
    private static final List<String> PAIRS = List.of("mnli", "squad");

    private static final String TRANSFORMER = Findings.ATTENTION;

    private final Results results;
    private final List<Comparison> comparisons;

    private Answers(Results results) {
        this.results = results;
        this.comparisons = Comparison.of(results);
    }

    static List<Answer> of(Results results, Optional<Scaling> scaling) {
        Answers answers = new Answers(results);
        return List.of(
                answers.gain(),
                answers.competition(),
                SpeedAnswer.of(results, scaling),
                answers.pairs(),
                answers.variants());
    }

    private Answer gain() {
        String question = "Do convolutions gain from pre-training as transformers do?";
        List<Gain> gains = results.archs().stream()
                .map(this::gain)
                .flatMap(Optional::stream)
                .toList();
        if (gains.isEmpty()) {
            return new Answer(
                    question, "Cannot be told: nothing was fine-tuned both from scratch and pre-trained.", List.of());
        }
        List<String> reasons = new ArrayList<>();
        gains.forEach(gain -> reasons.add(gain.sentence()));
        List<Gain> convolutions =
                gains.stream().filter(gain -> !gain.arch().equals(TRANSFORMER)).toList();
        Optional<Gain> transformer =
                gains.stream().filter(gain -> gain.arch().equals(TRANSFORMER)).findFirst();
        if (convolutions.isEmpty() || transformer.isEmpty()) {
            return new Answer(
                    question,
                    convolutions.isEmpty()
                            ? "Cannot be told: no convolution was compared."
                            : "Cannot be told: the transformer was not compared.",
                    reasons);
        }
        return new Answer(question, verdict(convolutions, transformer.get()), reasons);
    }

    private static String verdict(List<Gain> convolutions, Gain transformer) {
        List<String> gaining = names(convolutions, Gain::clear);
        if (gaining.isEmpty()) {
            return transformer.clear()
                    ? "Not in these runs: the transformer gained, no convolution did beyond chance."
                    : "Cannot be told at this scale: no architecture gained beyond chance.";
        }
        String who = gaining.size() == convolutions.size()
                ? "Yes: every convolution gained"
                : "In part: " + Words.list(gaining) + " gained";
        return who
                + (transformer.clear() ? ", and so did the transformer." : "; the transformer did not beyond chance.");
    }

    private static List<String> names(List<Gain> gains, Predicate<Gain> which) {
        return gains.stream().filter(which).map(Gain::arch).toList();
    }

    private Optional<Gain> gain(String arch) {
        int i = results.archs().indexOf(arch);
        int tasks = 0;
        int up = 0;
        int clearlyUp = 0;
        int clearlyDown = 0;
        double sum = 0;
        for (Comparison comparison : comparisons) {
            Optional<Cell> from = comparison.scratch().get(i);
            Optional<Cell> to = comparison.pretrained().get(i);
            if (from.isPresent() && to.isPresent()) {
                double difference = to.get().value() - from.get().value();
                boolean clear = !to.get().ties(from.get());
                tasks++;
                sum += difference;
                up += difference > 0 ? 1 : 0;
                clearlyUp += clear && difference > 0 ? 1 : 0;
                clearlyDown += clear && difference < 0 ? 1 : 0;
            }
        }
        return tasks == 0
                ? Optional.empty()
                : Optional.of(new Gain(arch, tasks, sum / tasks, up, clearlyUp, clearlyDown));
    }

    /// What pre-training brought one architecture.
    private record Gain(String arch, int tasks, double mean, int up, int clearlyUp, int clearlyDown) {

        /// On more tasks up than down, counting those that chance does not explain.
        boolean clear() {
            return clearlyUp > clearlyDown;
        }

        String sentence() {
            return "%s: %s points on average, higher on %d of %s, clearly on %d, clearly lower on %d."
                    .formatted(arch, Words.points(mean), up, Words.count(tasks, "task"), clearlyUp, clearlyDown);
        }
    }

    private Answer competition() {
        String question = "Are pre-trained convolutions competitive with pre-trained transformers, and where?";
        Duel duel = Duel.of(comparisons);
        if (duel.tasks() == 0) {
            return new Answer(
                    question,
                    "Cannot be told: no task has both a pre-trained transformer and a pre-trained convolution.",
                    List.of());
        }
        String counted = "The best convolution, set against the transformer, %s.".formatted(duel.sentence());
        if (duel.better().isEmpty() && duel.worse().isEmpty()) {
            return new Answer(
                    question,
                    "Competitive as far as these tests can see, ahead nowhere beyond chance.",
                    List.of(counted));
        }
        return new Answer(
                question,
                duel.worse().isEmpty()
                        ? "Yes, and ahead on some tasks."
                        : duel.better().isEmpty() ? "Not on every task." : "On some tasks, not on others.",
                List.of(counted));
    }

    private Answer pairs() {
        String question = "Where do they fail: tasks with two texts that must be related?";
        Duel duel = Duel.of(comparisons.stream()
                .filter(comparison -> PAIRS.contains(comparison.task()))
                .toList());
        if (duel.tasks() == 0) {
            return new Answer(
                    question, "Cannot be told: neither mnli nor squad was compared (--tasks mnli,squad).", List.of());
        }
        Object attending = results.settings().get("encoder_attention");
        String cure = attending == null
                ? "The paper's cure, attention in the encoder, is --encoder-attention 1."
                : "Convolutions had attention in %s of their encoder layers.".formatted(attending);
        String verdict = duel.worse().isEmpty()
                ? duel.better().isEmpty()
                        ? "Cannot be told from these runs: no difference beyond chance."
                        : "Not seen here."
                : "Seen here, on " + Words.list(duel.worse()) + ".";
        return new Answer(
                question,
                verdict,
                List.of("The best convolution, set against the transformer, %s.".formatted(duel.sentence()), cure));
    }

    private Answer variants() {
        String question = "Which convolution is best?";
        List<Variant> variants = results.archs().stream()
                .filter(arch -> !arch.equals(TRANSFORMER))
                .map(this::variant)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingDouble(Variant::mean).reversed())
                .toList();
        if (variants.size() < 2) {
            return new Answer(question, "Cannot be told: fewer than two were pre-trained and compared.", List.of());
        }
        List<String> reasons = new ArrayList<>();
        variants.forEach(variant -> reasons.add(variant.sentence()));
        Variant first = variants.getFirst();
        boolean ahead = first.wins() > first.losses();
        return new Answer(
                question,
                ahead && variants.stream().skip(1).allMatch(other -> other.wins() <= other.losses())
                        ? first.arch() + ", by these runs."
                        : "Cannot be told from these runs: none is ahead of the others beyond chance throughout.",
                reasons);
    }

    private Optional<Variant> variant(String arch) {
        int me = results.archs().indexOf(arch);
        int tasks = 0;
        int wins = 0;
        int losses = 0;
        double sum = 0;
        for (Comparison comparison : comparisons) {
            Optional<Cell> mine = comparison.pretrained().get(me);
            if (mine.isEmpty()) {
                continue;
            }
            tasks++;
            sum += mine.get().value();
            for (Optional<Cell> other : comparison.pretrained()) {
                if (other.isPresent()
                        && !other.get().arch().equals(arch)
                        && !other.get().arch().equals(TRANSFORMER)
                        && !other.get().ties(mine.get())) {
                    wins += mine.get().value() > other.get().value() ? 1 : 0;
                    losses += mine.get().value() < other.get().value() ? 1 : 0;
                }
            }
        }
        return tasks == 0 ? Optional.empty() : Optional.of(new Variant(arch, sum / tasks, wins, losses));
    }

    /// How one convolution stands among the convolutions.
    private record Variant(String arch, double mean, int wins, int losses) {

        String sentence() {
            return "%s: %s %% on average over the tasks, clearly above another convolution %s, clearly below %s."
                    .formatted(arch, Words.percent(mean), times(wins), times(losses));
        }

        private static String times(int count) {
            return count == 0 ? "never" : count == 1 ? "once" : count + " times";
        }
    }
}

package io.gatun.cli.bench;

import io.gatun.tensor.Device;
import io.gatun.train.TrainingSteps;
import java.util.List;
import java.util.function.Supplier;

/// A case whose name, sizes and options have been checked, before any work is made or timed.
///
/// @param asked the case
/// @param warmUp what is computed before the clock counts
/// @param measured what is timed
/// @param device what computes
/// @param work makes the case's operands
public record Trial(Case asked, Effort warmUp, Effort measured, Device device, Supplier<Work> work) {

    private static final double WARM_SECONDS = 5; // C2 is done by then

    /// How long something is repeated.
    ///
    /// @param iterations at least so often
    /// @param seconds at least so long
    record Effort(int iterations, double seconds) {}

    /// Returns the trials of a command line: `iters` iterations at least (7) and for `secs` seconds at
    /// least (1), after `warm` iterations (3, on a GPU 5) and `warm_secs` seconds (5).
    ///
    /// @param words names of cases, each followed by its options
    /// @param setting what they share
    /// @throws IllegalArgumentException if any of the cases does not exist, or cannot be as its options say
    public static List<Trial> parse(List<String> words, Setting setting) {
        return Case.parse(words).stream().map(asked -> of(asked, setting)).toList();
    }

    private static Trial of(Case asked, Setting setting) {
        int warm = setting.device().isCpu() ? 3 : TrainingSteps.RECORDED_AFTER + 1;
        Effort warmUp = new Effort(asked.count("warm", warm), asked.number("warm_secs", WARM_SECONDS));
        Effort measured = new Effort(asked.count("iters", 7), asked.number("secs", 1));
        Supplier<Work> work = Works.of(asked, setting);
        asked.checkOptions();
        return new Trial(asked, warmUp, measured, setting.device(), work);
    }
}

package io.gatun.cli.report;

import java.util.Locale;
import java.util.OptionalDouble;

/// How a run's scale compares with the paper's: tokens read in pre-training, and parameters.
///
/// @param inputs input tokens of a pre-training; empty if they are not known
/// @param params parameters of the largest model
record PaperScale(OptionalDouble inputs, double params) {

    /// What the paper's models read: 524,288 steps of 128 inputs of 512 tokens. Targets are not among them.
    private static final double PAPER_INPUTS = 524_288.0 * 128 * 512;

    /// The released lightweight model of the size that the paper calls base.
    private static final double PAPER_PARAMS = 210e6;

    private static final double FAR = 10;
    private static final double NEAR = 2;

    static PaperScale of(Results results) {
        return new PaperScale(
                results.settings().get("batch") instanceof Long rows
                                && results.settings().get("length") instanceof Long length
                        ? results.pretrainings().stream()
                                .mapToDouble(pretraining -> (double) pretraining.steps() * rows * length)
                                .max()
                        : OptionalDouble.empty(),
                results.pretrainings().stream()
                        .mapToDouble(Pretraining::params)
                        .max()
                        .orElse(0));
    }

    /// Returns the comparison in words.
    String sentence() {
        String size = "The largest model has %s parameters; the paper's of base size has about 210 million%s."
                .formatted(Words.brief(params), times(PAPER_PARAMS / params));
        String read = inputs.isPresent()
                ? "Each model read %s tokens of inputs in pre-training; the paper's read about 34 billion%s. "
                        .formatted(Words.brief(inputs.getAsDouble()), times(PAPER_INPUTS / inputs.getAsDouble()))
                : "";
        return read + size + " " + conclusion();
    }

    private static String times(double ratio) {
        return ratio < 1.5
                ? ""
                : ", %s times as many"
                        .formatted(ratio < 10 ? String.format(Locale.ROOT, "%.1f", ratio) : Words.brief(ratio));
    }

    private String conclusion() {
        double ratio = Math.max(PAPER_PARAMS / params, inputs.isPresent() ? PAPER_INPUTS / inputs.getAsDouble() : 0);
        if (ratio >= FAR) {
            return "So far below the paper's scale, this page shows the method at work, and neither confirms nor refutes "
                    + "the paper.";
        }
        return ratio >= NEAR
                ? "Where this page and the paper differ, that may be the reason."
                : inputs.isPresent() ? "That is the paper's scale." : "";
    }
}

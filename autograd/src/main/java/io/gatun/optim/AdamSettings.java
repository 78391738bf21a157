package io.gatun.optim;

/// The constants of [Adam] and [AdamW].
///
/// @param beta1 decay of the first moment
/// @param beta2 decay of the second moment
/// @param epsilon added to the root of the corrected second moment
/// @param decay weight decay
public record AdamSettings(double beta1, double beta2, double epsilon, WeightDecay decay) {

    /// The constants of the paper: 0.9, 0.999, 10⁻⁸, no decay.
    public static final AdamSettings DEFAULT = new AdamSettings(0.9, 0.999, 1e-8, WeightDecay.NONE);

    /// Checks the values.
    public AdamSettings {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException("adam: expected betas 0 <= beta < 1, got " + beta1 + " and " + beta2);
        }
        if (!(epsilon >= 0)) {
            throw new IllegalArgumentException("adam: expected an epsilon of at least 0, got " + epsilon);
        }
    }

    /// Returns these constants with another weight decay.
    public AdamSettings with(WeightDecay other) {
        return new AdamSettings(beta1, beta2, epsilon, other);
    }
}

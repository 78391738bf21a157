package io.gatun.optim;

/// The constants of [Adafactor].
///
/// @param factoring which parameters have factored second moments
/// @param scaled whether a step is multiplied by max(`epsilon2`, RMS of the parameter)
/// @param decayExponent the second moment decays by `1 − t^−decayExponent` at step `t`
/// @param epsilon1 added to the squared gradient before averaging
/// @param epsilon2 least root mean square of a parameter
/// @param clip the update's root mean square is limited to this
public record AdafactorSettings(
        Factoring factoring, boolean scaled, double decayExponent, double epsilon1, double epsilon2, double clip) {

    /// What T5 was trained with in Mesh TensorFlow.
    public static final AdafactorSettings T5 = new AdafactorSettings(Factoring.LARGE, true, 0.8, 1e-30, 1e-3, 1.0);

    /// Checks the values.
    public AdafactorSettings {
        if (!(decayExponent > 0 && epsilon1 >= 0 && epsilon2 >= 0 && clip > 0)) {
            throw new IllegalArgumentException(
                    "adafactor: expected a decay exponent and a clipping threshold above 0 and epsilons of at least 0,"
                            + " got " + decayExponent + ", " + clip + ", " + epsilon1 + " and " + epsilon2);
        }
    }

    /// Returns these constants with another factoring rule.
    public AdafactorSettings with(Factoring other) {
        return new AdafactorSettings(other, scaled, decayExponent, epsilon1, epsilon2, clip);
    }

    /// Returns these constants with steps that do or do not scale with the parameter.
    public AdafactorSettings scaled(boolean value) {
        return new AdafactorSettings(factoring, value, decayExponent, epsilon1, epsilon2, clip);
    }
}

package io.gatun.models;

import java.util.Arrays;
import java.util.Locale;

/// What mixes tokens in each layer.
public enum Architecture {
    /// Self-attention with T5's relative bias.
    TRANSFORMER,
    /// Lightweight convolution: filters are weights, normalised over their taps.
    LIGHTWEIGHT,
    /// Dynamic convolution: filters follow from the current position.
    DYNAMIC,
    /// Lightweight convolution with distance between taps.
    DILATED;

    /// Returns the architecture of a name.
    ///
    /// @throws IllegalArgumentException if there is none, listing the names
    public static Architecture named(String name) {
        for (Architecture architecture : values()) {
            if (architecture.toString().equals(name)) {
                return architecture;
            }
        }
        throw new IllegalArgumentException(
                "unknown architecture " + name + ": expected one of " + Arrays.toString(values()));
    }

    /// Returns whether layers mix by convolution.
    public boolean isConvolution() {
        return this != TRANSFORMER;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

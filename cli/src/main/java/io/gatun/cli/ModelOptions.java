package io.gatun.cli;

import io.gatun.models.Architecture;
import io.gatun.models.ModelConfig;
import io.gatun.models.Presets;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that make a model: an architecture, a preset, and what is to be other than the preset says.
final class ModelOptions {

    @Option(names = "--arch", paramLabel = "A", description = "transformer, lightweight, dynamic or dilated.")
    private String arch;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description = "nano, tiny, mini, small, base or large (default: nano).")
    private String preset;

    @Mixin
    private ShapeOptions shape;

    /// Returns whether an architecture was named.
    boolean given() {
        return arch != null;
    }

    /// Returns the preset's name.
    String preset() {
        return preset == null ? "nano" : preset;
    }

    /// Returns the configuration for a vocabulary of this many embedding rows.
    ///
    /// @throws IllegalArgumentException if no architecture was named or a value is not possible
    ModelConfig config(int vocab) {
        if (arch == null) {
            throw new IllegalArgumentException(
                    "--arch is missing: expected transformer, lightweight, dynamic or dilated");
        }
        return shape.apply(Presets.of(preset(), Architecture.named(arch.toLowerCase(Locale.ROOT)), vocab));
    }
}

package io.gatun.models;

import io.gatun.models.ModelConfig.Block;
import io.gatun.models.ModelConfig.Mixing;
import io.gatun.models.ModelConfig.NormPlacement;
import io.gatun.models.ModelConfig.Positions;
import io.gatun.models.ModelConfig.Size;
import java.util.List;

/// Models small enough to be tested in a moment.
public final class TestModels {

    private TestModels() {}

    /// Returns a model of 2 + 2 layers with every architecture's defaults.
    public static ModelConfig config(Architecture architecture) {
        List<Integer> dilations = architecture == Architecture.DILATED ? List.of(1, 2) : List.of(1);
        Mixing mixing = new Mixing(List.of(3, 4), dilations, 2, false, true, true, false, false, 0);
        Block block = new Block(NormPlacement.PRE, false, false, Positions.NONE, true, 0, 0);
        return new ModelConfig(architecture, new Size(8, 16, 2, 4, 2, 2, 32), mixing, block);
    }

    /// Returns a model in which every choice is the other one.
    public static ModelConfig unusual(Architecture architecture) {
        Mixing mixing = new Mixing(List.of(3), List.of(2), 4, true, false, false, true, true, 0);
        int attending = architecture.isConvolution() ? 1 : 0;
        Block block = new Block(NormPlacement.POST, true, true, Positions.SINUSOIDAL, 16, false, true, attending, 0);
        return new ModelConfig(architecture, new Size(8, 12, 2, 3, 2, 3, 32), mixing, block);
    }
}

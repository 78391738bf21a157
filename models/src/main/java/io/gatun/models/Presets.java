package io.gatun.models;

import io.gatun.models.ModelConfig.Block;
import io.gatun.models.ModelConfig.Mixing;
import io.gatun.models.ModelConfig.NormPlacement;
import io.gatun.models.ModelConfig.Positions;
import io.gatun.models.ModelConfig.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Named model sizes, and the default choices that go with them.
public final class Presets {

    private static final int KERNEL = 7;
    private static final List<Integer> DILATIONS = List.of(1, 2, 4, 8);
    private static final Map<String, Preset> NAMED = new LinkedHashMap<>();

    static {
        NAMED.put("nano", new Preset(64, 256, 4, 2, 4000));
        NAMED.put("tiny", new Preset(128, 512, 4, 2, 4000));
        NAMED.put("mini", new Preset(256, 1024, 4, 4, 8000));
        NAMED.put("small", new Preset(512, 2048, 8, 6, 32000));
        NAMED.put("base", new Preset(768, 3072, 12, 12, 32000));
        NAMED.put("large", new Preset(1024, 4096, 16, 24, 32000));
    }

    private record Preset(int dModel, int dFf, int heads, int layers, int pieces) {}

    private Presets() {}

    /// Returns the names, smallest first.
    public static Set<String> names() {
        return NAMED.keySet();
    }

    /// Returns how many pieces the tokenizer of a preset has by default.
    public static int pieces(String name) {
        return preset(name).pieces();
    }

    /// Returns a preset's configuration for a vocabulary of this many embedding rows.
    ///
    /// @throws IllegalArgumentException if there is no such preset, listing the names
    public static ModelConfig of(String name, Architecture architecture, int vocab) {
        Preset preset = preset(name);
        Size size = new Size(
                preset.dModel(),
                preset.dFf(),
                preset.heads(),
                preset.dModel() / preset.heads(),
                preset.layers(),
                preset.layers(),
                vocab);
        List<Integer> dilations = architecture == Architecture.DILATED ? DILATIONS : List.of(1);
        Mixing mixing = new Mixing(List.of(KERNEL), dilations, preset.heads(), false, true, true, false, false, 0);
        Block block = new Block(NormPlacement.PRE, false, false, Positions.NONE, true, 0, 0.1);
        return new ModelConfig(architecture, size, mixing, block);
    }

    private static Preset preset(String name) {
        Preset preset = NAMED.get(name);
        if (preset == null) {
            throw new IllegalArgumentException("unknown preset " + name + ": expected one of " + NAMED.keySet());
        }
        return preset;
    }
}

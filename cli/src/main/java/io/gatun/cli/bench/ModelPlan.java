package io.gatun.cli.bench;

import io.gatun.models.Architecture;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.ModelConfig;
import io.gatun.models.Presets;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// A whole model as a case asks for it, and what it reads.
///
/// @param config the model
/// @param dtype the type of its weights; where it only answers, of its matrices
/// @param rows rows of a batch
/// @param source tokens of each input
/// @param setting where weights and tokens are drawn from, and what computes
record ModelPlan(ModelConfig config, DType dtype, int rows, int source, Setting setting) {

    private static final Map<String, Architecture> ARCHITECTURES =
            Map.of("t5", Architecture.TRANSFORMER, "lc", Architecture.LIGHTWEIGHT, "dc", Architecture.DYNAMIC);

    private static final Map<String, DType> DTYPES = Map.of("f32", DType.F32, "bf16", DType.BF16, "int8", DType.I8);

    /// Returns the names of the usual models: for a processor those that it trains in seconds a step.
    static List<String> names(Device device) {
        List<String> sizes = device.isCpu() ? List.of("mini", "small") : List.of("mini", "small", "base");
        return sizes.stream()
                .flatMap(size -> Stream.of("t5-", "lc-", "dc-").map(kind -> kind + size))
                .toList();
    }

    /// Reads the model's name and the options that every case of a model has.
    ///
    /// @throws IllegalArgumentException if there is no such model, or it cannot be as the options say
    static ModelPlan of(Case asked, Setting setting) {
        String[] parts = asked.parts();
        if (parts.length != 2 || !parts[1].matches("(t5|lc|dc)-(mini|small|base)")) {
            throw asked.unknown(parts[0] + ":MODEL with MODEL one of t5, lc, dc, a dash, and mini, small or base");
        }
        String[] name = parts[1].split("-", -1);
        boolean layerNorm = asked.word("norm", "rms", "man", "ln").equals("ln");
        ModelConfig config = Presets.of(name[1], ARCHITECTURES.get(name[0]), name[1].equals("mini") ? 8192 : 32128)
                .with(Map.of("layer_norm", layerNorm));
        DType dtype = DTYPES.get(asked.word("dtype", "f32", "bf16", "int8"));
        checkForms(asked, !config.architecture().isConvolution());
        ModelPlan plan = new ModelPlan(config, dtype, asked.count("B", 8), asked.count("S", 128), setting);
        asked.checkSize(plan.rows, plan.source, config.size().dFf());
        plan.checkAttention(asked, plan.source);
        return plan;
    }

    /// Checks the options by which peers choose one of several forms of the same maths: here there is one form
    /// of each, and the option changes nothing.
    private static void checkForms(Case asked, boolean attends) {
        String _ = asked.word("attn", "sdpa", "eager");
        String _ = asked.word("qkv", "1", "0");
        String _ = asked.word("conv", "cl", "conv", "unfold", "band", "shift");
        String _ = asked.word("dyn", "shift", "band", "unfold");
        if (attends) {
            asked.refuse("relbias", "0", "self-attention here has T5's relative position bias; leave relbias out");
        }
        String _ = asked.word("relbias", "1", "0");
    }

    /// Checks the sizes of self-attention over so many tokens, if the model has it.
    void checkAttention(Case asked, int tokens) {
        if (!config.architecture().isConvolution()) {
            asked.checkSize(rows, config.size().heads(), tokens, tokens);
        }
    }

    /// Returns how many tokens a batch's inputs have.
    int tokens() {
        return rows * source;
    }

    /// Makes a model that can be trained.
    EncoderDecoder trainable(Generator generator) {
        return EncoderDecoder.create(config, generator, dtype).on(setting.device());
    }

    /// Makes a model whose activations are float32, whatever its matrices are: reading fewer bytes is what helps a
    /// processor. A GPU has fast products of bfloat16 with bfloat16, so there all of such a model is of that type.
    EncoderDecoder inferring() {
        if (dtype == DType.BF16 && !setting.device().isCpu()) {
            return trainable(setting.generator());
        }
        EncoderDecoder model = EncoderDecoder.create(config, setting.generator());
        return (dtype == DType.F32 ? model : model.compressed(dtype)).on(setting.device());
    }

    /// Returns random tokens, neither padding nor the end.
    int[] ids(int count, Random random) {
        return random.ints(count, 2, config.size().vocab()).toArray();
    }

    /// Returns the lengths of the rows: there is no padding.
    int[] lengths() {
        int[] lengths = new int[rows];
        Arrays.fill(lengths, source);
        return lengths;
    }
}

package io.gatun.cli.bench;

import io.gatun.autograd.Gradients;
import io.gatun.optim.Adam;
import io.gatun.optim.AdamSettings;
import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Single operations at the sizes of a small model, forward (`:f`) or with the gradients of all inputs (`:fb`).
final class OpWork {

    private static final Map<String, Function<Sizes, Inputs>> NAMED = new TreeMap<>();
    private static final String ADAM = "adam";
    private static final int VOCABULARY = 32128;

    /// Names by which peers call one of several forms of the same computation; here there is one.
    private static final Map<String, String> SYNONYMS = new TreeMap<>();

    static {
        NAMED.put("dwconv", s -> convolution(s, 1));
        NAMED.put("dwconv_dil4", s -> convolution(s, 4));
        NAMED.put("lightconv", OpWork::lightweight);
        NAMED.put("dynconv", OpWork::dynamic);
        NAMED.put(
                "layernorm",
                s -> new Inputs(
                        List.of(s.normal(s.rows(), s.c), s.full(1, s.c), s.full(0, s.c)),
                        in -> in.get(0).layerNorm(in.get(1), in.get(2), 1e-5)));
        NAMED.put(
                "rmsnorm",
                s -> new Inputs(
                        List.of(s.normal(s.rows(), s.c), s.full(1, s.c)),
                        in -> in.get(0).rmsNorm(in.get(1), 1e-6)));
        NAMED.put("softmax", s -> one(s, Tensor::softmax, s.b, s.h, s.t, s.t));
        NAMED.put("gelu", s -> one(s, Tensor::gelu, s.rows(), 4 * s.c));
        NAMED.put("gelu_tanh", s -> one(s, Tensor::geluTanh, s.rows(), 4 * s.c));
        NAMED.put("relu", s -> one(s, Tensor::relu, s.rows(), 4 * s.c));
        NAMED.put("glu", s -> one(s, Tensor::glu, s.rows(), 2 * s.c));
        NAMED.put(
                "add",
                s -> new Inputs(
                        List.of(s.normal(s.rows(), s.c), s.normal(s.rows(), s.c)),
                        in -> in.get(0).add(in.get(1))));
        NAMED.put("dropout", s -> one(s, x -> x.dropout(0.1, s.random), s.rows(), s.c));
        NAMED.put("embedding", OpWork::embedding);
        NAMED.put("xent", s -> crossEntropy(s, 256, VOCABULARY));
        NAMED.put("xent_small", s -> crossEntropy(s, 4096, 8192));
        NAMED.put("sdpa", s -> attention(s, false));
        NAMED.put("sdpa_causal", s -> attention(s, true));
        SYNONYMS.put("attn_eager", "sdpa");
        SYNONYMS.put("dwconv1d", "dwconv");
        SYNONYMS.put("dwconv1d_dil4", "dwconv_dil4");
        SYNONYMS.put("dwconv_cl", "dwconv");
        SYNONYMS.put("dwconv_cl_dil4", "dwconv_dil4");
        for (String form : List.of("cl", "conv", "unfold", "band", "shift")) {
            SYNONYMS.put("lightconv_" + form, "lightconv");
        }
        for (String form : List.of("shift", "band", "unfold")) {
            SYNONYMS.put("dynconv_" + form, "dynconv");
        }
        SYNONYMS.put("adam_fused", ADAM);
    }

    private OpWork() {}

    /// The extents that the cases share.
    private record Sizes(int b, int t, int c, int h, int k, DType dtype, Generator random, Device device) {

        Sizes(int b, int t, int c, int h, int k, DType dtype, Setting setting) {
            this(b, t, c, h, k, dtype, setting.generator(), setting.device());
        }

        int rows() {
            return b * t;
        }

        Tensor normal(int... shape) {
            return Tensor.normal(random, shape).to(dtype).to(device);
        }

        Tensor full(double value, int... shape) {
            return Tensor.full(dtype, Shape.of(shape), value).to(device);
        }
    }

    /// Inputs that gradients flow to, and what is computed from them.
    private record Inputs(List<Tensor> tensors, Function<List<Tensor>, Tensor> function) {

        Tensor result() {
            return function.apply(tensors);
        }
    }

    /// Returns the names of the cases, each operation forward and with gradients; an update has neither.
    static List<String> cases() {
        List<String> cases = new ArrayList<>(List.of("op:adam", "op:adam_fused"));
        NAMED.keySet().forEach(name -> cases.addAll(List.of("op:" + name + ":f", "op:" + name + ":fb")));
        return cases;
    }

    static Supplier<Work> of(Case asked, Setting setting) {
        String[] parts = asked.parts();
        String given = parts.length > 1 ? parts[1] : "";
        String name = SYNONYMS.getOrDefault(given, given);
        boolean update = name.equals(ADAM);
        if (!update && !NAMED.containsKey(name)) {
            throw asked.unknown("NAME in op:NAME:f or op:NAME:fb to be one of " + String.join(", ", NAMED.keySet())
                    + ", or op:adam or op:adam_fused");
        }
        String alone = "op:" + given;
        String kind = asked.name().substring(alone.length());
        if (update && !kind.isEmpty() && !kind.equals(":fb")) {
            throw asked.unknown(alone);
        }
        if (!update && !kind.equals(":f") && !kind.equals(":fb")) {
            throw asked.unknown(alone + ":f or " + alone + ":fb");
        }
        Sizes sizes = new Sizes(
                asked.count("B", 8),
                asked.count("T", 512),
                asked.count("C", 512),
                asked.count("H", 8),
                asked.count("K", 7),
                asked.floating(),
                setting);
        if (update) {
            return () -> adam(sizes);
        }
        check(asked, name, sizes);
        return () -> work(NAMED.get(name).apply(sizes), kind.equals(":f"));
    }

    /// Checks that the sizes go together, and that no tensor is too large.
    private static void check(Case asked, String name, Sizes s) {
        double rows = (double) s.b * s.t;
        switch (name) {
            case "lightconv", "dynconv" -> {
                checkHeads(asked, s);
                asked.checkSize(rows, s.c);
                asked.checkSize(rows, s.h, s.k);
                asked.checkSize(s.h, s.k, s.c);
            }
            case "sdpa", "sdpa_causal" -> {
                checkHeads(asked, s);
                asked.checkSize(rows, s.c);
                asked.checkSize(rows, s.h, s.t);
            }
            case "softmax" -> asked.checkSize(rows, s.h, s.t);
            case "dwconv", "dwconv_dil4" -> {
                asked.checkSize(rows, s.c);
                asked.checkSize(s.c, s.k);
            }
            case "gelu", "gelu_tanh", "relu" -> asked.checkSize(rows, 4, s.c);
            case "glu" -> asked.checkSize(rows, 2, s.c);
            case "embedding" -> {
                asked.checkSize(rows, s.c);
                asked.checkSize(VOCABULARY, s.c);
            }
            case "xent", "xent_small" -> {} // of one size only
            default -> asked.checkSize(rows, s.c);
        }
    }

    private static void checkHeads(Case asked, Sizes s) {
        if (s.c % s.h != 0) {
            throw asked.wrong("expected H to divide C, got H=" + s.h + " and C=" + s.c + "; change one of them");
        }
    }

    private static Work work(Inputs inputs, boolean forward) {
        if (forward) {
            Runnable alone = () -> {
                Tensor _ = inputs.result();
            };
            return new ProductWork.Iteration(alone, Work.Amount.TIME_ONLY);
        }
        Tensor ones = inputs.result().fullLike(1);
        return new ProductWork.Iteration(
                () -> Gradients.vectorJacobian(inputs::result, ones, inputs.tensors), Work.Amount.TIME_ONLY);
    }

    private static Inputs one(Sizes s, UnaryOperator<Tensor> function, int... shape) {
        return new Inputs(List.of(s.normal(shape)), in -> function.apply(in.getFirst()));
    }

    private static Inputs convolution(Sizes s, int dilation) {
        Taps taps = Taps.centred(s.k, dilation);
        return new Inputs(
                List.of(s.normal(s.b, s.t, s.c), s.normal(s.c, s.k)),
                in -> in.get(0).depthwiseConvolution(in.get(1), taps));
    }

    private static Inputs lightweight(Sizes s) {
        Taps taps = Taps.centred(s.k, 1);
        return new Inputs(
                List.of(s.normal(s.b, s.t, s.c), s.normal(s.h, s.k)),
                in -> in.get(0).depthwiseConvolution(in.get(1).softmax(), taps));
    }

    private static Inputs dynamic(Sizes s) {
        Taps taps = Taps.centred(s.k, 1);
        return new Inputs(
                List.of(s.normal(s.b, s.t, s.c), s.normal(s.h * s.k, s.c).mul(0.05)), in -> {
                    Tensor filters = in.get(0).matmul(in.get(1).transpose()).reshape(s.b, s.t, s.h, s.k);
                    return in.get(0).depthwiseConvolution(filters.softmax(), taps);
                });
    }

    private static Inputs embedding(Sizes s) {
        Tensor ids = ids(s, VOCABULARY, s.rows());
        return new Inputs(
                List.of(s.normal(VOCABULARY, s.c)), in -> in.getFirst().take(ids));
    }

    private static Inputs crossEntropy(Sizes s, int rows, int classes) {
        Tensor targets = ids(s, classes, rows);
        return new Inputs(
                List.of(s.normal(rows, classes)),
                in -> in.getFirst().crossEntropy(targets, -1).mean());
    }

    private static Tensor ids(Sizes s, int below, int... shape) {
        return Tensor.uniform(s.random, shape)
                .mul(below)
                .floor()
                .clamp(0, below - 1)
                .to(DType.I32)
                .to(s.device);
    }

    private static Inputs attention(Sizes s, boolean causal) {
        int width = s.c / s.h;
        AttentionOptions scaled = AttentionOptions.scaled(1 / Math.sqrt(width));
        AttentionOptions options = causal ? scaled.asCausal() : scaled;
        return new Inputs(
                List.of(s.normal(s.b, s.t, s.h, width), s.normal(s.b, s.t, s.h, width), s.normal(s.b, s.t, s.h, width)),
                in -> in.get(0).attention(in.get(1), in.get(2), options));
    }

    /// One step of Adam over 60 weights of [1024, 1024], with gradients that are there.
    private static Work adam(Sizes s) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        List<Gradients.Entry> gradients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Tensor weight = s.normal(1024, 1024);
            weights.put("w" + i, weight);
            gradients.add(new Gradients.Entry(weight, s.normal(1024, 1024)));
        }
        Adam optimizer = new Adam(weights, AdamSettings.DEFAULT);
        Gradients given = Gradients.given(Tensor.full(DType.F32, Shape.of(), 0), gradients);
        return new ProductWork.Iteration(() -> optimizer.step(given, 1e-4), Work.Amount.TIME_ONLY);
    }
}

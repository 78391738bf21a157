package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.add;
import static org.bytedeco.pytorch.global.torch.conv1d;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.dropout;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.glu;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.matmul;
import static org.bytedeco.pytorch.global.torch.mul;
import static org.bytedeco.pytorch.global.torch.ones_like;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.rms_norm;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// `op:NAME:f` and `op:NAME:fb`: single operations, forward, and forward and backward.
final class OpCases {

    private static final long B = 8;
    private static final long T = 512;
    private static final long C = 512;
    private static final long H = 8;
    private static final long K = 7;
    private static final long VOCABULARY = 32_128;

    private OpCases() {}

    /// An operation on its floating operands.
    private record Operation(List<Tensor> in, Supplier<Tensor> run) {}

    static void run(String[] parts, Options options, Line line) {
        Timing timing = Timing.of(options);
        if (parts[1].startsWith("adam")) {
            Tensor[] weights = Stream.generate(() -> Tensors.parameter(1, 1024, 1024))
                    .limit(60)
                    .toArray(Tensor[]::new);
            for (Tensor weight : weights) {
                weight.mutable_grad().put(randn(1024, 1024));
            }
            AdamUpdate update = parts[1].equals("adam") ? AdamUpdate.plain(weights) : AdamUpdate.fused(weights);
            timing.run(line, update::step);
            return;
        }
        boolean backward = parts[parts.length - 1].equals("fb");
        Operation operation = operation(parts[1]);
        operation.in.forEach(x -> x.set_requires_grad(backward));
        Tensor g = ones_like(operation.run.get()).detach();
        if (backward) {
            timing.run(line, () -> {
                Tensors.backward(operation.run.get(), g);
                operation.in.forEach(Tensors::clearGradient);
            });
        } else {
            try (NoGradGuard _ = new NoGradGuard()) {
                timing.run(line, operation.run::get);
            }
        }
    }

    private static Operation operation(String name) {
        if (name.startsWith("dwconv")) {
            return depthwise(name.startsWith("dwconv_cl"), name.endsWith("_dil4") ? 4 : 1);
        }
        Convolutions convolutions = new Convolutions(H, K, false);
        if (name.startsWith("lightconv")) {
            String form = name.equals("lightconv") ? "cl" : name.substring("lightconv_".length());
            return binary(randn(B, T, C), randn(H, K), (x, w) -> convolutions.light(x, w, form));
        }
        if (name.startsWith("dynconv")) {
            String form = name.equals("dynconv") ? "shift" : name.substring("dynconv_".length());
            Tensor w = mul(randn(H * K, C), new Scalar(0.05));
            return binary(randn(B, T, C), w, (x, v) -> convolutions.dynamic(x, v, form));
        }
        return switch (name) {
            case "layernorm" -> {
                Tensor x = randn(B * T, C);
                Tensor w = randn(C);
                Tensor b = randn(C);
                yield new Operation(
                        List.of(x, w, b),
                        () -> layer_norm(x, new long[] {C}, Tensors.some(w), Tensors.some(b), 1e-5, true));
            }
            case "rmsnorm" ->
                binary(
                        randn(B * T, C),
                        randn(C),
                        (x, w) -> rms_norm(x, new long[] {C}, Tensors.some(w), new DoubleOptional(1e-6)));
            case "softmax" -> unary(randn(B, H, T, T), x -> x.softmax(-1));
            case "gelu" -> unary(randn(B * T, 2048), x -> gelu(x));
            case "gelu_tanh" -> unary(randn(B * T, 2048), x -> gelu(x, "tanh"));
            case "relu" -> unary(randn(B * T, 2048), Tensor::relu);
            case "glu" -> unary(randn(B * T, 2 * C), x -> glu(x, -1));
            case "add" -> binary(randn(B * T, C), randn(B * T, C), (x, y) -> add(x, y));
            case "dropout" -> unary(randn(B * T, C), x -> dropout(x, 0.1, true));
            case "embedding" -> {
                Tensor ids = Tensors.ids(VOCABULARY, B, T);
                yield unary(randn(VOCABULARY, C), table -> embedding(table, ids));
            }
            case "xent" -> crossEntropy(256, VOCABULARY);
            case "xent_small" -> crossEntropy(4096, 8192);
            case "sdpa", "sdpa_causal", "attn_eager" -> attention(name);
            default -> throw new IllegalArgumentException("no op is called '" + name + "'");
        };
    }

    private static Operation unary(Tensor x, UnaryOperator<Tensor> f) {
        return new Operation(List.of(x), () -> f.apply(x));
    }

    private static Operation binary(Tensor x, Tensor y, BinaryOperator<Tensor> f) {
        return new Operation(List.of(x, y), () -> f.apply(x, y));
    }

    /// One filter per channel: on `[batch, channels, time]`, or on `[batch, time, channels]` without copies.
    private static Operation depthwise(boolean channelsLast, long dilation) {
        if (channelsLast) {
            return binary(
                    randn(B, T, C),
                    randn(C, 1, 1, K),
                    (x, w) -> Convolutions.channelsLast(x, w, K / 2 * dilation, dilation));
        }
        long[] one = {1};
        long[] padding = {K / 2 * dilation};
        long[] apart = {dilation};
        return binary(randn(B, C, T), randn(C, 1, K), (x, w) -> conv1d(x, w, Tensors.none(), one, padding, apart, C));
    }

    private static Operation crossEntropy(long rows, long classes) {
        Tensor targets = Tensors.ids(classes, rows);
        return unary(randn(rows, classes), x -> cross_entropy_loss(x, targets));
    }

    private static Operation attention(String name) {
        Tensor q = randn(B, H, T, 64);
        Tensor k = randn(B, H, T, 64);
        Tensor v = randn(B, H, T, 64);
        boolean causal = name.equals("sdpa_causal");
        Supplier<Tensor> eager = () ->
                matmul(mul(matmul(q, k.transpose(2, 3)), new Scalar(0.125)).softmax(-1), v);
        Supplier<Tensor> fused =
                () -> scaled_dot_product_attention(q, k, v, Tensors.none(), 0, causal, new DoubleOptional(), false);
        return new Operation(List.of(q, k, v), name.equals("attn_eager") ? eager : fused);
    }
}

package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.add;
import static org.bytedeco.pytorch.global.torch.dropout;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.glu;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.matmul;
import static org.bytedeco.pytorch.global.torch.mul;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.rms_norm;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// The models of `docs/bench.md` in libtorch: pre-norm residual blocks without biases, one table of embeddings; `t5`
/// mixes by attention, `lc` by lightweight and `dc` by dynamic convolution.
final class Net {

    static final long TAPS = 7;

    /// The extents of a model.
    record Size(long d, long dFf, long heads, int layers, long vocabulary) {

        long dKv() {
            return 64;
        }

        long inner() {
            return heads * dKv();
        }

        static Size of(String name) {
            return switch (name) {
                case "mini" -> new Size(256, 1024, 4, 4, 8192);
                case "small" -> new Size(512, 2048, 8, 6, 32_128);
                default -> throw new IllegalArgumentException("no size is called '" + name + "'");
            };
        }
    }

    /// The weights of a layer; those that it does not have are `null`.
    ///
    /// @param qkv queries, keys and values of self-attention
    /// @param in the map before a convolution
    /// @param filters its filters, or the map that predicts them
    /// @param out the map behind self-attention or convolution
    /// @param crossQuery the queries to the encoder's result; the decoder's only, as are the next three
    record Layer(
            Tensor norm,
            Tensor qkv,
            Tensor in,
            Tensor filters,
            Tensor out,
            Tensor crossNorm,
            Tensor crossQuery,
            Tensor crossKeysValues,
            Tensor crossOut,
            Tensor feedNorm,
            Tensor wide,
            Tensor narrow) {}

    final Size size;
    final String mixer;
    final Positions positions = new Positions();
    final List<Layer> encoder;
    final List<Layer> decoder;
    final Tensor embeddings;
    final Tensor causalTable;
    private final Options options;
    private final boolean training;
    private final double drop;
    private final List<Tensor> weights = new ArrayList<>();
    private final Tensor table;
    private final Tensor encoderNorm;
    private final Tensor decoderNorm;

    Net(String name, Options options, boolean training) {
        String[] parts = name.split("-", -1);
        this.mixer = parts[0];
        this.size = Size.of(parts[1]);
        this.options = options;
        this.training = training;
        this.drop = training ? options.number("drop", 0) : 0;
        this.embeddings = weight(1, size.vocabulary, size.d);
        this.table = attends() ? weight(0.1, 32, size.heads) : null;
        this.causalTable = attends() ? weight(0.1, 32, size.heads) : null;
        this.encoder = layers(false);
        this.decoder = layers(true);
        this.encoderNorm = gain();
        this.decoderNorm = gain();
    }

    boolean attends() {
        return mixer.equals("t5");
    }

    Tensor[] weights() {
        return weights.toArray(Tensor[]::new);
    }

    private Tensor weight(double deviation, long... shape) {
        Tensor w = Tensors.parameter(deviation, shape);
        weights.add(w);
        return w;
    }

    private Tensor gain() {
        Tensor w = ones(size.d).detach();
        w.set_requires_grad(true);
        weights.add(w);
        return w;
    }

    private List<Layer> layers(boolean reads) {
        return IntStream.range(0, size.layers).mapToObj(_ -> layer(reads)).toList();
    }

    private Layer layer(boolean reads) {
        long d = size.d;
        long inner = size.inner();
        double s = 1 / Math.sqrt(d);
        return new Layer(
                gain(),
                attends() ? weight(s, 3 * inner, d) : null,
                attends() ? null : weight(s, 2 * d, d),
                attends() ? null : mixer.equals("lc") ? weight(0.3, size.heads, TAPS) : weight(s, size.heads * TAPS, d),
                attends() ? weight(s, d, inner) : weight(s, d, d),
                reads ? gain() : null,
                reads ? weight(s / 8, inner, d) : null,
                reads ? weight(s, 2 * inner, d) : null,
                reads ? weight(s, d, inner) : null,
                gain(),
                weight(s, size.dFf, d),
                weight(1 / Math.sqrt(size.dFf), d, size.dFf));
    }

    Tensor drop(Tensor x) {
        return drop > 0 ? dropout(x, drop, true) : x;
    }

    Tensor norm(Tensor x, Tensor w) {
        return rms_norm(x, new long[] {size.d}, Tensors.some(w), new DoubleOptional(1e-6));
    }

    Tensor heads(Tensor x) {
        return x.view(x.size(0), x.size(1), size.heads, size.dKv()).transpose(1, 2);
    }

    /// Returns `count` tensors of heads from one map.
    Tensor[] heads(Tensor x, Tensor w, int count) {
        Tensor all = linear(x, w).view(x.size(0), x.size(1), count, size.heads, size.dKv());
        return IntStream.range(0, count)
                .mapToObj(i -> all.select(2, i).transpose(1, 2))
                .toArray(Tensor[]::new);
    }

    /// Returns `softmax(q kᵀ + bias) v`, unscaled as in T5; the bias may be `null`.
    Tensor attend(Tensor q, Tensor k, Tensor v, Tensor bias) {
        Tensor y;
        if (bias == null) {
            y = scaled_dot_product_attention(q, k, v, Tensors.none(), drop, false, new DoubleOptional(1.0), false);
        } else {
            Tensor scores = matmul(q, k.transpose(2, 3));
            scores.add_(bias);
            y = matmul(drop(scores.softmax(-1)), v);
        }
        return y.transpose(1, 2).reshape(y.size(0), y.size(2), size.inner());
    }

    private Tensor mix(Tensor x, Layer layer, Tensor bias, boolean causal) {
        if (attends()) {
            Tensor[] qkv = heads(x, layer.qkv, 3);
            return linear(attend(qkv[0], qkv[1], qkv[2], bias), layer.out);
        }
        Tensor gated = glu(linear(x, layer.in), -1);
        Convolutions convolutions = new Convolutions(size.heads, TAPS, causal);
        Tensor y = mixer.equals("lc")
                ? convolutions.light(gated, layer.filters, options.text("conv", "cl"))
                : convolutions.dynamic(gated, layer.filters, options.text("dyn", "shift"));
        return linear(y, layer.out);
    }

    Tensor feed(Tensor x, Layer layer) {
        return linear(drop(linear(norm(x, layer.feedNorm), layer.wide).relu()), layer.narrow);
    }

    Tensor read(Tensor y, Layer layer, Tensor... keysValues) {
        Tensor q = heads(linear(norm(y, layer.crossNorm), layer.crossQuery));
        return linear(attend(q, keysValues[0], keysValues[1], null), layer.crossOut);
    }

    Tensor encode(Tensor ids) {
        Tensor x = drop(embedding(embeddings, ids));
        Tensor bias = attends() ? positions.bias(table, ids.size(1), false) : null;
        for (Layer layer : encoder) {
            x = add(x, drop(mix(norm(x, layer.norm), layer, bias, false)));
            x = add(x, drop(feed(x, layer)));
        }
        return drop(norm(x, encoderNorm));
    }

    /// Returns the logits of all positions.
    Tensor decode(Tensor states, Tensor ids) {
        Tensor y = drop(embedding(embeddings, ids));
        Tensor bias = attends() ? positions.bias(causalTable, ids.size(1), true) : null;
        for (Layer layer : decoder) {
            y = add(y, drop(mix(norm(y, layer.norm), layer, bias, true)));
            y = add(y, drop(read(y, layer, heads(states, layer.crossKeysValues, 2))));
            y = add(y, drop(feed(y, layer)));
        }
        return logits(y);
    }

    Tensor logits(Tensor y) {
        return linear(mul(drop(norm(y, decoderNorm)), new Scalar(1 / Math.sqrt(size.d))), embeddings);
    }
}

package io.gatun.models;

import io.gatun.data.Batch;
import io.gatun.models.ModelConfig.Positions;
import io.gatun.nn.Padding;
import io.gatun.nn.Parameters;
import io.gatun.nn.Pass;
import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// A T5-style encoder-decoder whose token mixing is a choice of its configuration (Raffel et al. 2020; Tay et
/// al. 2021).
///
/// Source, target and output share one embedding; logits are scaled by d^-½. What is padding follows from
/// lengths.
public final class EncoderDecoder {

    private static final int LEARNED_POSITIONS = 512;
    private static final int IGNORED = -1;

    private final ModelConfig config;
    private final Parameters parameters;
    private final Tensor embedding;
    private final Optional<Tensor> learnedPositions;
    private final Stack encoder;
    private final Stack decoder;

    private EncoderDecoder(ModelConfig config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
        int d = config.size().dModel();
        embedding = parameters.at("shared").normal("weight", 1, config.size().vocab(), d);
        learnedPositions = config.block().positions() == Positions.LEARNED
                ? Optional.of(parameters.at("positions").normal("weight", 1, LEARNED_POSITIONS, d))
                : Optional.empty();
        encoder = Stack.create(parameters.at("encoder"), config, false);
        decoder = Stack.create(parameters.at("decoder"), config, true);
    }

    /// Makes a model with T5's initial values; the same generator state gives the same weights.
    public static EncoderDecoder create(ModelConfig config, Generator generator) {
        return create(config, generator, DType.F32);
    }

    /// Makes a model whose weights are of this floating type.
    public static EncoderDecoder create(ModelConfig config, Generator generator, DType dtype) {
        return new EncoderDecoder(config, Parameters.of(dtype, generator));
    }

    /// Returns the configuration.
    public ModelConfig config() {
        return config;
    }

    /// Returns the weights by name.
    public Map<String, Tensor> weights() {
        return parameters.all();
    }

    /// Returns how many numbers the weights hold.
    public long parameterCount() {
        return parameters.count();
    }

    /// An encoded batch.
    ///
    /// @param states `[batch, time, d]`
    /// @param padding which positions are padding
    public record Encoded(Tensor states, Padding padding) {}

    /// Returns the encoder's result for ids `[batch · time]`, row after row.
    ///
    /// @throws ShapeException if the ids do not fill rows of equal length
    public Encoded encode(int[] ids, int[] lengths, Pass pass) {
        int time = time(ids, lengths.length);
        Padding padding = Padding.of(lengths, time, embedding.dtype());
        Tensor states = encoder.forward(embed(ids, lengths.length, 0), padding, null, pass);
        return new Encoded(states, padding);
    }

    /// Returns the decoder's result `[batch, time, d]` for decoder inputs `[batch · time]`, each seeing those
    /// before
    /// it and the encoded source.
    public Tensor decode(int[] ids, Encoded source, Pass pass) {
        int batch = source.states().dim(0);
        time(ids, batch);
        Layer.Source encoded =
                config.block().crossAttention() ? new Layer.Source(source.states(), source.padding()) : null;
        return decoder.forward(embed(ids, batch, 0), null, encoded, pass);
    }

    /// Returns logits `[batch, time, vocab]` of the decoder's result.
    public Tensor logits(Tensor states) {
        return states.mul(Math.pow(config.size().dModel(), -0.5)).matmul(embedding.transpose());
    }

    /// Returns the mean cross-entropy of a batch's target tokens, padding left out; with `z > 0`, the z-loss
    /// is added.
    public Tensor loss(Batch batch, Pass pass, double z) {
        Encoded source = encode(batch.inputs(), batch.inputLengths(), pass);
        Tensor logits = logits(decode(batch.decoderInputs(), source, pass));
        int[] targets = batch.targets().clone();
        int tokens = 0;
        for (int row = 0; row < batch.size(); row++) {
            int length = batch.targetLengths()[row];
            Arrays.fill(targets, row * batch.targetLength() + length, (row + 1) * batch.targetLength(), IGNORED);
            tokens += length;
        }
        Tensor wanted = Tensor.ofInts(Shape.of(batch.size(), batch.targetLength()), targets);
        return logits.crossEntropy(wanted, IGNORED, z).sum().div(tokens);
    }

    /// Returns a decoder that has seen nothing yet, for one token at a time.
    ///
    /// @param longest how many tokens it may see
    public IncrementalDecoder incremental(Encoded source, int longest) {
        return IncrementalDecoder.create(this, decoder, source, longest);
    }

    /// Returns the embedded ids `[batch, time, d]`, the first at position `first`.
    Tensor embed(int[] ids, int batch, int first) {
        int time = time(ids, batch);
        Tensor embedded = embedding.take(Tensor.ofInts(Shape.of(batch, time), ids));
        return switch (config.block().positions()) {
            case NONE -> embedded;
            case LEARNED -> {
                if (first + time > LEARNED_POSITIONS) {
                    throw new ShapeException("this model has learned positions for " + LEARNED_POSITIONS
                            + " tokens, got " + (first + time) + "; cut the text or choose another kind of positions");
                }
                yield embedded.add(learnedPositions.orElseThrow().slice(0, first, first + time));
            }
            case SINUSOIDAL -> embedded.add(sinusoids(first, time));
        };
    }

    /// Returns sines in the first half of the channels and cosines in the second, `[time, d]`.
    private Tensor sinusoids(int first, int time) {
        int d = config.size().dModel();
        int half = Math.max(1, d / 2);
        double[] values = new double[time * d];
        for (int t = 0; t < time; t++) {
            for (int c = 0; c < d; c++) {
                double angle = (first + t) * Math.pow(10_000, -(double) (c % half) / half);
                values[t * d + c] = c < half ? Math.sin(angle) : Math.cos(angle);
            }
        }
        return Tensor.ofDoubles(Shape.of(time, d), values).to(embedding.dtype());
    }

    private static int time(int[] ids, int batch) {
        if (batch < 1 || ids.length % batch != 0) {
            throw new ShapeException(
                    "model: expected ids in rows of equal length, got " + ids.length + " ids in " + batch + " rows");
        }
        return ids.length / batch;
    }
}

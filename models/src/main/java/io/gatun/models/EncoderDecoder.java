package io.gatun.models;

import io.gatun.data.Batch;
import io.gatun.models.ModelConfig.Positions;
import io.gatun.nn.Padding;
import io.gatun.nn.Parameters;
import io.gatun.nn.Pass;
import io.gatun.nn.Weight;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.QuantizedMatrix;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A T5-style encoder-decoder whose token mixing is a choice of its configuration (Raffel et al. 2020;
/// Tay et al. 2021).
///
/// Source and target share one embedding, and so does the output unless the configuration unties it. What
/// is padding follows from lengths. Weights bear Hugging Face's names where T5 has them.
public final class EncoderDecoder {

    private final ModelConfig config;
    private final Parameters parameters;
    private final Weight embedding;
    private final Optional<Weight> output;
    private final Optional<Tensor> positions;
    private final Stack encoder;
    private final Stack decoder;

    private EncoderDecoder(ModelConfig config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
        int vocab = config.size().vocab();
        int d = config.size().dModel();
        ModelConfig.Block block = config.block();
        embedding = parameters.at("shared").matrix("weight", 1, vocab, d);
        positions = block.positions() == Positions.LEARNED
                ? Optional.of(parameters.at("positions").normal("weight", 1, block.longest(), d))
                : Optional.empty();
        encoder = Stack.create(parameters.at("encoder"), config, false);
        decoder = Stack.create(parameters.at("decoder"), config, true);
        output = block.tied()
                ? Optional.empty()
                : Optional.of(parameters.at("lm_head").matrix("weight", Math.pow(d, -0.5), vocab, d));
    }

    /// Makes a model with T5's initial values; the same generator state gives the same weights.
    public static EncoderDecoder create(ModelConfig config, Generator generator) {
        return create(config, generator, DType.F32);
    }

    /// Makes a model whose weights are of this floating type.
    public static EncoderDecoder create(ModelConfig config, Generator generator, DType dtype) {
        return new EncoderDecoder(config, Parameters.random(dtype, generator));
    }

    /// Makes a model that uses these tensors as its weights, by name.
    ///
    /// @throws IllegalArgumentException if one is missing, has another shape, or is not the model's,
    ///     naming it
    public static EncoderDecoder of(ModelConfig config, Map<String, Tensor> weights) {
        EncoderDecoder model = new EncoderDecoder(config, Parameters.given(weights));
        Set<String> unknown = new TreeSet<>(weights.keySet());
        unknown.removeAll(model.weights().keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("weights: this model has none named " + unknown
                    + "; the weights and the configuration do not belong together");
        }
        return model;
    }

    /// Returns the model with its weights, and so all it computes, on a device; itself if they are there.
    public EncoderDecoder on(Device device) {
        if (like().device().equals(device)) {
            return this;
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        parameters.all().forEach((name, weight) -> weights.put(name, weight.to(device)));
        return of(config, weights);
    }

    /// Returns the device that the weights are on.
    public Device device() {
        return like().device();
    }

    /// Returns how many numbers the weights of such a model would hold.
    public static long parameterCount(ModelConfig config) {
        return new EncoderDecoder(config, Parameters.shapes()).parameterCount();
    }

    /// Returns the configuration.
    public ModelConfig config() {
        return config;
    }

    /// Returns the weights by name.
    public Map<String, Tensor> weights() {
        return parameters.all();
    }

    /// Returns a model for inference whose matrices hold the same numbers in fewer bits: half the bytes as
    /// [DType#BF16], a quarter as [DType#I8] with a scale for each row ([QuantizedMatrix]). Activations
    /// stay as they are.
    ///
    /// @throws IllegalArgumentException if it is another type, or this model's matrices are of 8 bits
    public EncoderDecoder compressed(DType storage) {
        if (storage != DType.BF16 && storage != DType.I8) {
            throw new IllegalArgumentException("compressed: expected bf16 or i8, got " + storage);
        }
        if (embedding instanceof Weight.Quantized) {
            throw new IllegalArgumentException("compressed: this model's weights are of 8 bits already");
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        parameters.all().forEach((name, weight) -> {
            if (!parameters.matrices().contains(name)) {
                weights.put(name, weight);
            } else if (storage == DType.BF16) {
                weights.put(name, weight.to(DType.BF16));
            } else {
                QuantizedMatrix matrix = QuantizedMatrix.of(weight);
                weights.put(name, matrix.values());
                weights.put(name + Parameters.SCALE, matrix.scales());
            }
        });
        return of(config, weights);
    }

    /// Returns how many numbers the weights hold.
    public long parameterCount() {
        return parameters.count();
    }

    /// An encoded batch.
    ///
    /// @param states `[batch, time, d]`; what stands at padded positions means nothing
    /// @param padding which positions are padding
    public record Encoded(Tensor states, Padding padding) {

        /// Returns the batch with each row standing `times` times, one after the other, as beam search
        /// needs it.
        public Encoded repeated(int times) {
            Shape wide = states.shape().insert(1, times);
            Tensor copies = states.unsqueeze(1).expand(wide).flatten(0, 1);
            return new Encoded(copies, padding.repeated(times, states));
        }
    }

    /// Returns the encoder's result for ids `[batch · time]`, row after row.
    ///
    /// @param lengths the number of tokens of each row
    /// @throws ShapeException if the ids do not fill rows of equal length
    /// @throws IndexOutOfBoundsException if an id is not below the vocabulary's size
    public Encoded encode(int[] ids, int[] lengths, Pass pass) {
        Tensor placed = place(ids, lengths.length);
        return encode(placed, Padding.of(lengths, placed.dim(1), like()), pass);
    }

    private Encoded encode(Tensor ids, Padding padding, Pass pass) {
        return new Encoded(encoder.encode(embed(ids, 0), padding, pass), padding);
    }

    /// Returns the decoder's result `[batch, time, d]` for decoder inputs `[batch · time]`, each seeing
    /// those before it and the encoded source.
    public Tensor decode(int[] ids, Encoded source, Pass pass) {
        return decoder.decode(embed(place(ids, source.states().dim(0)), 0), source, pass);
    }

    /// Returns logits `[batch, time, vocab]` of the decoder's result.
    public Tensor logits(Tensor states) {
        return output.map(weight -> weight.product(states))
                .orElseGet(() ->
                        embedding.product(states.mul(Math.pow(config.size().dModel(), -0.5))));
    }

    /// Returns the mean cross-entropy of a batch's target tokens, padding left out; with `z > 0`, the
    /// z-loss of Mesh TensorFlow is added.
    public Tensor loss(Batch batch, Pass pass, double z) {
        return loss(place(batch), pass, z);
    }

    /// Returns the mean cross-entropy of a batch that [#place] has placed, a scalar; float32 for bfloat16
    /// models.
    public Tensor loss(BatchTensors batch, Pass pass, double z) {
        Encoded source = encode(batch.inputs(), batch.padding(), pass);
        Tensor logits = logits(decoder.decode(embed(batch.decoderInputs(), 0), source, pass));
        Tensor losses = logits.crossEntropy(batch.targets(), BatchTensors.IGNORED, z);
        return losses.to(batch.tokens().dtype()).sum().div(batch.tokens());
    }

    /// Returns a batch on the model's device.
    public BatchTensors place(Batch batch) {
        return BatchTensors.of(batch, like());
    }

    /// Returns a decoder that has seen nothing yet, for one token at a time.
    ///
    /// @param longest how many tokens it may see
    public IncrementalDecoder incremental(Encoded source, int longest) {
        return new IncrementalDecoder(this, decoder, source, longest);
    }

    /// Returns a weight of the type and on the device of activations: matrices may be stored in fewer bits.
    Tensor like() {
        return encoder.layers().get(0).mixing().norm().weight();
    }

    /// Returns ids as a tensor `[batch, time]` on the model's device.
    Tensor place(int[] ids, int batch) {
        if (batch < 1 || ids.length == 0 || ids.length % batch != 0) {
            throw new ShapeException(
                    "model: expected ids in rows of equal length, got " + ids.length + " ids in " + batch + " rows");
        }
        return Tensor.ofInts(Shape.of(batch, ids.length / batch), ids).to(like().device());
    }

    /// Returns the embedded ids `[batch, time, d]` of ids `[batch, time]`, the first at position `first`.
    Tensor embed(Tensor ids, int first) {
        int time = ids.dim(1);
        Tensor embedded = embedding.take(ids).to(like().dtype());
        return switch (config.block().positions()) {
            case NONE -> embedded;
            case LEARNED -> {
                int longest = config.block().longest();
                if (first + time > longest) {
                    throw new ShapeException("this model has learned positions for " + longest + " tokens, got "
                            + (first + time) + "; cut the text or choose another kind of positions");
                }
                yield embedded.add(positions.orElseThrow().slice(0, first, first + time));
            }
            case SINUSOIDAL -> embedded.add(sinusoids(first, time));
        };
    }

    /// Returns sines in the first half of the channels and cosines in the second, `[time, d]`.
    private Tensor sinusoids(int first, int time) {
        int d = config.size().dModel();
        int half = Math.ceilDiv(d, 2);
        double[] values = new double[time * d];
        for (int t = 0; t < time; t++) {
            for (int c = 0; c < d; c++) {
                double angle = (first + t) * Math.pow(10_000, -(double) (c % half) / half);
                values[t * d + c] = c < half ? Math.sin(angle) : Math.cos(angle);
            }
        }
        return Tensor.ofDoubles(Shape.of(time, d), values).to(like().dtype()).to(like().device());
    }
}

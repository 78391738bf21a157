package io.gatun.models;

/// Floating-point operations of a forward pass, a multiply-add counted as two. Matrix products and convolutions
/// are counted; norms, softmax, activations and the embedding's look-up are not.
///
/// Attention is counted over all pairs of positions, also in a decoder, which computes and then hides half of
/// them.
///
/// @param config the model
public record Flops(ModelConfig config) {

    /// Returns the operations of the sub-layer that mixes tokens in one layer, for one token of a sequence.
    ///
    /// @param layer the layer's number, which decides the width of its filters
    /// @param time the length of the sequence; what self-attention costs grows with it
    public long mixing(int layer, int time) {
        return config.architecture().isConvolution() ? convolution(layer) : attention(time);
    }

    private long attention(long time) {
        return 8 * width() * inner() + 4 * time * inner();
    }

    private long convolution(int layer) {
        ModelConfig.Mixing mixing = config.mixing();
        long d = width();
        long taps = mixing.kernel(layer);
        long maps = 1L + (mixing.gated() ? 2 : 1) + (mixing.pointwise() ? 1 : 0);
        long filters = config.architecture() == Architecture.DYNAMIC ? 2 * d * mixing.filters() * taps : 0;
        return maps * 2 * d * d + 2 * taps * d + filters;
    }

    /// Returns the operations of the encoder for one sequence.
    public long encoder(int source) {
        long perToken = 0;
        int layers = config.size().encoderLayers();
        for (int layer = 0; layer < layers; layer++) {
            boolean attends = layer >= layers - config.block().encoderAttention();
            perToken += mixing(layer, source) + feedForward() + (attends ? attention(source) : 0);
        }
        return perToken * source;
    }

    /// Returns the operations of the decoder for one pair of sequences, logits included.
    public long decoder(int source, int target) {
        long total = 0;
        for (int layer = 0; layer < config.size().decoderLayers(); layer++) {
            total += (mixing(layer, target) + feedForward()) * target;
            total += config.block().crossAttention() ? crossAttention(source, target) : 0;
        }
        return total + 2 * width() * config.size().vocab() * target;
    }

    /// Returns the operations of a forward pass for one pair of sequences.
    public long forward(int source, int target) {
        return encoder(source) + decoder(source, target);
    }

    /// Returns the operations of a training step for one pair of sequences: the backward pass has two products
    /// for each of the forward pass.
    public long training(int source, int target) {
        return 3 * forward(source, target);
    }

    private long crossAttention(long source, long target) {
        return 4 * width() * inner() * (source + target) + 4 * source * target * inner();
    }

    private long feedForward() {
        return (config.block().gatedFeedForward() ? 6 : 4)
                * width()
                * config.size().dFf();
    }

    private long width() {
        return config.size().dModel();
    }

    private long inner() {
        return (long) config.size().heads() * config.size().dKv();
    }
}

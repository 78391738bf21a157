package io.gatun.models;

import io.gatun.nn.Padding;
import io.gatun.nn.Pass;
import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.Tensor;

/// The sub-layer that lets positions of one sequence read each other.
sealed interface TokenMixer permits SelfAttention, ConvolutionMixer {

    /// What a mixer reads beside its input.
    ///
    /// @param padding which positions are padding
    /// @param options the bias that attention adds to its scores, and which positions it hides
    /// @param pass whether anything is dropped
    record Context(Padding padding, AttentionOptions options, Pass pass) {}

    /// Returns `[batch, time, d]` of whole sequences `x [batch, time, d]`.
    Tensor forward(Tensor x, Context context);

    /// Returns the memory of a decoder that has seen nothing yet.
    ///
    /// @param like a tensor `[batch, …]` of the model's type and device
    /// @param longest how many positions there may be
    /// @param kind how they lie
    MixerState begin(Tensor like, int longest, MixerState.Kind kind);

    /// Returns `[batch, 1, d]` of the next position `x [batch, 1, d]`, and remembers it.
    ///
    /// @param options the bias that attention adds to the scores of this position
    Tensor step(Tensor x, MixerState state, AttentionOptions options);
}

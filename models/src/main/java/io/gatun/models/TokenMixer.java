package io.gatun.models;

import io.gatun.nn.Padding;
import io.gatun.nn.Pass;
import io.gatun.tensor.Tensor;

/// The sub-layer that lets positions of one sequence read each other.
interface TokenMixer {

    /// What a mixer reads beside its input.
    ///
    /// @param padding which positions are padding; null if none is
    /// @param bias the stack's relative position bias; null for convolutions
    /// @param pass whether anything is dropped
    record Context(Padding padding, Tensor bias, Pass pass) {}

    /// Returns `[batch, time, d]` of whole sequences `x [batch, time, d]`.
    Tensor forward(Tensor x, Context context);

    /// Returns the memory of a decoder that has seen nothing yet.
    ///
    /// @param like a tensor of the model's type, for the type
    /// @param batch how many sequences
    /// @param longest how many positions there may be
    MixerState begin(Tensor like, int batch, int longest);

    /// Returns `[batch, 1, d]` of the next position `x [batch, 1, d]`, and remembers it.
    ///
    /// @param bias the relative position bias of this position; null for convolutions
    Tensor step(Tensor x, MixerState state, Tensor bias);
}

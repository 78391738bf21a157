package io.gatun.models;

import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.List;

/// What a decoder's mixer remembers: keys and values of all positions for attention, the last few inputs for a
/// convolution. The tensors are made once and written in place.
///
/// @param tensors each `[batch, …]`
/// @param position how many positions have been seen, in an array of one
@SuppressWarnings("ArrayRecordComponent") // a counter, never compared
record MixerState(List<Tensor> tensors, int[] position) {

    /// Returns zeros of these shapes.
    static MixerState zeros(Tensor like, Shape... shapes) {
        return new MixerState(
                java.util.Arrays.stream(shapes)
                        .map(shape -> Tensor.full(like.dtype(), shape, 0))
                        .toList(),
                new int[1]);
    }

    int seen() {
        return position[0];
    }

    void advance() {
        position[0]++;
    }

    /// Makes row i remember what row `parents[i]` did.
    void reorder(Tensor parents) {
        for (Tensor tensor : tensors) {
            tensor.assign(tensor.take(parents));
        }
    }
}

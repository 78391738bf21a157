package io.gatun.models;

import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// What a decoder's mixer remembers: keys and values of all positions for attention, the last few inputs for a
/// convolution. The tensors are made once and written in place.
final class MixerState {

    private final List<Tensor> tensors;
    private int seen;

    private MixerState(List<Tensor> tensors) {
        this.tensors = tensors;
    }

    /// Returns zeros of these shapes, `[batch, …]`, in the type and on the device of another tensor.
    static MixerState zeros(Tensor like, Shape... shapes) {
        return new MixerState(Arrays.stream(shapes)
                .map(shape -> Tensor.full(like.dtype(), shape, 0).to(like.device()))
                .toList());
    }

    Tensor tensor(int index) {
        return tensors.get(index);
    }

    /// Returns how many positions have been seen.
    int seen() {
        return seen;
    }

    void advance() {
        seen++;
    }

    /// Makes row i remember what row `parents[i]` did.
    void reorder(Tensor parents) {
        for (Tensor tensor : tensors) {
            tensor.assign(tensor.take(parents));
        }
    }
}

package io.gatun.models;

import io.gatun.nn.RelativeBias;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;

/// What is added to the scores of the last position where positions slide ([MixerState.Kind#SLIDING]).
/// Distances to the other places never change; places that hold no position yet are hidden by a number
/// that no score outweighs.
///
/// @param distances the relative bias, `[1, heads, 1, places]`
/// @param empty 0 for places that are taken, `[1, 1, 1, places]`
/// @param taken the 0 that each step puts last
record SlidingBias(Tensor distances, Tensor empty, Tensor taken) {

    private static final double HIDDEN = -1e9;

    /// Returns the bias before the first step.
    static SlidingBias of(RelativeBias bias, int places) {
        Tensor distances = bias.forward(places - 1, 1, places);
        Tensor empty = Tensor.full(distances.dtype(), Shape.of(1, 1, 1, places), HIDDEN)
                .to(distances.device());
        Tensor taken = Tensor.full(distances.dtype(), Shape.of(1, 1, 1, 1), 0).to(distances.device());
        return new SlidingBias(distances, empty, taken);
    }

    /// Returns the bias `[1, heads, 1, places]` of the next step.
    Tensor next() {
        return distances.add(MixerState.Sliding.slide(empty, 3, taken));
    }
}

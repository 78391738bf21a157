package io.gatun.cuda;

import io.gatun.kernel.View;
import io.gatun.tensor.Taps;

/// `struct Taps` of taps.cuh.
///
/// @param taps how the taps lie
/// @param positioned whether each position has filters of its own
/// @param x what is convolved, `[batch, time, channels]`
/// @param w the filters
record Filters(Taps taps, boolean positioned, View x, View w) {

    static Filters of(Taps taps, View x, View w) {
        return new Filters(taps, w.shape().rank() == 4, x, w);
    }

    int channels() {
        return x.dim(2);
    }

    int heads() {
        return w.dim(-2);
    }

    int tapCount() {
        return w.dim(-1);
    }

    /// Returns how many channels a pack has.
    int packSize() {
        return Packs.size(x.dtype());
    }

    /// Returns whether channels are whole packs in `x` and another tensor of its shape, and have one head
    /// each where positions have filters of their own.
    boolean packed(View other) {
        boolean packs =
                Packs.typed(x.dtype()) && channels() > 0 && channels() % packSize() == 0 && Packs.aligned(x, other);
        return packs && (!positioned || !taps.interleaved() && channels() % heads() == 0 && width() % packSize() == 0);
    }

    /// Returns the channels of a head, where all have the same.
    int width() {
        return channels() / heads();
    }

    /// Returns it as kernels take it.
    Launch.Struct struct() {
        return Launch.Struct.int32s(
                taps.dilation(),
                taps.left(),
                taps.interleaved() ? 1 : 0,
                positioned ? 1 : 0,
                x.dim(0),
                x.dim(1),
                channels(),
                heads(),
                tapCount());
    }
}

package io.gatun.internal.cpu.vector;

import io.gatun.kernel.View;
import io.gatun.tensor.Taps;

/// How the taps of a convolution lie on `[batch, time, channels]`: output `t` reads positions
/// `t + first + j · dilation`.
///
/// Positions a dilation apart form `dilation` sequences that know nothing of each other; each is cut into tiles
/// of four outputs.
record Sequence(int batch, int time, int channels, int dilation, int first) {

    static Sequence of(View x, Taps taps) {
        return new Sequence(x.dim(0), x.dim(1), x.dim(2), taps.dilation(), -taps.left());
    }

    /// Returns the sequence in which output `s` reads the outputs that read `s`: its taps are in reverse.
    Sequence reversed(int taps) {
        return new Sequence(batch, time, channels, dilation, -first - (taps - 1) * dilation);
    }

    long tilesOfPhase(int phase) {
        return Math.ceilDiv(Math.max(0, Math.ceilDiv(time - phase, dilation)), TapTile.ROWS);
    }

    long tilesOfItem() {
        long tiles = 0;
        for (int phase = 0; phase < Math.min(dilation, time); phase++) {
            tiles += tilesOfPhase(phase);
        }
        return tiles;
    }

    /// Returns the number of tiles.
    long tiles() {
        return batch * tilesOfItem();
    }
}

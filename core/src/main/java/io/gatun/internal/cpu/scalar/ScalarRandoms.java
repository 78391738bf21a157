package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Randoms;
import io.gatun.kernel.View;
import io.gatun.tensor.RandomKey;

/// The reference kernels of [Randoms].
final class ScalarRandoms implements Randoms {

    @Override
    public void uniform(RandomKey key, View y) {
        Cells out = Cells.of(y);
        int[] words = new int[4];
        for (long i = 0; i < y.size(); i++) {
            draw(key, i, words);
            out.set(i, Philox.uniform(words[(int) (i & 3)]));
        }
    }

    @Override
    public void normal(RandomKey key, View y) {
        Cells out = Cells.of(y);
        int[] words = new int[4];
        for (long i = 0; i < y.size(); i++) {
            draw(key, i, words);
            int pair = (int) (i & 2);
            out.set(i, Philox.normal(words[pair], words[pair + 1], (i & 1) != 0));
        }
    }

    @Override
    public void dropout(RandomKey key, double p, View x, View y) {
        Cells in = Cells.of(x);
        Cells out = Cells.of(y);
        double[] factors = new double[8];
        for (long i = 0; i < y.size(); i++) {
            if ((i & 7) == 0) {
                dropFactors(key, p, i, factors);
            }
            double factor = factors[(int) (i & 7)];
            out.set(i, factor == 0 ? 0 : in.get(i) * factor);
        }
    }

    /// Writes what dropout multiplies elements `first … first + 7` by.
    static void dropFactors(RandomKey key, double p, long first, double... factors) {
        int[] words = new int[4];
        Philox.block(key, first >>> 3, words);
        for (int i = 0; i < 8; i++) {
            int half = words[i >> 1] >>> 16 * (i & 1) & 0xFFFF;
            factors[i] = half < Randoms.dropped(p) ? 0 : Randoms.scale(p);
        }
    }

    /// Draws the block of element `i` when it is the block's first.
    private static void draw(RandomKey key, long i, int... words) {
        if ((i & 3) == 0) {
            Philox.block(key, i >>> 2, words);
        }
    }
}

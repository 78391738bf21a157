package io.gatun.kernel;

import io.gatun.tensor.RandomKey;

/// Random fills from the counter-based generator Philox4x32-10: element `i` depends on the key and `i` alone.
///
/// Block `i / 4` of the stream gives the four 32-bit words of elements `4⌊i/4⌋ … 4⌊i/4⌋ + 3`. Its counter is
/// the block's number (low word, high word), then the stream's; its key the seed's low and high word. A word `w`
/// is the uniform number `⌊w / 2⁸⌋ · 2⁻²⁴`.
public interface Randoms {

    /// Fills with uniform numbers in [0, 1), multiples of 2⁻²⁴.
    void uniform(RandomKey key, View y);

    /// Fills with standard normal numbers: Box–Muller on the words 0, 1 and 2, 3 of each block. Words `v`, `w`
    /// give `r · cos a` and `r · sin a` with `r = √(−2 log((⌊v / 2⁸⌋ + 1) · 2⁻²⁴))` and `a = 2π · ⌊w / 2⁸⌋ ·
    /// 2⁻²⁴`.
    void normal(RandomKey key, View y);

    /// Computes `y = 0` with probability `p`, else `x / (1 − p)`, where `p` is the nearest multiple of 2⁻¹⁶
    /// below 1. Two elements share a word: element `i` is dropped where half `i mod 2` (the lower first) of word
    /// `⌊i / 2⌋` is less than [#dropped].
    void dropout(RandomKey key, double p, View x, View y);

    /// Returns how many of 65,536 elements a probability means.
    static int dropped(double p) {
        return (int) Math.min(65_535, Math.round(p * 65_536));
    }

    /// Returns what the elements that are not dropped are multiplied by.
    static double scale(double p) {
        return 65_536.0 / (65_536 - dropped(p));
    }
}

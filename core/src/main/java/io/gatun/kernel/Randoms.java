package io.gatun.kernel;

import io.gatun.tensor.RandomKey;

/// Random fills from the counter-based generator Philox4x32-10: element `i` depends on the key and `i` alone.
///
/// Block `i / 4` of the stream gives the four 32-bit words of elements `4⌊i/4⌋ … 4⌊i/4⌋ + 3`.
public interface Randoms {

    /// Fills with uniform numbers in [0, 1), multiples of 2⁻²⁴.
    void uniform(RandomKey key, View y);

    /// Fills with standard normal numbers: Box–Muller on the words 0, 1 and 2, 3 of each block.
    void normal(RandomKey key, View y);

    /// Computes `y = x / (1 − p)` where the element's uniform number is at least `p`, else 0.
    void dropout(RandomKey key, double p, View x, View y);
}

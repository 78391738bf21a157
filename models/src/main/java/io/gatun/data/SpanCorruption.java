package io.gatun.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The span-corruption objective of T5 (Raffel et al. 2020): spans of a text are replaced by one sentinel each,
/// and the model writes what was there.
///
/// It follows T5's `random_spans_noise_mask`, `noise_span_to_unique_sentinel` and
/// `nonnoise_span_to_unique_sentinel`: the input is the text with the k-th noise span replaced by the k-th
/// sentinel, the target is each sentinel followed by its span; both end with the end mark, and no sentinel
/// closes the target.
///
/// @param density the share of tokens that is noise, between 0 and 1; T5 has 0.15
/// @param meanSpan the mean length of a span, at least 1; T5 has 3
/// @param sentinels the ids that stand for spans
/// @param eos the end mark
/// @param roll whether the mask is turned by a random amount. Without it every text begins with kept tokens and
///     ends with noise
public record SpanCorruption(double density, double meanSpan, Sentinels sentinels, int eos, boolean roll) {

    /// Sentinel ids, which count downwards: the first is `first`, the next `first` − 1.
    ///
    /// @param first the greatest id, of the first sentinel
    /// @param count how many there are
    public record Sentinels(int first, int count) {

        int id(int span) {
            if (span >= count) {
                throw new IllegalArgumentException("span corruption: expected at most " + count
                        + " spans, one for each sentinel, got more; shorten the sequences or lengthen the spans");
            }
            return first - span;
        }
    }

    /// How many tokens go in and come out when inputs are to fill a length.
    ///
    /// @param tokens how many tokens of text to take
    /// @param targets the length of the target, with its end mark
    public record Lengths(int tokens, int targets) {}

    /// Checks the numbers.
    public SpanCorruption {
        if (!(density > 0 && density < 1) || !(meanSpan >= 1)) {
            throw new IllegalArgumentException(
                    "span corruption: expected a density between 0 and 1 and a mean span of at" + " least 1, got "
                            + density + " and " + meanSpan);
        }
    }

    /// Returns T5's settings: density 0.15, spans of 3, no roll.
    public static SpanCorruption t5(Sentinels sentinels, int eos) {
        return new SpanCorruption(0.15, 3, sentinels, eos, false);
    }

    /// Returns the most tokens of text whose corrupted input, with its end mark, is no longer than
    /// `inputsLength` (T5's `random_spans_helper`).
    ///
    /// @throws IllegalArgumentException if `inputsLength` is too small for any text
    public Lengths lengths(int inputsLength) {
        int tokens = 0;
        while (inputs(tokens + 1) <= inputsLength) {
            tokens++;
        }
        if (tokens < 2) {
            throw new IllegalArgumentException(
                    "span corruption: expected an input length of at least 4, got " + inputsLength);
        }
        int targets = targets(tokens);
        // with half of all tokens noise, inputs and targets are to be equally long
        if (density == 0.5 && targets > inputsLength) {
            return new Lengths(tokens - 1, targets - 1);
        }
        return new Lengths(tokens, targets);
    }

    private int inputs(int tokens) {
        int noise = (int) Math.rint(tokens * density);
        return tokens - noise + (int) Math.rint(noise / meanSpan) + 1;
    }

    private int targets(int tokens) {
        int noise = (int) Math.rint(tokens * density);
        return noise + (int) Math.rint(noise / meanSpan) + 1;
    }

    /// Replaces random spans of a text.
    ///
    /// @throws IllegalArgumentException if `tokens` is empty or has more spans than there are sentinels
    public EncodedExample corrupt(int[] tokens, RandomGenerator random) {
        boolean[] noise = mask(tokens.length, random);
        boolean[] kept = new boolean[noise.length];
        for (int i = 0; i < noise.length; i++) {
            kept[i] = !noise[i];
        }
        return new EncodedExample(
                EncodedExample.ended(withSentinels(tokens, noise), Integer.MAX_VALUE, eos),
                EncodedExample.ended(withSentinels(tokens, kept), Integer.MAX_VALUE, eos));
    }

    /// Draws which of `length` tokens are noise: true for noise.
    ///
    /// @throws IllegalArgumentException if `length` is less than 1
    public boolean[] mask(int length, RandomGenerator random) {
        if (length < 1) {
            throw new IllegalArgumentException("span corruption: expected at least one token, got " + length);
        }
        int full = Math.max(length, 2);
        int noise = Math.clamp(round((float) full * (float) density), 1, full - 1);
        int spans = Math.clamp(round(noise / (float) meanSpan), 1, Math.min(noise, full - noise));
        int[] noiseLengths = composition(noise, spans, random);
        int[] keptLengths = composition(full - noise, spans, random);
        int turned = roll ? random.nextInt(length) : 0;
        var mask = new boolean[length];
        int at = 0;
        for (int span = 0; span < spans; span++) {
            at += keptLengths[span];
            for (int end = at + noiseLengths[span]; at < end; at++) {
                if (at < length) {
                    mask[(at + turned) % length] = true;
                }
            }
        }
        return mask;
    }

    // T5 rounds in float32, half to even
    private static int round(float value) {
        return (int) Math.rint(value);
    }

    /// Draws one of the ways to write `items` as a sum of `parts` positive numbers, each equally likely.
    private static int[] composition(int items, int parts, RandomGenerator random) {
        int[] starts = new int[items - 1];
        for (int i = 0; i < parts - 1; i++) {
            starts[i] = 1;
        }
        for (int i = starts.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int start = starts[i];
            starts[i] = starts[j];
            starts[j] = start;
        }
        int[] lengths = new int[parts];
        int part = 0;
        lengths[0] = 1;
        for (int start : starts) {
            part += start;
            lengths[part]++;
        }
        return lengths;
    }

    /// Replaces each run of tokens where `mask` is true by one sentinel.
    int[] withSentinels(int[] tokens, boolean[] mask) {
        int[] result = new int[tokens.length];
        int count = 0;
        int spans = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (!mask[i]) {
                result[count++] = tokens[i];
            } else if (i == 0 || !mask[i - 1]) {
                result[count++] = sentinels.id(spans++);
            }
        }
        return Arrays.copyOf(result, count);
    }
}

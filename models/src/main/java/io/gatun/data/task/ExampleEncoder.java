package io.gatun.data.task;

import io.gatun.data.EncodedExample;
import java.util.List;
import java.util.function.Function;

/// Turns examples into token ids, cut to a greatest length so that the end mark stays.
///
/// @param encoder text to ids, without an end mark
/// @param longestInput the most tokens of an input, its end mark included
/// @param longestTarget the most tokens of a target, its end mark included
/// @param eos the end mark
public record ExampleEncoder(Function<String, int[]> encoder, int longestInput, int longestTarget, int eos) {

    /// Encodes an example with the first of its right answers.
    public EncodedExample encode(Example example) {
        return new EncodedExample(
                EncodedExample.ended(encoder.apply(example.input()), longestInput, eos),
                EncodedExample.ended(encoder.apply(example.target()), longestTarget, eos));
    }

    /// Encodes examples in their order.
    public List<EncodedExample> encode(List<Example> examples) {
        return examples.stream().map(this::encode).toList();
    }
}

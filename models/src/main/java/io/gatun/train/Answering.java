package io.gatun.train;

import io.gatun.data.EncodedExample;
import io.gatun.data.task.Example;
import io.gatun.decode.Generated;
import io.gatun.decode.Greedy;
import io.gatun.decode.Source;
import io.gatun.models.EncoderDecoder;
import io.gatun.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Lets a model answer examples: text in, text out, greedily.
///
/// @param vocabulary how text becomes ids
/// @param longestInput inputs are cut to this many tokens, end mark included
/// @param longestTarget answers have at most this many tokens, end mark included
public record Answering(Vocabulary vocabulary, int longestInput, int longestTarget) {

    private static final int ROWS = 64;

    /// Returns an answer for each example, in their order.
    public List<String> answer(EncoderDecoder model, List<Example> examples) {
        List<int[]> inputs = new ArrayList<>();
        for (Example example : examples) {
            inputs.add(input(example.input()));
        }
        // answers of like length together, so that little is padding
        Integer[] order = new Integer[inputs.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt((Integer i) -> inputs.get(i).length));
        String[] answers = new String[order.length];
        for (int from = 0; from < order.length; from += ROWS) {
            int to = Math.min(order.length, from + ROWS);
            List<int[]> rows = new ArrayList<>();
            for (int i = from; i < to; i++) {
                rows.add(inputs.get(order[i]));
            }
            List<Generated> generated = Greedy.of(longestTarget).generate(model, Source.of(rows));
            for (int i = from; i < to; i++) {
                answers[order[i]] = vocabulary.decode(generated.get(i - from).ids());
            }
        }
        return Arrays.asList(answers);
    }

    /// Returns the ids of an input, cut so that the end mark survives.
    public int[] input(String text) {
        return EncodedExample.ended(vocabulary.encode(text), longestInput, vocabulary.eosId());
    }

    /// Returns an example in ids, for training.
    EncodedExample encode(Example example) {
        int[] target = EncodedExample.ended(vocabulary.encode(example.target()), longestTarget, vocabulary.eosId());
        return new EncodedExample(input(example.input()), target);
    }
}

package io.gatun.train;

import io.gatun.data.EncodedExample;
import io.gatun.data.task.Example;
import io.gatun.decode.Greedy;
import io.gatun.decode.Ranking;
import io.gatun.decode.Source;
import io.gatun.models.EncoderDecoder;
import io.gatun.text.Vocabulary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// Lets a model answer examples: text in, text out, greedily, or the most probable of given labels.
///
/// @param vocabulary how text becomes ids
/// @param longestInput inputs are cut to this many tokens, end mark included
/// @param longestTarget answers have at most this many tokens, end mark included
public record Answering(Vocabulary vocabulary, int longestInput, int longestTarget) {

    private static final int ROWS = 64;

    /// Returns an answer for each example, in their order.
    public List<String> answer(EncoderDecoder model, List<Example> examples) {
        return answers(
                examples,
                source -> Greedy.of(longestTarget).generate(model, source).stream()
                        .map(generated -> vocabulary.decode(generated.ids()))
                        .toList());
    }

    /// Returns for each example, in their order, the one of these labels that the model finds most probable.
    ///
    /// @throws IllegalArgumentException if there are no labels
    public List<String> choose(EncoderDecoder model, List<Example> examples, List<String> labels) {
        Ranking ranking = new Ranking(labels.stream().map(this::target).toList());
        return answers(
                examples,
                source -> Arrays.stream(ranking.rank(model, source))
                        .mapToObj(labels::get)
                        .toList());
    }

    private List<String> answers(List<Example> examples, Function<Source, List<String>> answer) {
        List<int[]> inputs =
                examples.stream().map(example -> input(example.input())).toList();
        // inputs of like length together, so that little is padding
        Integer[] order = new Integer[inputs.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt((Integer i) -> inputs.get(i).length));
        String[] answers = new String[order.length];
        for (int from = 0; from < order.length; from += ROWS) {
            List<Integer> batch = Arrays.asList(order).subList(from, Math.min(order.length, from + ROWS));
            List<String> theirs =
                    answer.apply(Source.of(batch.stream().map(inputs::get).toList()));
            for (int i = 0; i < theirs.size(); i++) {
                answers[batch.get(i)] = theirs.get(i);
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
        return new EncodedExample(input(example.input()), target(example.target()));
    }

    private int[] target(String text) {
        return EncodedExample.ended(vocabulary.encode(text), longestTarget, vocabulary.eosId());
    }
}

package io.gatun.decode;

import io.gatun.models.EncoderDecoder;
import io.gatun.models.IncrementalDecoder;
import io.gatun.models.TokenDecoder;
import io.gatun.nn.Pass;
import io.gatun.tensor.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Takes one token after the other: the most probable, or one drawn from the distribution.
///
/// @param longest how many tokens are generated at most, the end mark included
/// @param choice how a token is chosen
public record Greedy(int longest, TokenChoice choice) {

    /// The token with which the decoder begins.
    public static final int START = 0;

    /// The token that ends a sequence.
    public static final int END = 1;

    /// Checks the length.
    public Greedy {
        if (longest < 1) {
            throw new IllegalArgumentException("generate: the greatest length must be at least 1, got " + longest);
        }
    }

    /// Returns a decoder that always takes the most probable token.
    public static Greedy of(int longest) {
        return new Greedy(longest, TokenChoice.MOST_PROBABLE);
    }

    /// Returns a sequence for each row of the source.
    public List<Generated> generate(EncoderDecoder model, Source source) {
        return Memory.scope(() -> {
            var encoded = model.encode(source.ids(), source.lengths(), Pass.INFERENCE);
            try (IncrementalDecoder decoder = model.incremental(encoded, longest)) {
                return generate(decoder);
            }
        });
    }

    /// Returns a sequence for each row of a decoder that has seen nothing yet.
    public List<Generated> generate(TokenDecoder decoder) {
        int rows = decoder.rows();
        int[] last = new int[rows];
        Arrays.fill(last, START);
        int[][] tokens = new int[rows][longest];
        int[] lengths = new int[rows];
        double[] scores = new double[rows];
        boolean[] ended = new boolean[rows];
        int open = rows;
        for (int step = 0; step < longest && open > 0; step++) {
            TokenChoice.Chosen chosen = Memory.scope(() -> choice.choose(decoder.step(last)));
            for (int row = 0; row < rows; row++) {
                last[row] = chosen.ids()[row];
                if (ended[row]) {
                    continue;
                }
                scores[row] += chosen.logProbabilities()[row];
                if (last[row] == END) {
                    ended[row] = true;
                    open--;
                } else {
                    tokens[row][lengths[row]++] = last[row];
                }
            }
        }
        List<Generated> generated = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            generated.add(new Generated(Arrays.copyOf(tokens[row], lengths[row]), scores[row]));
        }
        return generated;
    }
}

package io.gatun.decode;

import io.gatun.models.EncoderDecoder;
import io.gatun.models.EncoderDecoder.Encoded;
import io.gatun.nn.Pass;
import io.gatun.tensor.DType;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Finds which of a few given answers a model finds most probable (rank classification): nothing else can be
/// answered, and nothing is generated.
///
/// Probabilities are those of all an answer's tokens, end mark included, so none is the beginning of another one
/// and no length needs to be made up for.
///
/// @param candidates the tokens of each answer, end mark included
public record Ranking(List<int[]> candidates) {

    /// Checks that there is something to choose from.
    ///
    /// @throws IllegalArgumentException if there is no candidate, or one without tokens
    public Ranking {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty() || candidates.stream().anyMatch(candidate -> candidate.length == 0)) {
            throw new IllegalArgumentException("ranking: expected candidates of at least one token, got "
                    + candidates.stream().map(Arrays::toString).toList());
        }
    }

    /// Returns for each row of a source the number of the most probable candidate; of equal ones the first.
    public int[] rank(EncoderDecoder model, Source source) {
        int rows = source.lengths().length;
        return Memory.scope(() -> {
            Encoded encoded = model.encode(source.ids(), source.lengths(), Pass.INFERENCE);
            int[] best = new int[rows];
            float[] least = new float[rows];
            Arrays.fill(least, Float.POSITIVE_INFINITY);
            for (int candidate = 0; candidate < candidates.size(); candidate++) {
                float[] surprise = surprise(model, encoded, rows, candidates.get(candidate));
                for (int row = 0; row < rows; row++) {
                    if (surprise[row] < least[row]) {
                        least[row] = surprise[row];
                        best[row] = candidate;
                    }
                }
            }
            return best;
        });
    }

    /// Returns the negative logarithm of an answer's probability for each row.
    private static float[] surprise(EncoderDecoder model, Encoded encoded, int rows, int... answer) {
        return Memory.scope(() -> {
            int length = answer.length;
            int[] inputs = new int[rows * length];
            int[] wanted = new int[rows * length];
            for (int row = 0; row < rows; row++) {
                inputs[row * length] = Greedy.START;
                System.arraycopy(answer, 0, inputs, row * length + 1, length - 1);
                System.arraycopy(answer, 0, wanted, row * length, length);
            }
            Tensor logits = model.logits(model.decode(inputs, encoded, Pass.INFERENCE));
            Tensor targets = Tensor.ofInts(Shape.of(rows, length), wanted).to(logits.device());
            return logits.crossEntropy(targets, -1).sum(1).to(DType.F32).toArray();
        });
    }
}

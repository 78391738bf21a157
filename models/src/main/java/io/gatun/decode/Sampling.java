package io.gatun.decode;

import io.gatun.tensor.Generator;
import io.gatun.tensor.Tensor;

/// Draws tokens from the model's distribution, sharpened by temperature and cut to the most probable ones (Fan
/// et al. 2018; Holtzman et al. 2020).
///
/// @param temperature what logits are divided by, above 0
/// @param topK how many of the most probable tokens may be drawn; 0 for all
/// @param topP the least number of most probable tokens whose probabilities reach this sum may be drawn; 1 for
/// all
/// @param generator where random numbers come from: the same state draws the same tokens
public record Sampling(double temperature, int topK, double topP, Generator generator) implements TokenChoice {

    /// Checks the values.
    public Sampling {
        if (!(temperature > 0) || topK < 0 || !(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("sampling: expected temperature > 0, top-k >= 0 and 0 < top-p <= 1, got "
                    + temperature + ", " + topK + " and " + topP);
        }
    }

    @Override
    public Chosen choose(Tensor logits) {
        int rows = logits.dim(0);
        int vocab = logits.dim(1);
        int candidates = topK == 0 ? vocab : Math.min(topK, vocab);
        var best = logits.topK(candidates);
        double[] probabilities = best.values().div(temperature).softmax().toDoubles();
        int[] ids = best.indices().toInts();
        double[] logProbabilities =
                best.values().sub(logits.logSumExp(1).unsqueeze(1)).toDoubles();
        float[] random = Tensor.uniform(generator, rows).toArray();
        int[] chosen = new int[rows];
        double[] scores = new double[rows];
        for (int row = 0; row < rows; row++) {
            int at = row * candidates + draw(probabilities, row * candidates, candidates, random[row]);
            chosen[row] = ids[at];
            scores[row] = logProbabilities[at];
        }
        return new Chosen(chosen, scores);
    }

    /// Returns which of the candidates, most probable first, the number `u` in [0, 1) falls on.
    private int draw(double[] probabilities, int from, int candidates, double u) {
        double mass = 0;
        int kept = 0;
        while (kept < candidates && (kept == 0 || mass < topP)) {
            mass += probabilities[from + kept++];
        }
        double rest = u * mass;
        for (int i = 0; i < kept - 1; i++) {
            rest -= probabilities[from + i];
            if (rest < 0) {
                return i;
            }
        }
        return kept - 1;
    }
}

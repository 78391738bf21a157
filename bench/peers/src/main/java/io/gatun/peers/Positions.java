package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.add;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.full;
import static org.bytedeco.pytorch.global.torch.tensor;
import static org.bytedeco.pytorch.global.torch.triu;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// T5's relative position bias: 32 buckets, maximum distance 128. What does not change is made once.
final class Positions {

    private final Map<Long, Tensor> masks = new HashMap<>();
    private final Map<Long, Tensor> buckets = new HashMap<>();

    /// Returns what is added to scores of `time` queries and keys, from `table [32, heads]`.
    Tensor bias(Tensor table, long time, boolean causal) {
        Tensor bias = embedding(table, buckets(time, causal)).permute(2, 0, 1).unsqueeze(0);
        return causal ? add(bias, mask(time)) : bias;
    }

    /// Returns −10⁹ above the diagonal.
    private Tensor mask(long time) {
        return masks.computeIfAbsent(
                time,
                n -> kept(triu(full(new long[] {n, n}, new Scalar(-1e9f)), 1).detach()));
    }

    private Tensor buckets(long time, boolean causal) {
        return buckets.computeIfAbsent(causal ? -time : time, _ -> {
            int n = (int) time;
            long[] all = new long[n * n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    all[i * n + j] = bucket(j - i, causal);
                }
            }
            return kept(tensor(all).view(time, time).clone().detach());
        });
    }

    private static Tensor kept(Tensor x) {
        x.retainReference(); // beyond the scope of the run that made it
        return x;
    }

    /// Returns the bucket of a distance, key position minus query position.
    private static int bucket(int distance, boolean causal) {
        int count = causal ? 32 : 16;
        int first = !causal && distance > 0 ? 16 : 0;
        int n = causal ? Math.max(-distance, 0) : Math.abs(distance);
        int exact = count / 2;
        if (n < exact) {
            return first + n;
        }
        int logarithmic = (int) (Math.log(n / (double) exact) / Math.log(128.0 / exact) * (count - exact));
        return first + Math.min(count - 1, exact + logarithmic);
    }
}

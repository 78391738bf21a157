package io.gatun.nn;

import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;

/// T5's relative position bias: a learned number for each head and each bucket of distances (Raffel et al.
/// 2020).
///
/// Buckets hold one distance each up to half their number, then ranges that grow with the logarithm up to 128.
///
/// @param table `[32, heads]`
/// @param causal whether there are no keys after the query; if there are, half the buckets are for them
public record RelativeBias(Tensor table, boolean causal) {

    private static final int BUCKETS = 32;
    // the first distance of each logarithmic bucket: exact, where a float logarithm may round either way
    private static final int[] BOTH_WAYS = {8, 12, 16, 23, 32, 46, 64, 91};
    private static final int[] CAUSAL = {16, 19, 21, 24, 27, 31, 35, 40, 46, 52, 59, 67, 77, 87, 99, 113};

    /// Makes the table.
    public static RelativeBias create(Parameters parameters, int heads, int d, boolean causal) {
        return new RelativeBias(parameters.normal("weight", Math.pow(d, -0.5), BUCKETS, heads), causal);
    }

    /// Returns the bucket of a distance, query position minus key position.
    static int bucket(int distance, boolean causal) {
        if (causal) {
            return bucket(Math.max(distance, 0), CAUSAL);
        }
        return (distance < 0 ? BUCKETS / 2 : 0) + bucket(Math.abs(distance), BOTH_WAYS);
    }

    private static int bucket(int distance, int... starts) {
        int bucket = Math.min(distance, starts[0]);
        for (int i = 1; i < starts.length; i++) {
            bucket += distance >= starts[i] ? 1 : 0;
        }
        return bucket;
    }

    /// Returns what is added to the scores of queries `first … first + queries − 1` and keys `0 … keys − 1`:
    /// shape `[1, heads, queries, keys]`.
    public Tensor forward(int first, int queries, int keys) {
        int[] buckets = new int[queries * keys];
        for (int i = 0; i < queries; i++) {
            for (int j = 0; j < keys; j++) {
                buckets[i * keys + j] = bucket(first + i - j, causal);
            }
        }
        return table.take(Tensor.ofInts(Shape.of(queries, keys), buckets).to(table.device()))
                .permute(2, 0, 1)
                .unsqueeze(0)
                .contiguous();
    }
}

package io.gatun.data.task;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Splits validation data off training data, for tasks that have none: about a tenth, at most 2,000 examples,
/// chosen by the input text alone, so that equal inputs stay on one side and the choice does not depend on
/// order.
final class TrainingShare {

    private static final int MOST = 2000;

    private TrainingShare() {}

    /// Returns the examples for validation, in their order.
    static List<Example> validation(List<Example> all) {
        return part(all, true);
    }

    /// Returns the examples that stay for training, in their order.
    static List<Example> rest(List<Example> all) {
        return part(all, false);
    }

    private static List<Example> part(List<Example> all, boolean validation) {
        long[] keys = all.stream().mapToLong(example -> key(example.input())).toArray();
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        int share = Math.clamp(all.size() / 10, Math.min(1, all.size() - 1), MOST);
        // a single distinct input cannot be divided: all of it stays for training
        long bound = sorted[share];
        var part = new ArrayList<Example>();
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] < bound == validation) {
                part.add(all.get(i));
            }
        }
        return part;
    }

    /// FNV-1a with a final mix.
    static long key(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
        return hash ^ (hash >>> 32);
    }
}

package io.gatun.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Batches of a task's examples: in a new order each epoch, examples of like length together, so that little is
/// padding, and batches of different lengths mixed.
///
/// Every example comes once an epoch. The order depends on seed and epoch alone.
public final class ExampleBatches implements BatchSource {

    private static final int ORDER = 3;
    private static final int BATCHES = 4;

    private final List<EncodedExample> examples;
    private final Settings settings;
    private List<int[]> plan = List.of();
    private long epoch;
    private int index;

    /// The sizes of batches.
    ///
    /// @param rows the most examples in a batch
    /// @param tokens the most tokens in a batch, counted as rows times padded length of the longer side; an
    ///     example that is longer by itself makes a batch alone
    /// @param multiple padded lengths are multiples of this
    /// @param seed the key of the order
    public record Settings(int rows, int tokens, int multiple, long seed) {

        /// Checks the numbers.
        public Settings {
            if (rows < 1 || tokens < 1 || multiple < 1) {
                throw new IllegalArgumentException("batches: expected rows, tokens and a multiple of at least 1, got "
                        + rows + ", " + tokens + " and " + multiple);
            }
        }
    }

    /// Creates the batches.
    ///
    /// @throws IllegalArgumentException if there are no examples
    public ExampleBatches(List<EncodedExample> examples, Settings settings) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("batches: expected at least one example, got none");
        }
        this.examples = List.copyOf(examples);
        this.settings = settings;
        seek(Position.START);
    }

    /// Returns the batches of one walk for evaluation: all examples once, the longest first, so that a batch
    /// which does not fit in memory shows at once.
    public static List<Batch> once(List<EncodedExample> examples, Settings settings) {
        int[] order = IntStream.range(0, examples.size())
                .boxed()
                .sorted((a, b) -> examples.get(b).longest() - examples.get(a).longest())
                .mapToInt(Integer::intValue)
                .toArray();
        var plan = new Plan(examples, settings);
        var batches = new ArrayList<Batch>();
        for (int[] rows : plan.batches(order)) {
            batches.add(batch(examples, rows, settings.multiple()));
        }
        return batches;
    }

    /// Returns how many batches this epoch has; it may differ a little from epoch to epoch.
    public int batches() {
        return plan.size();
    }

    @Override
    public Batch next() {
        int[] rows = plan.get(index);
        if (++index == plan.size()) {
            seek(new Position(epoch + 1, 0));
        }
        return batch(examples, rows, settings.multiple());
    }

    private static Batch batch(List<EncodedExample> examples, int[] rows, int multiple) {
        return Batch.of(Arrays.stream(rows).mapToObj(examples::get).toList(), multiple, rows);
    }

    @Override
    public Position position() {
        return new Position(epoch, index);
    }

    @Override
    public void seek(Position position) {
        var order = new Permutation(examples.size(), settings.seed(), ORDER, position.epoch());
        int[] shuffled = new int[examples.size()];
        for (int i = 0; i < shuffled.length; i++) {
            shuffled[i] = (int) order.at(i);
        }
        List<int[]> batches = new Plan(examples, settings).batches(shuffled);
        if (position.epoch() < 0 || position.index() < 0 || position.index() >= batches.size()) {
            throw new IllegalArgumentException("batches: expected a place below " + batches.size() + " batches, got "
                    + position + "; was the data or the batch size changed?");
        }
        var mixed = new Permutation(batches.size(), settings.seed(), BATCHES, position.epoch());
        var mixedPlan = new ArrayList<int[]>();
        for (int i = 0; i < batches.size(); i++) {
            mixedPlan.add(batches.get((int) mixed.at(i)));
        }
        plan = mixedPlan;
        epoch = position.epoch();
        index = (int) position.index();
    }

    /// Fills buckets of like length in a given order; a full bucket is a batch.
    private record Plan(List<EncodedExample> examples, Settings settings) {

        List<int[]> batches(int[] order) {
            var batches = new ArrayList<int[]>();
            var buckets = new TreeMap<Integer, List<Integer>>();
            for (int example : order) {
                int edge = edge(examples.get(example).longest());
                List<Integer> bucket = buckets.computeIfAbsent(edge, _ -> new ArrayList<>());
                bucket.add(example);
                if (bucket.size() >= Math.clamp(settings.tokens() / edge, 1, settings.rows())) {
                    batches.add(bucket.stream().mapToInt(Integer::intValue).toArray());
                    bucket.clear();
                }
            }
            for (List<Integer> rest : buckets.values()) {
                if (!rest.isEmpty()) {
                    batches.add(rest.stream().mapToInt(Integer::intValue).toArray());
                }
            }
            return batches;
        }

        /// Returns the greatest padded length in a bucket: eight buckets to each doubling from 64 on.
        private int edge(int length) {
            int step = Math.max(8, Integer.highestOneBit(Math.max(1, length - 1)) / 8);
            return Batch.roundUp(Batch.roundUp(length, step), settings.multiple());
        }
    }
}

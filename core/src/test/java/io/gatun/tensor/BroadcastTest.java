package io.gatun.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Broadcasting and reductions against index arithmetic on random shapes.
class BroadcastTest {

    private static final SplittableRandom RANDOM = new SplittableRandom(11);

    private static int[] shape(int rank) {
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = RANDOM.nextInt(5) == 0 ? 0 : 1 + RANDOM.nextInt(4);
        }
        return dims;
    }

    /// Returns a shape that broadcasts with `dims`: leading axes dropped, others set to 1.
    private static int[] narrowed(int... dims) {
        int drop = RANDOM.nextInt(dims.length + 1);
        int[] narrow = new int[dims.length - drop];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = RANDOM.nextInt(3) == 0 ? 1 : dims[i + drop];
        }
        return narrow;
    }

    private static int[] position(long index, int... dims) {
        int[] position = new int[dims.length];
        long rest = index;
        for (int i = dims.length - 1; i >= 0; i--) {
            position[i] = (int) (rest % dims[i]);
            rest /= dims[i];
        }
        return position;
    }

    /// Returns where an operand of `dims` is read for a position of the result.
    private static int read(int[] position, int... dims) {
        int index = 0;
        int lead = position.length - dims.length;
        for (int i = 0; i < dims.length; i++) {
            index = index * dims[i] + (dims[i] == 1 ? 0 : position[lead + i]);
        }
        return index;
    }

    private static Tensor random(int... dims) {
        float[] values = new float[(int) Shape.of(dims).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = RANDOM.nextInt(-8, 8);
        }
        return Tensor.of(Shape.of(dims), values);
    }

    @Test
    void operands_broadcast_as_in_numpy() {
        for (int trial = 0; trial < 200; trial++) {
            int[] wide = shape(RANDOM.nextInt(5));
            Tensor a = random(wide);
            Tensor b = random(narrowed(wide));
            float[] left = a.toArray();
            float[] right = b.toArray();

            Tensor c = RANDOM.nextBoolean() ? a.sub(b) : b.sub(a).neg();

            float[] expected = new float[left.length];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = left[i] - right[read(position(i, wide), b.shape().toArray())];
            }
            assertThat(c.shape()).isEqualTo(a.shape());
            assertThat(c.add(0.0).toArray())
                    .as(a.shape() + " - " + b.shape())
                    .isEqualTo(Tensor.of(expected)
                            .add(0.0) // no negative zeros
                            .toArray());
        }
    }

    @Test
    void both_operands_may_be_repeated() {
        Tensor a = Tensor.of(Shape.of(2, 1), 10, 20);
        Tensor b = Tensor.of(1, 2, 3);

        assertThat(a.add(b).toArray()).containsExactly(11, 12, 13, 21, 22, 23);
    }

    @Test
    void an_extent_of_one_broadcasts_to_none() {
        assertThat(Tensor.zeros(1, 3).add(Tensor.zeros(0, 1)).shape()).isEqualTo(Shape.of(0, 3));
    }

    @Test
    void sums_over_any_axes_are_those_of_a_loop() {
        for (int trial = 0; trial < 200; trial++) {
            int[] dims = shape(1 + RANDOM.nextInt(4));
            Tensor x = random(dims);
            List<Integer> folded = new ArrayList<>();
            for (int axis = 0; axis < dims.length; axis++) {
                if (RANDOM.nextBoolean()) {
                    folded.add(RANDOM.nextBoolean() ? axis : axis - dims.length);
                }
            }
            if (folded.isEmpty()) {
                folded.add(0);
            }
            int[] axes = folded.stream().mapToInt(Integer::intValue).toArray();
            int[] kept = dims.clone();
            for (int axis : axes) {
                kept[x.shape().axis(axis)] = 1;
            }
            float[] values = x.toArray();
            double[] expected = new double[(int) Shape.of(kept).size()];
            for (int i = 0; i < values.length; i++) {
                expected[read(position(i, dims), kept)] += values[i];
            }

            assertThat(x.sum(axes).toDoubles())
                    .as(x.shape() + " over " + folded)
                    .isEqualTo(expected);
            assertThat(x.sumTo(Shape.of(kept)).toDoubles()).isEqualTo(expected);
        }
    }

    @Test
    void reductions_of_views_are_those_of_copies() {
        Tensor x = random(4, 5, 3).permute(2, 0, 1).slice(1, 1, 3);

        assertThat(x.max(0, 2).toArray()).isEqualTo(x.copy().max(0, 2).toArray());
        assertThat(x.logSumExp(-1).toArray()).isEqualTo(x.copy().logSumExp(-1).toArray());
        assertThat(x.argMax(1).toInts()).isEqualTo(x.copy().argMax(1).toInts());
    }

    @Test
    void no_axes_mean_all_of_them() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);

        assertThat(x.sum().shape()).isEqualTo(Shape.SCALAR);
        assertThat(x.mean().item()).isCloseTo(2.5, within(1e-6));
        assertThat(Tensor.scalar(3).sum().item()).isEqualTo(3);
        assertThat(Tensor.scalar(3).max().item()).isEqualTo(3);
    }
}

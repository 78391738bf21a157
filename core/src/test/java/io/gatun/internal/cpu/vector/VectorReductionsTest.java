package io.gatun.internal.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Reductions;
import io.gatun.kernel.Reductions.Kind;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VectorReductionsTest {

    private static final Reductions REFERENCE = Operands.REFERENCE.reductions();
    private static final Reductions VECTOR = Operands.VECTOR.reductions();
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1, 1},
            new int[] {3, 7, 1},
            new int[] {2, 100, 1},
            new int[] {1, 20_000, 1},
            new int[] {2, 5, 3},
            new int[] {3, 33, 17},
            new int[] {1, 700, 64},
            new int[] {2, 300, 530});

    @ParameterizedTest
    @EnumSource
    void folds_agree(Kind kind) {
        try (Operands given = new Operands(1)) {
            for (int[] shape : SHAPES) {
                View x = given.floats(shape);
                View y = given.result(shape[0], shape[2]);
                View expected = given.result(shape[0], shape[2]);
                VECTOR.reduce(kind, x, y);
                REFERENCE.reduce(kind, x, expected);
                given.assertClose(y, expected, 1e-6 * Math.max(1, Math.sqrt(shape[1])));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void folds_of_nan_and_infinities_agree(Kind kind) {
        double inf = Double.POSITIVE_INFINITY;
        double nan = Double.NaN;
        double[] values = {1, nan, 2, inf, nan, 1, -inf, -inf, -inf, inf, 1, 2, -inf, 1, 2, inf, -inf, 0, -1, -2, -3};
        try (Operands given = new Operands(2)) {
            for (int[] shape : List.of(new int[] {7, 3, 1}, new int[] {1, 3, 7})) {
                View x = given.of(DType.F32, values, shape);
                View y = given.result(shape[0], shape[2]);
                View expected = given.result(shape[0], shape[2]);
                VECTOR.reduce(kind, x, y);
                REFERENCE.reduce(kind, x, expected);
                given.assertClose(y, expected, 1e-6);

                View place = given.result(DType.I32, shape[0], shape[2]);
                View right = given.result(DType.I32, shape[0], shape[2]);
                VECTOR.argMax(x, place);
                REFERENCE.argMax(x, right);
                given.assertClose(place, right, 0);
            }
        }
    }

    @Test
    void empty_folds_agree() {
        try (Operands given = new Operands(3)) {
            for (Kind kind : List.of(Kind.SUM, Kind.MEAN, Kind.LOG_SUM_EXP)) {
                View x = given.result(2, 0, 3);
                View y = given.result(2, 3);
                View expected = given.result(2, 3);
                VECTOR.reduce(kind, x, y);
                REFERENCE.reduce(kind, x, expected);
                given.assertClose(y, expected, 0);
            }
        }
    }

    @Test
    void a_sum_of_a_million_is_accurate_and_the_same_on_any_number_of_threads() {
        try (Operands given = new Operands(4)) {
            View x = given.random(DType.F32, Math::abs, 1_000_000);
            View rows = x.reshape(Shape.of(1, 1_000_000, 1));
            View columns = x.reshape(Shape.of(1, 2_000, 500));
            View one = given.result(1, 1);
            View expected = given.result(1, 1);
            View many = given.result(1, 500);
            int threads = Parallel.threads();
            double[] alone;
            try {
                Parallel.threads(1);
                VECTOR.reduce(Kind.SUM, rows, one);
                VECTOR.reduce(Kind.SUM, columns, many);
                REFERENCE.reduce(Kind.SUM, rows, expected);
                given.assertClose(one, expected, 1e-6);
                alone = given.read(many);
                double total = given.read(one)[0];
                Parallel.threads(4);
                VECTOR.reduce(Kind.SUM, rows, one);
                VECTOR.reduce(Kind.SUM, columns, many);
                assertThat(given.read(one)[0]).isEqualTo(total);
            } finally {
                Parallel.threads(threads);
            }
            assertThat(given.read(many)).isEqualTo(alone);
        }
    }

    @Test
    void the_first_of_equal_largest_is_found() {
        try (Operands given = new Operands(5)) {
            for (int[] shape : SHAPES) {
                View x = given.random(DType.F32, v -> Math.rint(v * 2), shape);
                View y = given.result(DType.I32, shape[0], shape[2]);
                View expected = given.result(DType.I32, shape[0], shape[2]);
                VECTOR.argMax(x, y);
                REFERENCE.argMax(x, expected);
                given.assertClose(y, expected, 0);
            }
        }
    }

    @Test
    void running_sums_agree_in_both_directions() {
        try (Operands given = new Operands(6)) {
            for (int[] shape : SHAPES) {
                for (boolean reverse : new boolean[] {false, true}) {
                    View x = given.floats(shape);
                    View y = given.result(shape);
                    View expected = given.result(shape);
                    VECTOR.cumulativeSum(x, y, reverse);
                    REFERENCE.cumulativeSum(x, expected, reverse);
                    given.assertClose(y, expected, 4e-6);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 5, 2", "1, 1, 1", "3, 10, 10", "4, 100, 0", "5, 1000, 7", "2, 3000, 900"})
    void the_largest_are_found_in_order(int rows, int n, int k) {
        try (Operands given = new Operands(7)) {
            View x = given.random(DType.F32, v -> v > 2.5 ? Double.NaN : Math.rint(v * 20) / 20, rows, n);
            View values = given.result(rows, k);
            View indices = given.result(DType.I32, rows, k);
            View expected = given.result(rows, k);
            View places = given.result(DType.I32, rows, k);
            VECTOR.topK(x, values, indices);
            REFERENCE.topK(x, expected, places);
            given.assertClose(indices, places, 0);
            given.assertClose(values, expected, 0);
        }
    }
}

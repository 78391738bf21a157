package io.gatun.internal.cpu.vector;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.kernel.Rows;
import io.gatun.kernel.Rows.CrossEntropy;
import io.gatun.kernel.Rows.Norm;
import io.gatun.kernel.Rows.NormGradient;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorRowsTest {

    private static final Rows REFERENCE = Operands.REFERENCE.rows();
    private static final Rows VECTOR = Operands.VECTOR.rows();

    @ParameterizedTest
    @CsvSource({
        "0, 5",
        "3, 0",
        "1, 1",
        "2, 7",
        "5, 16",
        "70, 33",
        "3, 64",
        "1, 80",
        "50, 512",
        "2, 4096",
        "2, 1000",
        "1, 20000",
        "600, 8"
    })
    void softmax_and_its_gradient_agree(int rows, int n) {
        try (Operands given = new Operands(rows + n)) {
            View x = given.random(DType.F32, v -> 5 * v, rows, n);
            View y = given.result(rows, n);
            View expected = given.result(rows, n);
            VECTOR.softmax(x, y);
            REFERENCE.softmax(x, expected);
            given.assertClose(y, expected, 1e-6);

            View g = given.floats(rows, n);
            View dx = given.result(rows, n);
            VECTOR.softmaxGradient(y, g, dx);
            REFERENCE.softmaxGradient(y, g, expected);
            given.assertClose(dx, expected, n > 10_000 ? 1e-5 : 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16}) // short rows, and rows that are long enough to be read ahead
    void softmax_of_infinities_and_nan_agrees(int times) {
        double inf = Double.POSITIVE_INFINITY;
        double[] values = {
            -inf,
            1,
            2,
            3,
            -inf,
            -inf,
            -inf,
            -inf,
            inf,
            1,
            2,
            3,
            Double.NaN,
            1,
            2,
            3,
            -1e9,
            0,
            -1e9,
            -200,
            88,
            -88,
            1e30,
            -1e30
        };
        try (Operands given = new Operands(1)) {
            double[] repeated = new double[times * values.length];
            Arrays.setAll(repeated, i -> values[i / (4 * times) * 4 + i % 4]);
            int n = 4 * times;
            View x = given.of(DType.F32, repeated, 6, n);
            View y = given.result(6, n);
            View expected = given.result(6, n);
            VECTOR.softmax(x, y);
            REFERENCE.softmax(x, expected);
            given.assertClose(y, expected, 1e-6);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 1", "2, 7", "5, 16", "70, 33", "1, 64", "2, 96", "37, 80", "1030, 64", "3, 1000"})
    void norms_and_their_gradients_agree(int rows, int n) {
        try (Operands given = new Operands(rows + n)) {
            View x = given.random(DType.F32, v -> 3 * v + 5, rows, n);
            Norm norm = new Norm(x, given.floats(n), 1e-5);
            View bias = given.floats(n);
            View g = given.floats(rows, n);
            View y = given.result(rows, n);
            View expected = given.result(rows, n);
            View scale = given.result(rows);
            View expectedScale = given.result(rows);
            VECTOR.rmsNorm(norm, y, scale);
            REFERENCE.rmsNorm(norm, expected, expectedScale);
            given.assertClose(y, expected, 2e-6);
            given.assertClose(scale, expectedScale, 2e-6);

            NormGradient actual = new NormGradient(given.result(rows, n), given.result(n));
            NormGradient right = new NormGradient(given.result(rows, n), given.result(n));
            VECTOR.rmsNormGradient(norm, scale, g, actual);
            REFERENCE.rmsNormGradient(norm, scale, g, right);
            given.assertClose(actual.dx(), right.dx(), 5e-6);
            given.assertClose(actual.dw(), right.dw(), 1e-5 * Math.max(1, Math.sqrt(rows)));

            View statistics = given.result(rows, 2);
            View expectedStatistics = given.result(rows, 2);
            VECTOR.layerNorm(norm, bias, y, statistics);
            REFERENCE.layerNorm(norm, bias, expected, expectedStatistics);
            given.assertClose(statistics, expectedStatistics, n == 1 ? 1e-4 : 5e-6);
            given.assertClose(y, expected, 1e-5);

            VECTOR.layerNormGradient(norm, statistics, g, actual);
            REFERENCE.layerNormGradient(norm, statistics, g, right);
            given.assertClose(actual.dx(), right.dx(), 1e-5);
            given.assertClose(actual.dw(), right.dw(), 1e-5 * Math.max(1, Math.sqrt(rows)));
        }
    }

    @Test
    void gradients_of_rows_near_overflow_agree() {
        try (Operands given = new Operands(1)) {
            Norm norm = new Norm(given.of(DType.F32, new double[] {1.5e36, 1.5e36}, 1, 2), given.floats(2), 1e-5);
            View g = given.floats(1, 2);
            View y = given.result(1, 2);
            View statistics = given.result(1, 2);
            REFERENCE.layerNorm(norm, given.floats(2), y, statistics);
            NormGradient actual = new NormGradient(given.result(1, 2), given.result(2));
            NormGradient right = new NormGradient(given.result(1, 2), given.result(2));
            VECTOR.layerNormGradient(norm, statistics, g, actual);
            REFERENCE.layerNormGradient(norm, statistics, g, right);
            given.assertClose(actual.dx(), right.dx(), 1e-5);
            given.assertClose(actual.dw(), right.dw(), 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 1", "2, 7", "5, 16", "70, 33", "3, 1000"})
    void gated_units_agree(int rows, int n) {
        try (Operands given = new Operands(rows + n)) {
            View x = given.random(DType.F32, v -> 4 * v, rows, 2 * n);
            View y = given.result(rows, n);
            View expected = given.result(rows, n);
            VECTOR.glu(x, y);
            REFERENCE.glu(x, expected);
            given.assertClose(y, expected, 1e-6);

            View g = given.floats(rows, n);
            View dx = given.result(rows, 2 * n);
            View right = given.result(rows, 2 * n);
            VECTOR.gluGradient(x, g, dx);
            REFERENCE.gluGradient(x, g, right);
            given.assertClose(dx, right, 1e-6);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 5, 0", "1, 1, 0", "2, 7, 1e-4", "5, 16, 0", "70, 33, 1e-4", "3, 10000, 1e-4"})
    void cross_entropy_and_its_gradient_agree(int rows, int n, double z) {
        try (Operands given = new Operands(rows + n)) {
            View logits = given.random(DType.F32, v -> 5 * v, rows, n);
            CrossEntropy operands = new CrossEntropy(logits, given.ids(n, rows), 3, z);
            View loss = given.result(rows);
            View lse = given.result(rows);
            View expected = given.result(rows);
            View expectedLse = given.result(rows);
            VECTOR.crossEntropy(operands, loss, lse);
            REFERENCE.crossEntropy(operands, expected, expectedLse);
            given.assertClose(lse, expectedLse, 1e-6);
            given.assertClose(loss, expected, 1e-6);

            View g = given.floats(rows);
            View dx = given.result(rows, n);
            View right = given.result(rows, n);
            VECTOR.crossEntropyGradient(operands, lse, g, dx);
            REFERENCE.crossEntropyGradient(operands, lse, g, right);
            given.assertClose(dx, right, 2e-6);
        }
    }

    @Test
    void cross_entropy_of_infinities_and_nan_agrees() {
        double inf = Double.POSITIVE_INFINITY;
        double[] values = {
            -inf,
            1,
            2,
            3,
            -inf,
            -inf,
            -inf,
            -inf,
            inf,
            1,
            2,
            3,
            Double.NaN,
            1,
            2,
            3,
            Double.NaN,
            inf,
            1,
            -inf,
            -1e9,
            1,
            2,
            3
        };
        try (Operands given = new Operands(1)) {
            CrossEntropy operands =
                    new CrossEntropy(given.of(DType.F32, values, 6, 4), given.of(DType.I32, new double[6], 6), -1, 0);
            View loss = given.result(6);
            View lse = given.result(6);
            View expected = given.result(6);
            View expectedLse = given.result(6);
            VECTOR.crossEntropy(operands, loss, lse);
            REFERENCE.crossEntropy(operands, expected, expectedLse);
            given.assertClose(lse, expectedLse, 1e-6);
            given.assertClose(loss, expected, 1e-6);
        }
    }

    @Test
    void a_target_that_is_no_class_is_named() {
        try (Operands given = new Operands(1)) {
            View targets = given.of(DType.I32, new double[] {0, 4}, 2);
            CrossEntropy operands = new CrossEntropy(given.floats(2, 4), targets, -1, 0);

            assertThatThrownBy(() -> VECTOR.crossEntropy(operands, given.result(2), given.result(2)))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("crossentropy: target 4 of row 1 is out of range: expected 0 to 3, or -1 to ignore the"
                            + " row");
        }
    }
}

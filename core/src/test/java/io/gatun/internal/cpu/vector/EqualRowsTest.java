package io.gatun.internal.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.kernel.Rows;
import io.gatun.kernel.Rows.CrossEntropy;
import io.gatun.kernel.Rows.Norm;
import io.gatun.kernel.Rows.NormGradient;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes of a row depends on the row alone, to the last bit: not on where it stands among others, nor on which
/// piece of a parallel loop it falls into.
class EqualRowsTest {

    private static final Rows VECTOR = Operands.VECTOR.rows();
    private static final int ROWS = 7;

    private static View rows(Operands given, int n) {
        double[] row = given.random().doubles(n, -4, 4).toArray();
        double[] all = new double[ROWS * n];
        Arrays.setAll(all, i -> row[i % n]);
        return given.of(DType.F32, all, ROWS, n);
    }

    private static void assertEqualRows(Operands given, View result) {
        double[] all = given.read(result);
        int n = all.length / ROWS;
        double[] first = Arrays.copyOf(all, n);
        for (int r = 1; r < ROWS; r++) {
            assertThat(Arrays.copyOfRange(all, r * n, (r + 1) * n))
                    .as("row %d", r)
                    .containsExactly(first);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33, 64, 80, 96, 128, 512, 1000, 2048, 4096, 5000})
    void softmax_and_its_gradient(int n) {
        try (Operands given = new Operands(n)) {
            View y = given.result(ROWS, n);
            VECTOR.softmax(rows(given, n), y);
            assertEqualRows(given, y);
            View dx = given.result(ROWS, n);
            VECTOR.softmaxGradient(y, rows(given, n), dx);
            assertEqualRows(given, dx);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33, 64, 80, 96, 128, 512, 1000, 2048, 4096, 5000})
    void norms_and_their_gradients(int n) {
        try (Operands given = new Operands(n)) {
            Norm norm = new Norm(rows(given, n), given.floats(n), 1e-5);
            View g = rows(given, n);
            View y = given.result(ROWS, n);
            View scale = given.result(ROWS);
            NormGradient gradient = new NormGradient(given.result(ROWS, n), given.result(n));
            VECTOR.rmsNorm(norm, y, scale);
            VECTOR.rmsNormGradient(norm, scale, g, gradient);
            assertEqualRows(given, y);
            assertEqualRows(given, gradient.dx());

            View statistics = given.result(ROWS, 2);
            VECTOR.layerNorm(norm, given.floats(n), y, statistics);
            VECTOR.layerNormGradient(norm, statistics, g, gradient);
            assertEqualRows(given, y);
            assertEqualRows(given, statistics);
            assertEqualRows(given, gradient.dx());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 33, 64, 512, 10_000})
    void cross_entropy_and_its_gradient(int n) {
        try (Operands given = new Operands(n)) {
            CrossEntropy operands =
                    new CrossEntropy(rows(given, n), given.of(DType.I32, new double[ROWS], ROWS), -1, 1e-4);
            View loss = given.result(ROWS);
            View logSumExp = given.result(ROWS);
            VECTOR.crossEntropy(operands, loss, logSumExp);
            assertEqualRows(given, loss);
            View dx = given.result(ROWS, n);
            double[] ones = new double[ROWS];
            Arrays.fill(ones, 1);
            VECTOR.crossEntropyGradient(operands, logSumExp, given.of(DType.F32, ones, ROWS), dx);
            assertEqualRows(given, dx);
        }
    }
}

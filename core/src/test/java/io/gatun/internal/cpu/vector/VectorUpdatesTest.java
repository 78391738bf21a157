package io.gatun.internal.cpu.vector;

import io.gatun.kernel.Updates;
import io.gatun.kernel.Updates.Adafactor;
import io.gatun.kernel.Updates.AdafactorConstants;
import io.gatun.kernel.Updates.Adam;
import io.gatun.kernel.Updates.AdamConstants;
import io.gatun.kernel.Updates.Sgd;
import io.gatun.kernel.Updates.Target;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorUpdatesTest {

    private static final Updates REFERENCE = Operands.REFERENCE.updates();
    private static final Updates VECTOR = Operands.VECTOR.updates();

    @ParameterizedTest
    @ValueSource(ints = {1, 17, 1000, 40_000})
    void descent_and_adam_agree_over_several_steps(int n) {
        try (Operands given = new Operands(n)) {
            View w = given.floats(n);
            View expected = given.copy(w);
            View velocity = given.random(DType.F32, _ -> 0, n);
            View expectedVelocity = given.copy(velocity);
            View second = given.random(DType.F32, v -> 0.1 + v * v, n);
            View expectedSecond = given.copy(second);
            for (int step = 1; step <= 3; step++) {
                View g = given.floats(n);
                View rate = given.of(DType.F64, new double[] {0.1}, 1);
                VECTOR.sgd(List.of(new Sgd(new Target(w, g), null, 0.01)), rate, 0);
                REFERENCE.sgd(List.of(new Sgd(new Target(expected, g), null, 0.01)), rate, 0);
                VECTOR.sgd(List.of(new Sgd(new Target(w, g), velocity, 0.01)), rate, 0.9);
                REFERENCE.sgd(List.of(new Sgd(new Target(expected, g), expectedVelocity, 0.01)), rate, 0.9);
                given.assertClose(w, expected, 1e-6);
                given.assertClose(velocity, expectedVelocity, 1e-6);
            }
            for (int step = 1; step <= 3; step++) {
                View g = given.floats(n);
                AdamConstants constants = new AdamConstants(0.9, 0.999, 1e-8);
                double[] numbers = {1e-2, 1 - Math.pow(0.9, step), 1 - Math.pow(0.999, step)};
                View at = given.of(DType.F64, numbers, 3);
                VECTOR.adam(List.of(new Adam(new Target(w, g), velocity, second, 0.02, 0.1)), at, constants);
                REFERENCE.adam(
                        List.of(new Adam(new Target(expected, g), expectedVelocity, expectedSecond, 0.02, 0.1)),
                        at,
                        constants);
                given.assertClose(w, expected, 1e-5);
                given.assertClose(velocity, expectedVelocity, 1e-6);
                given.assertClose(second, expectedSecond, 1e-6);
            }
        }
    }

    @Test
    void adafactor_agrees_over_several_steps() {
        for (int[] shape : List.of(new int[] {1, 1}, new int[] {5, 7}, new int[] {3, 40, 33}, new int[] {200, 64})) {
            try (Operands given = new Operands(9)) {
                int rank = shape.length;
                int[] rows = java.util.Arrays.copyOf(shape, rank - 1);
                int[] columns = rows.clone();
                columns[rank - 2] = shape[rank - 1];
                View w = given.floats(shape);
                View expected = given.copy(w);
                View row = given.random(DType.F32, _ -> 0, rows);
                View expectedRow = given.copy(row);
                View column = given.random(DType.F32, _ -> 0, columns);
                View expectedColumn = given.copy(column);
                View second = given.random(DType.F32, _ -> 0, shape);
                View expectedSecond = given.copy(second);
                for (int step = 1; step <= 3; step++) {
                    View g = given.random(DType.F32, v -> v * 1e-2, shape);
                    AdafactorConstants c = new AdafactorConstants(1e-30, 1e-3, 1, step != 2);
                    View at = given.of(DType.F64, new double[] {1e-2, 1 - Math.pow(step, -0.8)}, 2);
                    VECTOR.adafactor(List.of(new Adafactor(new Target(w, g), row, column)), at, c);
                    REFERENCE.adafactor(
                            List.of(new Adafactor(new Target(expected, g), expectedRow, expectedColumn)), at, c);
                    given.assertClose(w, expected, 2e-6);
                    given.assertClose(row, expectedRow, 1e-6);
                    given.assertClose(column, expectedColumn, 1e-6);

                    VECTOR.adafactor(List.of(new Adafactor(new Target(w, g), second, null)), at, c);
                    REFERENCE.adafactor(List.of(new Adafactor(new Target(expected, g), expectedSecond, null)), at, c);
                    given.assertClose(w, expected, 4e-6);
                    given.assertClose(second, expectedSecond, 1e-6);
                }
            }
        }
    }
}

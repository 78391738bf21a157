package io.gatun.internal.cpu.vector;

import io.gatun.kernel.Randoms;
import io.gatun.kernel.View;
import io.gatun.tensor.RandomKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorRandomsTest {

    private static final Randoms REFERENCE = Operands.REFERENCE.randoms();
    private static final Randoms VECTOR = Operands.VECTOR.randoms();

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "7, 1, 2", "100, -1, -1", "1025, 123456789012, 3", "9000, 5, 987654321987"})
    void numbers_are_those_of_the_definition(int n, long seed, long stream) {
        RandomKey key = new RandomKey(seed, stream);
        try (Operands given = new Operands(n)) {
            View y = given.result(n);
            View expected = given.result(n);
            VECTOR.uniform(key, y);
            REFERENCE.uniform(key, expected);
            given.assertClose(y, expected, 0);

            VECTOR.normal(key, y);
            REFERENCE.normal(key, expected);
            given.assertClose(y, expected, 3e-6);

            View x = given.floats(n);
            for (double p : new double[] {0, 0.1, 0.5, 0.999}) {
                VECTOR.dropout(key, p, x, y);
                REFERENCE.dropout(key, p, x, expected);
                given.assertClose(y, expected, 1e-6);
            }
        }
    }
}

package io.gatun.internal.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.kernel.Indexing;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorIndexingTest {

    private static final Indexing REFERENCE = Operands.REFERENCE.indexing();
    private static final Indexing VECTOR = Operands.VECTOR.indexing();

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 0, 7", "5, 9, 0", "7, 100, 33", "300, 40, 64", "3, 2000, 130", "9000, 70, 65"})
    void rows_are_taken_and_added(int n, int m, int d) {
        try (Operands given = new Operands(1)) {
            View table = given.floats(n, d);
            View ids = given.ids(n, m);
            View y = given.result(m, d);
            View expected = given.result(m, d);
            VECTOR.takeRows(table, ids, y);
            REFERENCE.takeRows(table, ids, expected);
            given.assertClose(y, expected, 0);

            View x = given.floats(m, d);
            View sums = given.result(n, d);
            View right = given.result(n, d);
            VECTOR.addRows(x, ids, sums);
            REFERENCE.addRows(x, ids, right);
            given.assertClose(sums, right, 1e-5);

            View bytes = given.random(DType.I8, v -> 40 * v, n, d);
            View taken = given.result(DType.I8, m, d);
            VECTOR.takeRows(bytes, ids, taken);
            View right8 = given.result(DType.I8, m, d);
            REFERENCE.takeRows(bytes, ids, right8);
            given.assertClose(taken, right8, 0);

            View halves = given.random(DType.BF16, v -> v, n, d);
            VECTOR.takeRows(halves, ids, y);
            REFERENCE.takeRows(halves, ids, expected);
            given.assertClose(y, expected, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "3, 5, 4, 1", "2, 7, 20, 3", "1, 9, 2, 40", "4, 3, 0, 2"})
    void elements_are_gathered_and_scattered(int outer, int n, int m, int inner) {
        try (Operands given = new Operands(2)) {
            View x = given.floats(outer, n, inner);
            View index = given.ids(n, outer, m, inner);
            View y = given.result(outer, m, inner);
            View expected = given.result(outer, m, inner);
            VECTOR.gather(x, index, y);
            REFERENCE.gather(x, index, expected);
            given.assertClose(y, expected, 0);

            View values = given.floats(outer, m, inner);
            View sums = given.result(outer, n, inner);
            View right = given.result(outer, n, inner);
            VECTOR.scatterAdd(values, index, sums);
            REFERENCE.scatterAdd(values, index, right);
            given.assertClose(sums, right, 1e-6);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1", "5"})
    void an_index_out_of_range_is_named_before_anything_is_written(int wrong) {
        try (Operands given = new Operands(3)) {
            double[] ids = new double[40];
            ids[37] = wrong;
            View index = given.of(DType.I32, ids, 40);
            View y = given.result(40, 3);
            double[] before = given.read(y);

            assertThatThrownBy(() -> VECTOR.takeRows(given.floats(5, 3), index, y))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("index " + wrong + " at position 37");
            assertThat(given.read(y)).isEqualTo(before);
        }
    }

    @Test
    void rows_of_integers_are_taken() {
        try (Operands given = new Operands(4)) {
            View table = given.ids(1000, 10, 3);
            View ids = given.ids(10, 20);
            View y = given.result(DType.I32, 20, 3);
            View expected = given.result(DType.I32, 20, 3);
            VECTOR.takeRows(table, ids, y);
            REFERENCE.takeRows(table, ids, expected);
            given.assertClose(y, expected, 0);
        }
    }
}

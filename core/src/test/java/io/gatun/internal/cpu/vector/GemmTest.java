package io.gatun.internal.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Products;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GemmTest {

    /// Vectors wider than the processor's are computed lane by lane, a thousand times slower.
    private static final int SCALE = Lanes.W > jdk.incubator.vector.FloatVector.SPECIES_PREFERRED.length() ? 8 : 1;

    private final int before = Parallel.threads();

    @AfterEach
    void restore_the_number_of_threads() {
        Parallel.threads(before);
    }

    private static void product_agrees(Operands o, View a, View b) {
        View c = nans(o, a, b);
        View expected = o.copy(c);
        Operands.VECTOR.products().matmul(a, b, c);
        Operands.REFERENCE.products().matmul(a, b, expected);
        o.assertClose(c, expected, 1e-6 * (8 + Math.sqrt(a.dim(-1)) * 2));
    }

    private static View nans(Operands o, View a, View b) {
        int[] shape = a.shape().toArray();
        shape[shape.length - 1] = b.dim(-1);
        double[] nans = new double[Math.toIntExact(Shape.of(shape).size())];
        Arrays.fill(nans, Double.NaN);
        return o.of(DType.F32, nans, shape);
    }

    /// A matrix with `gap` elements behind each row or, if transposed, each column.
    private static View matrix(Operands o, int rows, int columns, int layout) {
        int gap = layout / 2 * 3;
        if (layout % 2 == 0) {
            View wide = o.floats(rows, columns + gap);
            return new View(wide.address(), DType.F32, Shape.of(rows, columns), new long[] {columns + gap, 1});
        }
        View wide = o.floats(columns, rows + gap);
        return new View(wide.address(), DType.F32, Shape.of(rows, columns), new long[] {1, rows + gap});
    }

    @Test
    void products_of_any_size_and_layout_agree_with_the_reference_kernels() {
        for (int i = 0; i < 300 / SCALE; i++) {
            try (Operands o = new Operands(i)) {
                int m = extent(o.random());
                int n = extent(o.random());
                int k = extent(o.random());
                product_agrees(
                        o,
                        matrix(o, m, k, o.random().nextInt(4)),
                        matrix(o, k, n, o.random().nextInt(4)));
            }
        }
    }

    @Test
    void a_weight_of_bfloat16_is_read_as_it_is() {
        for (int i = 0; i < 60 / SCALE; i++) {
            try (Operands o = new Operands(i)) {
                int m = 1 + o.random().nextInt(Products.FEW_ROWS);
                int n = extent(o.random());
                int k = i == 0 ? 0 : extent(o.random());
                int gap = i % 3;
                View weight = o.random(DType.BF16, v -> v, n, k + gap);
                View b = new View(weight.address(), DType.BF16, Shape.of(k, n), new long[] {1, k + gap});
                product_agrees(o, o.floats(m, k), b);
            }
        }
    }

    @Test
    void a_weight_of_bytes_is_read_as_it_is_and_its_rows_are_scaled() {
        for (int i = 0; i < 120 / SCALE; i++) {
            try (Operands o = new Operands(i)) {
                int m = i % 3 == 0 ? 1 : 1 + o.random().nextInt(Products.FEW_ROWS + 4);
                int n = extent(o.random());
                int k = i == 0 ? 0 : extent(o.random());
                View a = o.floats(m, k);
                View b = o.random(DType.I8, v -> 60 * v, n, k); // some saturate
                View scales = o.random(DType.F32, v -> 0.01 + v * v / 100, n);
                View c = o.result(m, n);
                View expected = o.result(m, n);
                Operands.VECTOR.products().matmulScaled(a, b, scales, c);
                Operands.REFERENCE.products().matmulScaled(a, b, scales, expected);
                o.assertClose(c, expected, 1e-5 * (8 + Math.sqrt(k)));
            }
        }
    }

    private static int extent(Random random) {
        return 1 + random.nextInt(new int[] {8, 40, 70, 150}[random.nextInt(4)]);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "1,0", "1,1"})
    void sums_longer_than_a_block_and_results_wider_than_one_agree(int layoutA, int layoutB) {
        int depth = 2 * GemmBlocks.K / SCALE + 37;
        int columns = GemmBlocks.N / SCALE + 5;
        try (Operands o = new Operands(1)) {
            product_agrees(o, matrix(o, 14, depth, layoutA), matrix(o, depth, 35, layoutB));
            product_agrees(o, matrix(o, 3, depth, layoutA), matrix(o, depth, 18, layoutB));
            product_agrees(o, matrix(o, 19, 9, layoutA), matrix(o, 9, columns, layoutB));
            product_agrees(o, matrix(o, GemmBlocks.LEFT / 70 / SCALE + 7, 70, layoutA), matrix(o, 70, 65, layoutB));
        }
    }

    @ParameterizedTest
    @CsvSource({"2,300", "4,256", "7,301", "16,320"}) // rows, terms of each sum
    void few_rows_and_a_weight_that_no_near_cache_holds_agree(int m, int k) {
        try (Operands o = new Operands(m)) {
            View weight = o.floats(523, k);
            View b = new View(weight.address(), DType.F32, Shape.of(k, 523), new long[] {1, k});
            product_agrees(o, o.floats(m, k), b);
        }
    }

    @Test
    void batches_with_gaps_permuted_axes_and_shared_operands_agree() {
        try (Operands o = new Operands(2)) {
            View heads = o.floats(2, 7, 3, 20); // [batch, time, heads, width] as attention splits it
            View q = new View(heads.address(), DType.F32, Shape.of(2, 3, 7, 20), new long[] {420, 20, 60, 1});
            View kT = new View(heads.address(), DType.F32, Shape.of(2, 3, 20, 7), new long[] {420, 20, 1, 60});
            product_agrees(o, q, kT);
            View weights = o.floats(20, 33);
            View shared = new View(weights.address(), DType.F32, Shape.of(2, 3, 20, 33), new long[] {0, 0, 33, 1});
            product_agrees(o, q, shared);
            View once = new View(heads.address(), DType.F32, Shape.of(2, 3, 7, 20), new long[] {0, 20, 60, 1});
            product_agrees(o, once, kT);
        }
    }

    @Test
    void a_repeated_row_or_column_is_an_operand_like_any_other() {
        try (Operands o = new Operands(3)) {
            View x = o.floats(40);
            View rows = new View(x.address(), DType.F32, Shape.of(30, 40), new long[] {0, 1});
            View columns = new View(x.address(), DType.F32, Shape.of(40, 30), new long[] {1, 0});
            product_agrees(o, rows, columns);
            product_agrees(o, rows, matrix(o, 40, 33, 0));
            View constant = new View(x.address(), DType.F32, Shape.of(30, 40), new long[] {0, 0});
            product_agrees(o, constant, matrix(o, 40, 33, 0));
        }
    }

    @Test
    void no_terms_give_zeros_and_no_rows_or_columns_nothing() {
        try (Operands o = new Operands(4)) {
            View a = o.floats(2, 3, 0);
            View b = o.floats(2, 0, 5);
            View c = nans(o, a, b);
            Operands.VECTOR.products().matmul(a, b, c);
            assertThat(o.read(c)).containsOnly(0.0);
            Operands.VECTOR.products().matmul(o.floats(0, 3), o.floats(3, 5), o.result(0, 5));
            Operands.VECTOR.products().matmul(o.floats(4, 3), o.floats(3, 0), o.result(4, 0));
        }
    }

    @Test
    void infinities_and_nan_reach_the_elements_they_belong_to_and_no_others() {
        for (int layout = 0; layout < 2; layout++) {
            try (Operands o = new Operands(5)) {
                View a = matrix(o, 21, 45, 0);
                View b = matrix(o, 45, 37, layout);
                View column = b.slice(1, 36, 1);
                Operands.REFERENCE
                        .elementwise()
                        .copy(
                                new View(
                                        o.of(DType.F32, new double[] {Double.NaN}, 1)
                                                .address(),
                                        DType.F32,
                                        column.shape(),
                                        new long[] {0, 0}),
                                column);
                product_agrees(o, a, b);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"150,130,90,0,0", "150,130,90,0,1", "150,130,90,1,0", "5,700,300,0,1", "5,700,300,0,0", "64,64,700,1,0"
    })
    void bits_do_not_depend_on_the_number_of_threads(int m, int n, int k, int layoutA, int layoutB) {
        try (Operands o = new Operands(6)) {
            View a = matrix(o, m, k / SCALE, layoutA);
            View b = matrix(o, k / SCALE, n, layoutB);
            double[] first = null;
            for (int threads : new int[] {1, 2, 3, 8}) {
                Parallel.threads(threads);
                View c = nans(o, a, b);
                Operands.VECTOR.products().matmul(a, b, c);
                if (first == null) {
                    first = o.read(c);
                }
                assertThat(o.read(c)).isEqualTo(first);
            }
        }
    }

    @Test
    void bits_of_a_row_do_not_depend_on_how_many_rows_there_are() {
        try (Operands o = new Operands(7)) {
            View a = matrix(o, 100, 80, 0);
            View b = matrix(o, 80, 50, 0);
            View c = nans(o, a, b);
            Operands.VECTOR.products().matmul(a, b, c);
            for (int rows = 1; rows <= 100; rows += 11) {
                View part = nans(o, a.slice(0, 0, rows), b);
                Operands.VECTOR.products().matmul(a.slice(0, 0, rows), b, part);
                assertThat(o.read(part)).isEqualTo(o.read(c.slice(0, 0, rows)));
            }
        }
    }

    @Test
    void other_types_go_to_the_reference_kernels() {
        try (Operands o = new Operands(8)) {
            View a = o.random(DType.F64, x -> x, 9, 11);
            View b = o.random(DType.F64, x -> x, 11, 10);
            View c = o.result(DType.F64, 9, 10);
            View expected = o.result(DType.F64, 9, 10);
            Operands.VECTOR.products().matmul(a, b, c);
            Operands.REFERENCE.products().matmul(a, b, expected);
            assertThat(o.read(c)).isEqualTo(o.read(expected));
        }
    }
}

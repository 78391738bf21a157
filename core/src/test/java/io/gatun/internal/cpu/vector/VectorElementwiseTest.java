package io.gatun.internal.cpu.vector;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.kernel.Elementwise;
import io.gatun.kernel.View;
import io.gatun.op.*;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorElementwiseTest {

    private static final Elementwise REFERENCE = Operands.REFERENCE.elementwise();
    private static final Elementwise VECTOR = Operands.VECTOR.elementwise();
    private static final int[] SIZES = {0, 1, 3, 7, 8, 15, 16, 17, 31, 33, 64, 100, 1023, 1024, 1025, 3000};

    static Stream<Unary> unary() {
        return Stream.of(
                new Abs(),
                new Ceil(),
                new Cos(),
                new Erf(),
                new Exp(),
                new Expm1(),
                new Floor(),
                new Gelu(),
                new GeluTanh(),
                new Log(),
                new Log1p(),
                new Neg(),
                new Reciprocal(),
                new Relu(),
                new Rsqrt(),
                new Sigmoid(),
                new Sign(),
                new Silu(),
                new Sin(),
                new Softplus(),
                new Sqrt(),
                new Square(),
                new Step(),
                new Tanh());
    }

    @ParameterizedTest
    @MethodSource("unary")
    void map_agrees_at_every_size(Unary op) {
        try (Operands given = new Operands(1)) {
            for (int n : SIZES) {
                View x = given.random(DType.F32, v -> Math.rint(v * 4e4) / 1e4, n);
                View y = given.result(n);
                View expected = given.result(n);
                VECTOR.map(op, x, y);
                REFERENCE.map(op, x, expected);
                given.assertClose(y, expected, 3e-6);
            }
        }
    }

    static Stream<Binary> binary() {
        return Stream.of(new Add(), new Sub(), new Mul(), new Div(), new Maximum(), new Minimum(), new Pow());
    }

    /// Returns views of one shape: contiguous, broadcast in each way, transposed, every second element.
    static List<View> views(Operands given, int rows, int columns) {
        Shape shape = Shape.of(rows, columns);
        View transposed = given.floats(columns, rows);
        View wide = given.floats(rows, 2 * columns + 1);
        return List.of(
                given.floats(rows, columns),
                given.floats().broadcastTo(shape),
                given.floats(columns).broadcastTo(shape),
                given.floats(rows, 1).broadcastTo(shape),
                new View(transposed.address(), DType.F32, shape, new long[] {1, rows}),
                new View(wide.address(), DType.F32, shape, new long[] {2 * columns + 1, 2}),
                new View(wide.address() + 4, DType.F32, shape, new long[] {2 * columns + 1, 1}));
    }

    @ParameterizedTest
    @MethodSource("binary")
    void zip_agrees_for_any_strides(Binary op) {
        try (Operands given = new Operands(2)) {
            for (int[] shape : List.of(new int[] {5, 7}, new int[] {3, 1100}, new int[] {17, 64}, new int[] {1, 33})) {
                View expected = given.result(shape);
                for (View a : views(given, shape[0], shape[1])) {
                    for (View b : views(given, shape[0], shape[1])) {
                        View y = given.result(shape);
                        VECTOR.zip(op, a, b, y);
                        REFERENCE.zip(op, a, b, expected);
                        given.assertClose(y, expected, 1e-6);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void compare_agrees_for_any_strides(Comparison op) {
        try (Operands given = new Operands(3)) {
            for (int[] shape : List.of(new int[] {5, 7}, new int[] {3, 1100}, new int[] {1, 33})) {
                View expected = given.result(DType.BOOL, shape);
                List<View> as = views(given, shape[0], shape[1]);
                for (View a : as) {
                    for (View b : List.of(as.get(0), as.get(1), as.get(4))) {
                        View y = given.result(DType.BOOL, shape);
                        VECTOR.compare(op, a, b, y);
                        REFERENCE.compare(op, a, b, expected);
                        given.assertClose(y, expected, 0);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void comparisons_with_nan_follow_ieee_754(Comparison op) {
        double[] values = {Double.NaN, 0, -0.0, 1, Double.POSITIVE_INFINITY, Double.NaN, Double.NEGATIVE_INFINITY, 2};
        try (Operands given = new Operands(4)) {
            int n = values.length;
            View a = given.of(DType.F32, values, n, 1).broadcastTo(Shape.of(n, n));
            View b = given.of(DType.F32, values, n).broadcastTo(Shape.of(n, n));
            View y = given.result(DType.BOOL, n, n);
            View expected = given.result(DType.BOOL, n, n);
            VECTOR.compare(op, a, b, y);
            REFERENCE.compare(op, a, b, expected);
            given.assertClose(y, expected, 0);
        }
    }

    @Test
    void where_agrees_for_any_strides_of_floats_and_ints() {
        try (Operands given = new Operands(5)) {
            for (int[] shape : List.of(new int[] {5, 7}, new int[] {3, 1100}, new int[] {1, 33})) {
                Shape s = Shape.of(shape);
                View mask = given.random(DType.BOOL, x -> x > 0 ? 1 : 0, shape);
                View column = given.random(DType.BOOL, x -> x > 0 ? 1 : 0, shape[0], 1);
                View expected = given.result(shape);
                View y = given.result(shape);
                for (View a : views(given, shape[0], shape[1])) {
                    for (View condition : List.of(mask, column.broadcastTo(s))) {
                        View b = given.floats(1).broadcastTo(s);
                        VECTOR.where(condition, a, b, y);
                        REFERENCE.where(condition, a, b, expected);
                        given.assertClose(y, expected, 0);
                    }
                }
                View ints = given.ids(99, shape);
                View more = given.ids(99, shape);
                View chosen = given.result(DType.I32, shape);
                View right = given.result(DType.I32, shape);
                VECTOR.where(mask, ints, more, chosen);
                REFERENCE.where(mask, ints, more, right);
                given.assertClose(chosen, right, 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 45, 70})
    void copy_agrees_between_any_strides_and_types(int n) {
        List<DType> types = List.of(DType.values());
        try (Operands given = new Operands(6)) {
            for (DType from : types) {
                for (DType to : types) {
                    View x = given.random(from, v -> Math.abs(v * 20), n, 3, n);
                    for (int[] order : List.of(new int[] {0, 1, 2}, new int[] {2, 1, 0}, new int[] {1, 0, 2})) {
                        View source = permuted(x, order);
                        View y = given.result(to, source.shape().toArray());
                        View expected = given.result(to, source.shape().toArray());
                        VECTOR.copy(source, y);
                        REFERENCE.copy(source, expected);
                        given.assertClose(y, expected, 0);
                    }
                }
            }
        }
    }

    private static View permuted(View x, int... order) {
        int[] shape = new int[order.length];
        long[] strides = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            shape[i] = x.dim(order[i]);
            strides[i] = x.stride(order[i]);
        }
        return new View(x.address(), x.dtype(), Shape.of(shape), strides);
    }

    @Test
    void copy_writes_between_strides_without_touching_what_lies_between() {
        try (Operands given = new Operands(7)) {
            View x = given.floats(20, 19);
            View y = given.floats(20, 40);
            View expected = given.copy(y);
            VECTOR.copy(x, y.slice(1, 3, 19));
            REFERENCE.copy(x, expected.slice(1, 3, 19));
            given.assertClose(y, expected, 0);

            VECTOR.fill(y.slice(1, 5, 21), 2.5);
            REFERENCE.fill(expected.slice(1, 5, 21), 2.5);
            given.assertClose(y, expected, 0);
        }
    }

    @Test
    void bfloat16_rounds_to_nearest_even_and_keeps_nan() {
        double[] hard = {
            0,
            -0.0,
            1,
            1 + 0x1p-8,
            1 + 0x1p-8 + 0x1p-20,
            1 + 3 * 0x1p-8,
            3.3e38,
            3.4e38,
            1e-40,
            -1e-45,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -1.00390625,
            65280,
            65281,
            65408
        };
        try (Operands given = new Operands(8)) {
            View x = given.of(DType.F32, hard, hard.length);
            View y = given.result(DType.BF16, hard.length);
            View expected = given.result(DType.BF16, hard.length);
            VECTOR.copy(x, y);
            REFERENCE.copy(x, expected);
            given.assertClose(y, expected, 0);
        }
    }

    @Test
    void an_op_with_components_is_refused() {
        record Shift(double by) implements Unary {
            @Override
            public double scalar(double x) {
                return x + by;
            }

            @Override
            public FloatVector lanes(FloatVector x) {
                return x.add((float) by);
            }

            @Override
            public String cuda() {
                return "x";
            }

            @Override
            public Tensor gradient(Tensor g, Tensor x, Tensor y) {
                return g;
            }
        }

        try (Operands given = new Operands(9)) {
            View x = given.floats(4);

            assertThatThrownBy(() -> VECTOR.map(new Shift(1), x, x))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Shift")
                    .hasMessageContaining("without components");
        }
    }
}

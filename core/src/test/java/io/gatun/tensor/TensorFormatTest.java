package io.gatun.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TensorFormatTest {

    @Test
    void a_scalar_stands_alone() {
        assertThat(Tensor.scalar(1.5)).hasToString("Tensor(1.5, f32[])");
        assertThat(Tensor.scalar(-2)).hasToString("Tensor(-2., f32[])");
    }

    @Test
    void columns_are_aligned_at_the_point() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1, -0.5f, 1 / 3f, 12);

        assertThat(x).hasToString("""
                Tensor([[ 1.    , -0.5   ],
                        [ 0.3333, 12.    ]], f32[2, 2])""");
    }

    @Test
    void matrices_of_a_batch_are_an_empty_line_apart() {
        Tensor x = Tensor.ofInts(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, -8);

        assertThat(x).hasToString("""
                Tensor([[[ 1,  2],
                         [ 3,  4]],

                        [[ 5,  6],
                         [ 7, -8]]], i32[2, 2, 2])""");
    }

    @Test
    void numbers_far_apart_are_in_scientific_notation() {
        assertThat(Tensor.of(1e-7f, 1)).hasToString("Tensor([1.0000e-07, 1.0000e+00], f32[2])");
        assertThat(Tensor.of(123456, 1)).hasToString("Tensor([1.2346e+05, 1.0000e+00], f32[2])");
    }

    @Test
    void nan_and_infinities_have_names() {
        assertThat(Tensor.of(Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0))
                .hasToString("Tensor([ nan, -inf,  inf,   0.], f32[4])");
    }

    @Test
    void truth_values_are_words() {
        assertThat(Tensor.ofBooleans(Shape.of(2), true, false)).hasToString("Tensor([ true, false], bool[2])");
    }

    @Test
    void an_empty_tensor_shows_its_shape() {
        assertThat(Tensor.zeros(3, 0)).hasToString("Tensor([], f32[3, 0])");
    }

    @Test
    void a_long_axis_shows_its_ends() {
        assertThat(Tensor.arange(DType.I32, 2000))
                .hasToString("Tensor([   0,    1,    2, ..., 1997, 1998, 1999], i32[2000])");
        assertThat(Tensor.zeros(100, 100).toString().lines())
                .hasSize(7)
                .element(3)
                .isEqualTo("        ...,");
    }

    @Test
    void a_long_row_is_broken() {
        String text = Tensor.arange(DType.I32, 40).toString();

        assertThat(text.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.length()).isLessThan(100));
        assertThat(text).contains(",\n        ");
    }

    @Test
    void a_view_is_printed_as_it_is_seen() {
        assertThat(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4).transpose()).hasToString("""
                Tensor([[1., 3.],
                        [2., 4.]], f32[2, 2])""");
    }

    @Test
    void a_freed_tensor_says_so() {
        Tensor freed = Memory.scope(() -> Tensor.ones(2));

        assertThat(freed).hasToString("Tensor(freed, f32[2])");
    }
}

package io.gatun.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizedMatrixTest {

    private static final Tensor MATRIX = Tensor.normal(Generator.seeded(1), 37, 100);
    private static final QuantizedMatrix QUANTIZED = QuantizedMatrix.of(MATRIX);

    @Test
    void no_number_is_off_by_more_than_half_a_scale() {
        Tensor off = QUANTIZED.dequantized().sub(MATRIX).abs();

        Tensor most = off.div(QUANTIZED.scales().unsqueeze(1)).max();

        assertThat(most.item()).isBetween(0.4, 0.5001);
    }

    @Test
    void the_largest_number_of_a_row_becomes_127() {
        assertThat(QUANTIZED.values().to(DType.I32).to(DType.F32).abs().max(1).toArray())
                .containsOnly(127);
        assertThat(QuantizedMatrix.of(Tensor.of(Shape.of(1, 3), 1, -2, 0.5f))
                        .values()
                        .toInts())
                .containsExactly(64, -127, 32);
    }

    @Test
    void a_row_of_zeros_stays_one() {
        QuantizedMatrix zeros = QuantizedMatrix.of(Tensor.zeros(2, 3));

        assertThat(zeros.dequantized().toArray()).containsOnly(0);
        assertThat(zeros.product(Tensor.ones(1, 3)).toArray()).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16, 17, 40})
    void a_product_is_that_of_the_dequantized_matrix(int rows) {
        Tensor x = Tensor.normal(Generator.seeded(2), rows, 100);

        Tensor y = QUANTIZED.product(x);

        Tensor expected = x.matmul(QUANTIZED.dequantized().transpose());
        assertThat(y.shape()).isEqualTo(Shape.of(rows, 37));
        assertThat(y.sub(expected).abs().max().item()).isCloseTo(0, within(2e-5));
    }

    @Test
    void leading_axes_and_the_type_of_activations_are_kept() {
        Tensor x = Tensor.normal(Generator.seeded(3), 2, 3, 100);

        assertThat(QUANTIZED.product(x).shape()).isEqualTo(Shape.of(2, 3, 37));
        assertThat(QUANTIZED.product(x.to(DType.BF16)).dtype()).isEqualTo(DType.BF16);
        assertThat(QUANTIZED.product(x.to(DType.F64)).dtype()).isEqualTo(DType.F64);
    }

    @Test
    void rows_are_taken_by_their_ids() {
        Tensor ids = Tensor.ofInts(Shape.of(2, 2), 0, 36, 5, 5);

        Tensor taken = QUANTIZED.take(ids);

        assertThat(taken.shape()).isEqualTo(Shape.of(2, 2, 100));
        assertThat(taken.slice(0, 0, 1).slice(1, 1, 2).toArray())
                .containsExactly(QUANTIZED.dequantized().slice(0, 36, 37).toArray());
    }

    @Test
    void mistakes_are_named() {
        assertThatThrownBy(() -> QuantizedMatrix.of(Tensor.ones(3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("expected a matrix [n, k], got [3]");
        assertThatThrownBy(() -> QUANTIZED.product(Tensor.ones(2, 99)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[37, 100]");
        assertThatThrownBy(() -> new QuantizedMatrix(MATRIX, MATRIX))
                .isInstanceOf(DTypeException.class)
                .hasMessageContaining("values of i8 and scales of f32");
        assertThatThrownBy(() -> QuantizedMatrix.of(Tensor.of(Shape.of(1, 2), 1, Float.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
    }
}

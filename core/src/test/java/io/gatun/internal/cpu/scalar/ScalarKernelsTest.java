package io.gatun.internal.cpu.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import io.gatun.tensor.TopKResult;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Small numbers worked out by hand: these kernels are what all others are compared with.
class ScalarKernelsTest {

    private static <T> T scalar(Supplier<T> work) {
        return Ops.with(new ScalarKernels(), work);
    }

    private static Tensor matrix(int rows, int columns, float... values) {
        return Tensor.of(Shape.of(rows, columns), values);
    }

    @Test
    void matmul_multiplies() {
        Tensor a = matrix(2, 3, 1, 2, 3, 4, 5, 6);
        Tensor b = matrix(3, 2, 7, 8, 9, 10, 11, 12);

        Tensor c = scalar(() -> a.matmul(b));

        assertThat(c.toArray()).containsExactly(58, 64, 139, 154);
    }

    @Test
    void matmul_reads_transposed_and_broadcast_operands_in_place() {
        Tensor a = matrix(3, 2, 1, 4, 2, 5, 3, 6).transpose();
        Tensor b = matrix(2, 3, 7, 9, 11, 8, 10, 12).transpose();

        Tensor c = scalar(() -> a.unsqueeze(0).matmul(b.expand(Shape.of(2, 3, 2))));

        assertThat(c.toArray()).containsExactly(58, 64, 139, 154, 58, 64, 139, 154);
    }

    @Test
    void a_product_over_no_terms_is_zero() {
        assertThat(scalar(() -> Tensor.zeros(2, 0).matmul(Tensor.zeros(0, 2)).toArray()))
                .containsExactly(0, 0, 0, 0);
    }

    @Test
    void top_k_keeps_index_order_among_equals_and_puts_nan_first() {
        Tensor x = matrix(1, 6, 2, 5, Float.NaN, 5, 1, 5);

        TopKResult top = scalar(() -> x.topK(4));

        assertThat(top.values().toArray()).containsExactly(Float.NaN, 5, 5, 5);
        assertThat(top.indices().toInts()).containsExactly(2, 1, 3, 5);
    }

    @Test
    void arg_max_takes_the_first_of_equals() {
        assertThat(scalar(() -> matrix(2, 3, 1, 3, 3, 0, Float.NaN, 9).argMax(1).toInts()))
                .containsExactly(1, 1);
    }

    @Test
    void log_sum_exp_neither_overflows_nor_invents_nan() {
        float inf = Float.POSITIVE_INFINITY;
        Tensor x = matrix(3, 2, 1000, 1000, -inf, -inf, inf, 0);

        assertThat(scalar(() -> x.logSumExp(1).toArray())).containsExactly((float) (1000 + Math.log(2)), -inf, inf);
        assertThat(scalar(() -> Tensor.zeros(1, 0).logSumExp(1).toArray())).containsExactly(-inf);
    }

    @Test
    void cumulative_sum_runs_along_its_axis() {
        assertThat(scalar(() -> matrix(2, 3, 1, 2, 3, 4, 5, 6).cumulativeSum(0).toArray()))
                .containsExactly(1, 2, 3, 5, 7, 9);
    }

    @Test
    void a_causal_convolution_sees_no_future() {
        Tensor x = Tensor.of(Shape.of(1, 4, 2), 1, 10, 2, 20, 3, 30, 4, 40);
        Tensor w = matrix(2, 2, 0.5f, 1, 0, 1);

        Tensor y = scalar(() -> x.depthwiseConvolution(w, Taps.causal(2, 2)));

        assertThat(y.toArray()).containsExactly(1, 10, 2, 20, 3.5f, 30, 5, 40);
    }

    @Test
    void heads_share_filters_in_blocks_or_interleaved() {
        Tensor x = Tensor.ones(1, 1, 4);
        Tensor w = matrix(2, 1, 1, 2);

        assertThat(scalar(() -> x.depthwiseConvolution(w, new Taps(1, 0, false)).toArray()))
                .containsExactly(1, 1, 2, 2);
        assertThat(scalar(() -> x.depthwiseConvolution(w, new Taps(1, 0, true)).toArray()))
                .containsExactly(1, 2, 1, 2);
    }

    @Test
    void norms_give_rows_of_unit_size() {
        Tensor x = matrix(1, 4, 1, 2, 3, 4);
        Tensor one = Tensor.ones(4);

        float[] rms = scalar(() -> x.rmsNorm(one, 0).toArray());
        float[] layer = scalar(() -> x.layerNorm(one, Tensor.zeros(4), 0).toArray());

        assertThat(rms[0]).isEqualTo((float) (1 / Math.sqrt(7.5)));
        assertThat(layer[3]).isEqualTo((float) (1.5 / Math.sqrt(1.25)));
    }

    @Test
    void cross_entropy_ignores_rows_and_adds_the_z_loss() {
        Tensor x = matrix(2, 3, 1, 2, 3, 9, 9, 9);
        double lse = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3));

        Tensor loss = scalar(() -> x.crossEntropy(Tensor.ofInts(Shape.of(2), 2, -1), -1, 0.5));

        assertThat(loss.toArray()[0]).isCloseTo((float) (lse - 3 + 0.5 * lse * lse), within(1e-6f));
        assertThat(loss.toArray()[1]).isZero();
    }

    @Test
    void a_target_out_of_range_is_named() {
        assertThatThrownBy(() -> scalar(() -> matrix(1, 3, 1, 2, 3).crossEntropy(Tensor.ofInts(Shape.of(1), 3), -1)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage(
                        "crossentropy: target 3 of row 0 is out of range: expected 0 to 2, or -1 to ignore the row");
    }

    @Test
    void an_index_out_of_range_is_named_with_its_position() {
        assertThatThrownBy(() -> scalar(() -> Tensor.zeros(5, 2).take(Tensor.ofInts(Shape.of(2, 2), 0, 4, 5, 1))))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("takerows: index 5 at position 2 of [4] is out of range: expected 0 to 4");
    }

    @Test
    void scatter_add_adds_what_gather_picked() {
        Tensor index = Tensor.ofInts(Shape.of(2, 2), 2, 2, 0, 1);
        Tensor x = matrix(2, 2, 1, 2, 3, 4);

        assertThat(scalar(() -> x.scatterAdd(1, index, 3).toArray())).containsExactly(0, 0, 3, 3, 4, 0);
        assertThat(scalar(() -> matrix(2, 3, 1, 2, 3, 4, 5, 6).gather(1, index).toArray()))
                .containsExactly(3, 3, 4, 5);
    }

    @Test
    void dropout_keeps_the_share_it_should_and_scales_it() {
        Tensor y = scalar(() -> Tensor.ones(20_000).dropout(0.25, Generator.seeded(5)));

        assertThat(y.mean().item()).isBetween(0.98, 1.02);
        assertThat(y.max().item()).isEqualTo((double) (float) (1 / 0.75));
    }

    @Test
    void conversions_truncate_saturate_and_keep_longs() {
        float inf = Float.POSITIVE_INFINITY;
        Tensor x = Tensor.of(-1.9f, 1.9f, 300, -inf, inf, Float.NaN, 0);

        assertThat(scalar(() -> x.to(DType.I32).toInts()))
                .containsExactly(-1, 1, 300, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 0);
        assertThat(scalar(() -> x.to(DType.U8).toInts())).containsExactly(0, 1, 255, 0, 255, 0, 0);
        assertThat(scalar(() -> x.to(DType.BOOL).toBooleans()))
                .containsExactly(true, true, true, true, true, true, false);
    }

    @Test
    void bfloat16_rounds_to_nearest_even() {
        float ulp = 0x1p-7f;
        Tensor x = Tensor.of(1 + ulp / 2, 1 + 3 * ulp / 2, 1 + ulp * 0.51f, Float.MAX_VALUE, Float.NaN, -0f);

        float[] rounded = scalar(() -> x.to(DType.BF16).toArray());

        assertThat(rounded).containsExactly(1, 1 + 2 * ulp, 1 + ulp, Float.POSITIVE_INFINITY, Float.NaN, -0f);
    }
}

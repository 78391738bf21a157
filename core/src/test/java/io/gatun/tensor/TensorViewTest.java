package io.gatun.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.kernel.Dense;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorViewTest {

    private static Tensor counting(int... shape) {
        return Tensor.arange(DType.F32, (int) Shape.of(shape).size()).reshape(shape);
    }

    private static void assertShares(Tensor view, Tensor x) {
        assertThat(Dense.storage(view)).as("the memory of a view").isSameAs(Dense.storage(x));
    }

    @Test
    void rearranging_copies_nothing() {
        Tensor x = counting(2, 3, 4);

        for (Tensor view : List.of(
                x.reshape(6, 4),
                x.flatten(0, 1),
                x.permute(2, 0, 1),
                x.transpose(),
                x.slice(1, 1, 3),
                x.select(0, 1),
                x.unsqueeze(1),
                x.slice(0, 0, 1).squeeze(0),
                x.slice(0, 0, 1).expand(Shape.of(5, 3, 4)),
                x.chunk(2, 2).get(1),
                x.detach())) {
            assertShares(view, x);
        }
    }

    @Test
    void a_slice_of_a_slice_counts_from_the_slice() {
        Tensor x = counting(5, 6).slice(0, 1, 4).slice(1, 2, 6).slice(0, 1, 3).slice(1, 1, 2);

        assertThat(x.shape()).isEqualTo(Shape.of(2, 1));
        assertThat(x.toArray()).containsExactly(15, 21);
    }

    @Test
    void a_permuted_tensor_is_reshaped_without_a_copy_where_strides_allow() {
        Tensor x = counting(2, 3, 4).permute(1, 0, 2); // strides 4, 12, 1

        Tensor split = x.reshape(3, 2, 2, 2);
        assertShares(split, x);
        assertThat(split.select(0, 1).flatten(0, 2).toArray()).containsExactly(4, 5, 6, 7, 16, 17, 18, 19);
    }

    @Test
    void a_permuted_tensor_is_reshaped_with_a_copy_where_strides_do_not_allow() {
        Tensor x = counting(2, 3).transpose();

        Tensor flat = x.reshape(6);

        assertThat(Dense.storage(flat)).isNotSameAs(Dense.storage(x));
        assertThat(flat.toArray()).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void an_expanded_axis_merges_with_no_other_but_reads_the_same() {
        Tensor x = Tensor.of(Shape.of(2, 1), 1, 2).expand(Shape.of(2, 3));

        assertThat(x.reshape(6).toArray()).containsExactly(1, 1, 1, 2, 2, 2);
        assertThat(x.isContiguous()).isFalse();
    }

    @Test
    void writing_through_a_view_is_seen_in_the_whole() {
        Tensor x = Tensor.zeros(3, 4);

        x.transpose().select(0, 2).assign(Tensor.of(1, 2, 3));

        assertThat(x.toArray()).containsExactly(0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0);
    }

    @Test
    void assigning_between_overlapping_views_reads_before_it_writes() {
        Tensor x = Tensor.of(1, 2, 3, 4, 5);

        x.slice(0, 1, 5).assign(x.slice(0, 0, 4));

        assertThat(x.toArray()).containsExactly(1, 1, 2, 3, 4);
    }

    @Test
    void assigning_a_tensor_its_own_transpose_transposes_it() {
        Tensor x = counting(3, 3);

        x.assign(x.transpose());

        assertThat(x.toArray()).containsExactly(0, 3, 6, 1, 4, 7, 2, 5, 8);
    }

    @Test
    void assigning_converts_the_type() {
        Tensor x = Tensor.ofInts(Shape.of(2), 0, 0);

        x.assign(Tensor.of(1.9f, -2.9f));

        assertThat(x.toInts()).containsExactly(1, -2);
    }

    @Test
    void axes_are_counted_from_the_end_too() {
        Tensor x = counting(2, 3, 4);

        assertThat(x.dim(-1)).isEqualTo(4);
        assertThat(x.unsqueeze(-1).shape()).isEqualTo(Shape.of(2, 3, 4, 1));
        assertThat(x.slice(-2, 0, 1).squeeze(-2).shape()).isEqualTo(Shape.of(2, 4));
        assertThat(x.permute(-1, 0, 1).shape()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(x.flatten(-2, -1).shape()).isEqualTo(Shape.of(2, 12));
        assertThat(x.reshape(-1, 6).shape()).isEqualTo(Shape.of(4, 6));
    }

    @Test
    void tensors_without_elements_go_through_everything() {
        Tensor x = Tensor.zeros(3, 0, 2);

        assertThat(x.transpose(0, 1).reshape(0, 6).shape()).isEqualTo(Shape.of(0, 6));
        assertThat(x.exp().add(1).softmax().size()).isZero();
        assertThat(x.sum(1).toArray()).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(x.mean(1).toArray()).containsOnly(Float.NaN);
        assertThat(x.sum().item()).isZero();
        assertThat(Tensor.concat(1, List.of(x, Tensor.ones(3, 1, 2), x)).toArray())
                .containsOnly(1)
                .hasSize(6);
        assertThat(x.pad(1, 1, 0, 2).toArray()).containsOnly(2).hasSize(6);
        assertThat(x.matmul(Tensor.zeros(2, 5)).shape()).isEqualTo(Shape.of(3, 0, 5));
        assertThat(x.argMax(0).shape()).isEqualTo(Shape.of(0, 2));
        assertThat(x.to(DType.BF16).to(DType.I64).copy().size()).isZero();
        assertThat(Tensor.zeros(0, 3).take(Tensor.ofInts(Shape.of(0))).shape()).isEqualTo(Shape.of(0, 3));
    }

    @Test
    void a_bfloat16_survives_the_way_through_float32() {
        float[] values = new float[1 << 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(i << 16);
        }

        float[] back = Tensor.of(values).to(DType.BF16).to(DType.F32).toArray();

        assertThat(back).isEqualTo(values);
    }

    @Test
    void conversions_to_the_own_type_cost_nothing() {
        Tensor x = counting(3);

        assertThat(x.to(DType.F32)).isSameAs(x);
        assertThat(x.to(Device.CPU)).isSameAs(x);
        assertThat(x.contiguous()).isSameAs(x);
        assertThat(x.expand(Shape.of(3))).isSameAs(x);
    }

    @Test
    void one_hot_rows_out_of_range_are_zero() {
        Tensor ids = Tensor.ofInts(Shape.of(3), 1, -1, 2);

        assertThat(ids.oneHot(2).toArray()).containsExactly(0, 1, 0, 0, 0, 0);
    }
}

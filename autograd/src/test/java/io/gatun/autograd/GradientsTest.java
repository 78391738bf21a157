package io.gatun.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientsTest {

    private final Tensor x = Tensor.of(3f, -4f);
    private final Tensor y = Tensor.of(2f, 5f);

    @Test
    void sums_over_every_path_to_a_tensor() {
        Gradients gradients = Gradients.of(() -> x.mul(x).add(x).sum(), x); // x² + x

        assertThat(gradients.get(x).toArray()).containsExactly(7f, -7f); // 2x + 1
        assertThat(gradients.loss().item()).isEqualTo(24);
    }

    @Test
    void gives_each_tensor_its_gradient_in_the_order_asked_for() {
        Gradients gradients = Gradients.of(() -> x.mul(y).sum(), List.of(y, x));
        List<Tensor> order = new ArrayList<>();
        gradients.forEach(entry -> order.add(entry.tensor()));

        assertThat(order).containsExactly(y, x);
        assertThat(gradients.get(x).toArray()).containsExactly(2f, 5f);
        assertThat(gradients.get(y).toArray()).containsExactly(3f, -4f);
    }

    @Test
    void gives_zeros_where_the_loss_does_not_depend() {
        Gradients gradients = Gradients.of(() -> x.square().sum(), x, y);

        assertThat(gradients.get(y).toArray()).containsExactly(0f, 0f);
    }

    @Test
    void attention_in_bfloat16_has_the_gradients_of_float32() {
        Generator generator = Generator.seeded(6);
        Tensor q = Tensor.normal(generator, 2, 9, 2, 16).mul(30).to(DType.BF16); // scores of some hundreds
        Tensor k = Tensor.normal(generator, 2, 9, 2, 16).to(DType.BF16);
        Tensor v = Tensor.normal(generator, 2, 9, 2, 16).to(DType.BF16);
        AttentionOptions options = AttentionOptions.scaled(1);
        Tensor wide = v.to(DType.F32);

        Tensor dv =
                Gradients.of(() -> q.attention(k, v, options).sum(), v).get(v).to(DType.F32);
        Tensor expected = Gradients.of(
                        () -> q.to(DType.F32)
                                .attention(k.to(DType.F32), wide, options)
                                .sum(),
                        wide)
                .get(wide);

        double error =
                dv.sub(expected).square().sum().item() / expected.square().sum().item();
        assertThat(Math.sqrt(error)).isLessThan(0.01);
    }

    @Test
    void products_of_transposed_operands_have_their_gradients() {
        Generator generator = Generator.seeded(5);
        Tensor left = Tensor.normal(generator, 2, 3, 4);
        Tensor right = Tensor.normal(generator, 2, 5, 3);

        GradientCheck.Report matrices = GradientCheck.of(
                in -> in.get(0).transpose().matmul(in.get(1).transpose()).tanh(),
                List.of(left.select(0, 0), right.select(0, 1)));
        GradientCheck.Report batches = GradientCheck.of(
                in -> in.get(0).transpose().matmul(in.get(1).transpose()).tanh(), List.of(left, right));

        assertThat(matrices.reference().error()).isLessThan(1e-7);
        assertThat(matrices.backend().error()).isLessThan(1e-5);
        assertThat(batches.reference().error()).isLessThan(1e-7);
        assertThat(batches.backend().error()).isLessThan(1e-5);
    }

    @Test
    void names_a_tensor_that_was_not_asked_for() {
        Gradients gradients = Gradients.of(() -> x.square().sum(), x);

        assertThatThrownBy(() -> gradients.get(y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f32[2]")
                .hasMessageContaining("Gradients.of");
    }

    @Test
    void refuses_a_loss_that_is_not_one_floating_number() {
        assertThatThrownBy(() -> Gradients.of(() -> x.square(), x))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[2]");
        assertThatThrownBy(() -> Gradients.of(() -> x.argMax(0), x)).isInstanceOf(DTypeException.class);
        assertThatThrownBy(() -> Gradients.of(() -> x.sum(), Tensor.ofInts(Shape.of(1), 1)))
                .isInstanceOf(DTypeException.class);
    }

    @Test
    void takes_a_loss_of_one_element_of_any_rank() {
        Gradients gradients = Gradients.of(() -> x.square().sum().reshape(1, 1), x);

        assertThat(gradients.get(x).toArray()).containsExactly(6f, -8f);
    }

    @Test
    void multiplies_an_upstream_gradient() {
        Gradients gradients = Gradients.vectorJacobian(() -> x.square(), Tensor.of(10f, 100f), List.of(x));

        assertThat(gradients.get(x).toArray()).containsExactly(60f, -800f);
        assertThat(gradients.loss().toArray()).containsExactly(9f, 16f);
        assertThatThrownBy(() -> Gradients.vectorJacobian(() -> x.square(), Tensor.of(1f), List.of(x)))
                .isInstanceOf(ShapeException.class);
    }

    @Test
    void results_share_memory_with_nothing() {
        Tensor v = Tensor.of(1f, 2f);
        Gradients gradients = Gradients.vectorJacobian(() -> x.add(y), v, List.of(x, y));
        gradients.get(x).assign(Tensor.of(0f, 0f));

        assertThat(gradients.get(y).toArray()).containsExactly(1f, 2f);
        assertThat(v.toArray()).containsExactly(1f, 2f);
        assertThat(Gradients.of(() -> x.sum(), x).get(x).isContiguous()).isTrue();
    }

    @Test
    void flows_through_views_of_one_tensor() {
        Tensor m = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

        Gradients gradients = Gradients.of(
                () -> m.transpose()
                        .slice(0, 1, 3)
                        .reshape(4)
                        .square()
                        .sum()
                        .add(m.select(0, 0).sum()),
                m);

        assertThat(gradients.get(m).toArray()).containsExactly(1, 5, 7, 0, 10, 12);
    }

    @Test
    void stops_at_detached_tensors_and_inside_no_grad() {
        Gradients detached = Gradients.of(() -> x.detach().mul(x).sum(), x);
        Gradients hidden =
                Gradients.of(() -> NoGrad.run(() -> x.square()).mul(x).sum(), x);

        assertThat(detached.get(x).toArray()).containsExactly(3f, -4f);
        assertThat(hidden.get(x).toArray()).containsExactly(9f, 16f);
    }

    @Test
    void differentiates_between_floating_types_only() {
        Tensor table = Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        Tensor ids = Tensor.ofInts(Shape.of(4), 2, 0, 2, 1);

        Gradients gradients = Gradients.of(() -> table.take(ids).to(DType.F64).sum(), table);

        assertThat(gradients.get(table).toArray()).containsExactly(1, 1, 1, 1, 2, 2);
        assertThat(gradients.get(table).dtype()).isEqualTo(DType.F32);
    }

    @Test
    void hands_out_what_the_closure_keeps() {
        Memory.scope(() -> {
            List<Tensor> kept = new ArrayList<>();
            Gradients gradients = Gradients.of(
                    () -> {
                        Tensor squares = x.square();
                        kept.add(Memory.keep(squares));
                        return squares.sum();
                    },
                    x);

            assertThat(kept.getFirst().toArray()).containsExactly(9f, 16f);
            assertThat(gradients.get(x).toArray()).containsExactly(6f, -8f);
        });
    }

    @Test
    void names_an_op_that_ran_in_a_scope_that_ended() {
        assertThatThrownBy(() -> Gradients.of(
                        () -> Memory.scope(() -> Memory.keep(x.exp().square())).sum(), x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scope");
    }

    @Test
    void gives_the_same_bits_every_time() {
        Tensor w = Tensor.of(Shape.of(2, 2), .1f, .2f, .3f, .4f);
        float[] first = Gradients.of(() -> loss(w), w).get(w).toArray();

        assertThat(Gradients.of(() -> loss(w), w).get(w).toArray()).isEqualTo(first);
    }

    private Tensor loss(Tensor w) {
        Tensor h = x.unsqueeze(0);
        for (int i = 0; i < 5; i++) {
            h = h.add(h.matmul(w).tanh());
        }
        return h.softmax().log().mean();
    }
}

package io.gatun.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.op.Backward;
import io.gatun.op.Op;
import io.gatun.op.Ops;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientCheckTest {

    private final Tensor x = Tensor.of(Shape.of(2, 3), 0.5f, -1f, 2f, 0.25f, 3f, -0.75f);

    /// A copy whose gradient is wrong in one element.
    private record Wrong() implements Op {

        @Override
        public List<Spec> outputs(List<Spec> in) {
            return in;
        }

        @Override
        public void run(Kernels kernels, List<View> in, List<View> out) {
            kernels.elementwise().copy(in.get(0), out.get(0));
        }

        @Override
        public List<Tensor> gradients(Backward b) {
            Tensor factors = Tensor.of(Shape.of(2, 3), 1, 1, 1, 1, 1.001f, 1).to(b.x().dtype());
            return List.of(b.gradient().mul(factors));
        }
    }

    @Test
    void passes_right_gradients() {
        GradientCheck.Report report =
                GradientCheck.of(in -> in.get(0).tanh().matmul(in.get(1).exp().transpose()), List.of(x, x.mul(0.5)));

        assertThat(report.reference().error()).isLessThan(1e-8);
        assertThat(report.backend().error()).isLessThan(1e-5);
    }

    @Test
    void finds_the_element_whose_gradient_is_wrong() {
        GradientCheck.Report report =
                GradientCheck.of(in -> in.get(0).add(Ops.apply(new Wrong(), in.get(1))), List.of(x, x));

        assertThat(report.reference().operand()).isEqualTo(1);
        assertThat(report.reference().element()).isEqualTo(4);
        assertThat(report.reference().error()).isBetween(1e-4, 1e-3);
        assertThat(report.reference().actual()).isGreaterThan(report.reference().expected());
        assertThat(report.reference()).asString().startsWith("operand 1, element 4: ");
    }

    @Test
    void finds_a_gradient_that_does_not_flow() {
        GradientCheck.Report report = GradientCheck.of(in -> in.get(0).detach().square(), List.of(x));

        assertThat(report.reference().error()).isEqualTo(1);
    }

    @Test
    void counts_what_is_not_finite_as_wrong() {
        GradientCheck.Report report = GradientCheck.of(in -> in.get(0).log(), List.of(x));

        assertThat(report.reference().error()).isInfinite();
    }

    @Test
    void checks_only_the_operands_asked_for() {
        GradientCheck.Report report =
                GradientCheck.of(in -> in.get(0).mul(in.get(1).detach()), List.of(x, x), List.of(0));

        assertThat(report.reference().error()).isLessThan(1e-8);
    }

    @Test
    void refuses_results_without_gradient() {
        assertThatThrownBy(() -> GradientCheck.of(in -> in.get(0).argMax(0), List.of(x)))
                .isInstanceOf(DTypeException.class);
    }
}

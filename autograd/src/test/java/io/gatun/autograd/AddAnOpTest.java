package io.gatun.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.catalogue.Case;
import io.gatun.catalogue.Domain;
import io.gatun.catalogue.Operand;
import io.gatun.catalogue.Row;
import io.gatun.catalogue.Tolerance;
import io.gatun.catalogue.Validation;
import io.gatun.op.LaneMath;
import io.gatun.op.Ops;
import io.gatun.op.Unary;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.Set;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/// What `docs/add-an-op.md` promises: an op's four definitions are all there is to write. These ops are known
/// to no backend and to no other file.
class AddAnOpTest {

    private static final Domain DOMAIN = Domain.between(-2, 2);
    private static final Tensor POINT = Tensor.of(-1.75f, -0.5f, 0.25f, 1.5f);

    /// x³; derivative 3x².
    private record Cube() implements Unary {

        @Override
        public double scalar(double x) {
            return x * x * x;
        }

        @Override
        public FloatVector lanes(FloatVector x) {
            return LaneMath.mul(LaneMath.mul(x, x), x);
        }

        @Override
        public String cuda() {
            return "x * x * x";
        }

        @Override
        public Tensor gradient(Tensor g, Tensor x, Tensor y) {
            return g.mul(x.square()).mul(3);
        }
    }

    /// A cube whose vectors compute something else, and whose gradient is half of what it should be.
    private record WrongCube() implements Unary {

        @Override
        public double scalar(double x) {
            return x * x * x;
        }

        @Override
        public FloatVector lanes(FloatVector x) {
            return LaneMath.mul(x, x);
        }

        @Override
        public String cuda() {
            return "x * x";
        }

        @Override
        public Tensor gradient(Tensor g, Tensor x, Tensor y) {
            return g.mul(x.square()).mul(1.5);
        }
    }

    @Test
    void every_backend_runs_it() {
        for (DType dtype : List.of(DType.F32, DType.F64, DType.BF16)) {
            Validation.Result result = Validation.validate(row(new Cube()), dtype, Device.CPU);

            assertThat(result.summary().failure()).isEmpty();
            assertThat(result.cases()).isEqualTo(4 * Case.arrangements());
        }
    }

    @Test
    void it_has_gradients_of_every_order() {
        List<Tensor> point = List.of(POINT);
        GradientCheck.Report first = GradientCheck.of(in -> Ops.apply(new Cube(), in.getFirst()), point);
        GradientCheck.Report second =
                GradientCheck.secondOrder(in -> Ops.apply(new Cube(), in.getFirst()), point, List.of(0));

        assertThat(first.reference().error()).isLessThan(1e-6);
        assertThat(first.backend().error()).isLessThan(1e-5);
        assertThat(second.reference().error()).isLessThan(1e-5);
    }

    @Test
    void wrong_lanes_and_a_wrong_gradient_are_found() {
        Validation.Result forward = Validation.validate(row(new WrongCube()), DType.F32, Device.CPU);
        GradientCheck.Report gradient =
                GradientCheck.of(in -> Ops.apply(new WrongCube(), in.getFirst()), List.of(POINT));

        assertThat(forward.ok()).isFalse();
        assertThat(forward.summary().failure()).contains("wrongcube");
        assertThat(gradient.reference().error()).isGreaterThan(0.1);
    }

    private static Row row(Unary op) {
        return Row.of(
                op.opName(),
                new Row.Limits(Set.of(DType.F32, DType.F64, DType.BF16), Tolerance.ulps(2), 1e-6),
                Case.of(op, Operand.drawn(DOMAIN)),
                Case.of(op, Operand.drawn(DOMAIN, 0)),
                Case.of(op, Operand.drawn(DOMAIN, 37)),
                Case.of(op, Operand.drawn(DOMAIN, 3, 5, 9)));
    }
}

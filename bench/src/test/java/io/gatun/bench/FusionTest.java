package io.gatun.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.autograd.Gradients;
import io.gatun.kernel.Backends;
import io.gatun.op.Ops;
import io.gatun.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is compared must be the same function.
class FusionTest {

    @ParameterizedTest
    @EnumSource
    void both_forms_have_one_result_and_one_gradient(Fusion function) {
        // by the plain kernels: it is not they that are in question, and they need no warming up
        Ops.with(Backends.reference(), () -> {
            check(function);
            return null;
        });
    }

    private static void check(Fusion function) {
        List<Tensor> in = function.operands();
        assertSame(function.result(in, true), function.result(in, false));

        Gradients fused = gradients(function, in, true);
        Gradients composed = gradients(function, in, false);
        for (Tensor operand : in) {
            assertSame(fused.get(operand), composed.get(operand));
        }
    }

    private static Gradients gradients(Fusion function, List<Tensor> in, boolean byOneKernel) {
        return Gradients.of(() -> function.result(in, byOneKernel).square().sum(), in.toArray(Tensor[]::new));
    }

    private static void assertSame(Tensor a, Tensor b) {
        double off = a.reshape(-1).sub(b.reshape(-1)).abs().max().item();
        assertThat(off).isLessThanOrEqualTo(1e-4 * Math.max(1, b.abs().max().item()));
    }
}

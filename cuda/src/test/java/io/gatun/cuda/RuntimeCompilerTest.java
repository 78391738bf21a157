package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.op.Binary;
import io.gatun.op.Ops;
import io.gatun.op.Unary;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Ops that are not Gatun's own, whose kernels the emulated NVRTC compiles.
class RuntimeCompilerTest {

    private static final Device DEVICE = EmulatedBackend.device();

    /// An op of the same name as one of Gatun's, and another function.
    record Relu() implements Unary {

        @Override
        public double scalar(double x) {
            return Math.max(0, x) + 0.1 * x;
        }

        @Override
        public FloatVector lanes(FloatVector x) {
            return x.max(0f).add(x.mul(0.1f));
        }

        @Override
        public String cuda() {
            return "(x > T(0) ? x : T(0)) + T(0.1) * x";
        }

        @Override
        public Tensor gradient(Tensor g, Tensor x, Tensor y) {
            return g;
        }
    }

    record Distance() implements Binary {

        @Override
        public double scalar(double a, double b) {
            return Math.sqrt(a * a + b * b);
        }

        @Override
        public FloatVector lanes(FloatVector a, FloatVector b) {
            return a.mul(a).add(b.mul(b)).sqrt();
        }

        @Override
        public String cuda() {
            return "sqrt(a * a + b * b)";
        }

        @Override
        public Tensor gradientA(Tensor g, Tensor a, Tensor b, Tensor y) {
            return g;
        }

        @Override
        public Tensor gradientB(Tensor g, Tensor a, Tensor b, Tensor y) {
            return g;
        }
    }

    record Wrong() implements Unary {

        @Override
        public double scalar(double x) {
            return x;
        }

        @Override
        public FloatVector lanes(FloatVector x) {
            return x;
        }

        @Override
        public String cuda() {
            return "no_such_function(x)";
        }

        @Override
        public Tensor gradient(Tensor g, Tensor x, Tensor y) {
            return g;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16", "F64"})
    void an_op_of_another_package_is_compiled(DType dtype) {
        Tensor x = Tensor.normal(Generator.seeded(1), 37).to(dtype);

        Tensor y = Ops.apply(new Relu(), x.to(DEVICE));

        double[] expected =
                java.util.Arrays.stream(x.toDoubles()).map(new Relu()::scalar).toArray();
        assertThat(y.toDoubles()).containsExactly(expected, within(dtype == DType.BF16 ? 2e-2 : 1e-6));
    }

    @Test
    void an_op_of_two_operands_is_compiled_and_takes_any_strides() {
        Tensor a = Tensor.of(Shape.of(2, 3), 3, 5, 8, 0, 1, 7);
        Tensor b = Tensor.of(Shape.of(2, 1), 4, 24);

        Tensor y = Ops.apply(new Distance(), a.to(DEVICE), b.to(DEVICE));

        assertThat(y.toArray()[0]).isEqualTo(5);
        assertThat(y.toArray()[5]).isEqualTo(25);
    }

    /// Instances of one class that would need kernels of their own.
    record Scale(double by) implements Unary {

        @Override
        public double scalar(double x) {
            return by * x;
        }

        @Override
        public FloatVector lanes(FloatVector x) {
            return x.mul((float) by);
        }

        @Override
        public String cuda() {
            return "T(" + by + ") * x";
        }

        @Override
        public Tensor gradient(Tensor g, Tensor x, Tensor y) {
            return g;
        }
    }

    @Test
    void an_op_with_components_is_refused_as_on_the_cpu() {
        Tensor x = Tensor.ones(3);

        assertThatThrownBy(() -> Ops.apply(new Scale(2), x.to(DEVICE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a record without components");
        assertThatThrownBy(() -> Ops.apply(new Scale(2), x)).hasMessageContaining("a record without components");
    }

    @Test
    void an_expression_that_does_not_compile_is_shown_with_the_compilers_words() {
        Tensor x = Tensor.ones(3).to(DEVICE);

        assertThatThrownBy(() -> Ops.apply(new Wrong(), x))
                .isInstanceOf(CudaException.class)
                .hasMessageStartingWith("wrong: its cuda() is no expression that NVRTC 13.0 compiles for sm_")
                .hasMessageContaining("no_such_function");
    }

    @Test
    void without_nvrtc_it_says_where_it_was_looked_for() {
        LibrarySearch nowhere =
                new LibrarySearch(name -> name.equals("cuda.nvrtc.path") ? "/nowhere/libnvrtc.so" : null, _ -> null);
        try (EmulatedDevice device = new EmulatedDevice()) {
            RuntimeCompiler compiler = new RuntimeCompiler(device.context(), nowhere);

            assertThatThrownBy(() -> compiler.module(new Wrong()))
                    .isInstanceOf(CudaException.class)
                    .hasMessageContaining("/nowhere/libnvrtc.so")
                    .hasMessageContaining("-Dcuda.nvrtc.path=FILE");
        }
    }
}

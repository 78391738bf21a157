package io.gatun.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Set `gatun.test.points` to check more points than the default.
class LaneMathTest {

    private static final int POINTS = Integer.getInteger("gatun.test.points", 20_000);
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    /// A function, where it is checked, and how far it may be off: `ulps`, or `absolute` if that is more.
    record Case(
            String name,
            UnaryOperator<FloatVector> lanes,
            DoubleUnaryOperator exact,
            float from,
            float to,
            double ulps,
            double absolute) {
        @Override
        public String toString() {
            return name + " on " + from + " to " + to;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("exp", LaneMath::exp, Math::exp, -87.3f, 88.7f, 1.5, 0),
                new Case("exp", LaneMath::exp, Math::exp, -106, 92, 1.5, 0),
                new Case("expm1", LaneMath::expm1, Math::expm1, -30, 90, 2, 0),
                new Case("expm1", LaneMath::expm1, Math::expm1, -1, 1, 2, 0),
                new Case("log", LaneMath::log, Math::log, 0, 4, 1.5, 0),
                new Case("log", LaneMath::log, Math::log, 1.4e-45f, 1e-37f, 1.5, 0),
                new Case("log", LaneMath::log, Math::log, 0, Float.MAX_VALUE, 1.5, 0),
                new Case("log1p", LaneMath::log1p, Math::log1p, -1, 3, 2.5, 0),
                new Case("log1p", LaneMath::log1p, Math::log1p, -1e-4f, 1e-4f, 2.5, 0),
                new Case("log1p", LaneMath::log1p, Math::log1p, 0, Float.MAX_VALUE, 2.5, 0),
                new Case("softplus", LaneMath::softplus, SpecialFunctions::softplus, -106, 100, 4, 0),
                new Case("sigmoid", LaneMath::sigmoid, SpecialFunctions::sigmoid, -106, 100, 3, 0),
                new Case("sigmoid", LaneMath::sigmoid, SpecialFunctions::sigmoid, -10, 10, 3, 0),
                new Case("tanh", LaneMath::tanh, Math::tanh, -12, 12, 5, 0),
                new Case("tanh", LaneMath::tanh, Math::tanh, -1e-2f, 1e-2f, 5, 0),
                new Case("erf", LaneMath::erf, SpecialFunctions::erf, -5, 5, 6, 0),
                new Case("erf", LaneMath::erf, SpecialFunctions::erf, -1e-3f, 1e-3f, 6, 0),
                new Case("gelu", LaneMath::gelu, SpecialFunctions::gelu, -10, 10, 6, 2e-6),
                new Case("geluTanh", LaneMath::geluTanh, SpecialFunctions::geluTanh, -10, 10, 6, 2e-6),
                new Case("sin", LaneMath::sin, Math::sin, -100, 100, 2, 1e-7),
                new Case("sin", LaneMath::sin, Math::sin, -1e5f, 1e5f, 2, 2e-7),
                new Case("cos", LaneMath::cos, Math::cos, -100, 100, 2, 1e-7),
                new Case("cos", LaneMath::cos, Math::cos, -1e5f, 1e5f, 2, 2e-7),
                new Case("floor", LaneMath::floor, Math::floor, -9, 9, 0, 0),
                new Case("floor", LaneMath::floor, Math::floor, -3e7f, 3e7f, 0, 0),
                new Case("ceil", LaneMath::ceil, Math::ceil, -9, 9, 0, 0),
                new Case("sign", LaneMath::sign, Math::signum, -1, 1, 0, 0));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void stays_within_its_stated_error(Case c) {
        float[] x = new float[LANES.length()];
        float[] y = new float[LANES.length()];
        double step = ((double) c.to - c.from) / POINTS;
        double worst = 0;
        float worstAt = 0;
        for (int i = 0; i < POINTS; i += x.length) {
            for (int j = 0; j < x.length; j++) {
                x[j] = (float) (c.from + (i + j) * step);
            }
            c.lanes.apply(FloatVector.fromArray(LANES, x, 0)).intoArray(y, 0);
            for (int j = 0; j < x.length; j++) {
                double off = ulps(y[j], c.exact.applyAsDouble(x[j]), c.absolute);
                if (off > worst) {
                    worst = off;
                    worstAt = x[j];
                }
            }
        }

        assertThat(worst).as("largest error in ulp, at %s", worstAt).isLessThanOrEqualTo(c.ulps);
    }

    /// Returns how far `y` is from `exact`, in units of the last place of the float nearest to it.
    private static double ulps(float y, double exact, double absolute) {
        float rounded = (float) exact;
        if (Float.isInfinite(rounded) || Float.isInfinite(y)) {
            // just below the largest float a result may overflow that should not
            return y == rounded || Math.abs(exact) > 0.999999 * Float.MAX_VALUE ? 0 : Double.POSITIVE_INFINITY;
        }
        double off = Math.abs(y - exact);
        return off <= absolute ? 0 : off / Math.ulp(rounded);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void treats_nan_zeros_and_infinities_as_the_definition_does(Case c) {
        List<Float> points = List.of(
                Float.NaN,
                0f,
                -0f,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.MIN_VALUE,
                -Float.MIN_VALUE,
                -2f,
                -1f,
                1f);
        for (float x : points) {
            float y = c.lanes.apply(FloatVector.broadcast(LANES, x)).lane(0);
            double exact = c.exact.applyAsDouble(x);

            if (Double.isNaN(exact) || exact == 0 || Double.isInfinite(exact)) {
                assertThat((Float) y).as(c.name + "(" + x + ")").isEqualTo((Float) (float) exact);
            } else {
                assertThat(ulps(y, exact, c.absolute))
                        .as(c.name + "(" + x + ")")
                        .isLessThanOrEqualTo(c.ulps);
            }
        }
    }
}

package io.gatun.internal.cpu.vector;

import io.gatun.kernel.Convolutions;
import io.gatun.kernel.View;
import io.gatun.tensor.Taps;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorConvolutionsTest {

    private static final Convolutions REFERENCE = Operands.REFERENCE.convolutions();
    private static final Convolutions VECTOR = Operands.VECTOR.convolutions();

    record Case(Taps taps, int count, int batch, int time, int channels, int heads) {}

    static Stream<Case> cases() {
        Random random = new Random(11);
        Stream<Case> drawn = IntStream.range(0, 40).mapToObj(_ -> {
            int channels = 1 + random.nextInt(70);
            int heads = 1 + random.nextInt(channels);
            Taps taps = new Taps(1 + random.nextInt(4), random.nextInt(12), random.nextBoolean());
            return new Case(taps, 1 + random.nextInt(16), random.nextInt(4), random.nextInt(25), channels, heads);
        });
        return Stream.concat(
                drawn,
                Stream.of(
                        new Case(Taps.centred(7, 1), 7, 2, 33, 256, 4),
                        new Case(Taps.causal(7, 1), 7, 2, 33, 128, 1),
                        new Case(Taps.causal(4, 2), 4, 1, 40, 64, 64),
                        new Case(Taps.centred(31, 1), 31, 1, 20, 64, 8),
                        new Case(Taps.centred(15, 2), 15, 2, 70, 48, 2),
                        new Case(new Taps(1, 3, true), 7, 1, 30, 64, 8),
                        new Case(Taps.causal(3, 50), 3, 1, 20, 32, 2),
                        new Case(new Taps(1, 0, false), 1, 3, 8, 16, 1)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shared_filters_agree_with_their_gradients(Case c) {
        check(c, c.heads, c.count);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void filters_per_position_agree_with_their_gradients(Case c) {
        check(c, c.batch, c.time, c.heads, c.count);
    }

    private static void check(Case c, int... filters) {
        try (Operands given = new Operands(c.hashCode())) {
            View x = given.floats(c.batch, c.time, c.channels);
            View g = given.floats(c.batch, c.time, c.channels);
            View w = given.floats(filters);
            View y = given.result(c.batch, c.time, c.channels);
            View expected = given.result(c.batch, c.time, c.channels);
            VECTOR.convolve(c.taps, x, w, y);
            REFERENCE.convolve(c.taps, x, w, expected);
            given.assertClose(y, expected, 3e-6);

            VECTOR.inputGradient(c.taps, w, g, y);
            REFERENCE.inputGradient(c.taps, w, g, expected);
            given.assertClose(y, expected, 3e-6);

            View dw = given.result(filters);
            View right = given.result(filters);
            VECTOR.weightGradient(c.taps, x, g, dw);
            REFERENCE.weightGradient(c.taps, x, g, right);
            given.assertClose(dw, right, 2e-5);
        }
    }
}

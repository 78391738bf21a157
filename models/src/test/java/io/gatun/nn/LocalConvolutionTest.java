package io.gatun.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// The lightweight convolution of two channels, worked out by hand, through a block whose maps are the
/// identity.
class LocalConvolutionTest {

    private static final Tensor X = Tensor.of(Shape.of(1, 4, 2), 1, 2, 3, 4, 5, 6, 7, 8);
    private static final Padding NONE = Padding.of(new int[] {4}, 4, X);

    @Test
    void a_centred_convolution_gives_what_the_formula_says() {
        assertThat(block(Taps.centred(3, 1)).forward(X, NONE, Pass.INFERENCE).toArray())
                .containsExactly(
                        new float[] {
                            2.240451f, 1.271649f, 4.150421f, 3.271649f, 6.150421f, 5.271649f, 2.163252f, 5.152234f
                        },
                        within(1e-5f));
    }

    @Test
    void a_causal_convolution_gives_what_the_formula_says() {
        assertThat(block(Taps.causal(3, 1)).forward(X, NONE, Pass.INFERENCE).toArray())
                .containsExactly(
                        new float[] {
                            .665241f, .423883f, 2.240451f, 1.271649f, 4.150421f, 3.271649f, 6.150421f, 5.271649f
                        },
                        within(1e-5f));
    }

    @Test
    void a_dilated_convolution_gives_what_the_formula_says() {
        assertThat(block(Taps.causal(3, 2)).forward(X, NONE, Pass.INFERENCE).toArray())
                .containsExactly(
                        new float[] {.665241f, .423883f, 1.995723f, .847766f, 3.570933f, 1.695532f, 5.390872f, 2.543299f
                        },
                        within(1e-5f));
    }

    @Test
    void drop_connect_drops_whole_taps_of_a_filter() {
        LocalConvolution block = block(Taps.causal(3, 1));
        Pass pass = new Pass(0, 0.5, Generator.seeded(3));

        Tensor dropped = pass.dropTaps(block.filters().of(X));

        Tensor kept = block.filters().of(X).mul(2);
        for (int i = 0; i < 6; i++) {
            assertThat(dropped.toArray()[i]).isIn(0f, kept.toArray()[i]);
        }
        assertThat(dropped.toArray()).contains(0f);
    }

    @Test
    void few_rows_and_many_go_through_the_same_gate() {
        Parameters parameters = Parameters.random(DType.F32, Generator.seeded(4));
        GatedLinear gated = GatedLinear.create(parameters, 6, true, true);
        parameters.all().get("gate.bias").assign(Tensor.of(1, 2, 3, 4, 5, 6));
        Tensor many = Tensor.normal(Generator.seeded(5), 2, 8, 6);

        assertThat(gated.forward(many).slice(1, 0, 2).copy().toArray())
                .containsExactly(gated.forward(many.slice(1, 0, 2).copy()).toArray(), within(1e-6f));
    }

    private static LocalConvolution block(Taps lie) {
        Parameters parameters = Parameters.random(DType.F32, Generator.seeded(1));
        LocalConvolution block = LocalConvolution.create(
                parameters,
                new LocalConvolution.Options(2, false, false, false, false),
                new Filters.Form(2, 3, true),
                lie);
        Tensor identity = Tensor.of(Shape.of(2, 2), 1, 0, 0, 1);
        parameters.all().get("linear.weight").assign(identity);
        parameters.all().get("out.weight").assign(identity);
        parameters.all().get("kernel").assign(Tensor.of(Shape.of(2, 3), 0, 1, 2, 1, 0, 0));
        return block;
    }
}

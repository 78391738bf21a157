package io.gatun.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FlopsTest {

    private static final long D = 768;

    @Test
    void mixing_costs_what_the_formulas_say() {
        assertThat(flops(Architecture.TRANSFORMER).mixing(0, 512)).isEqualTo(8 * D * D + 4 * 512 * D);
        assertThat(flops(Architecture.LIGHTWEIGHT).mixing(0, 512)).isEqualTo(6 * D * D + 2 * 7 * D);
        assertThat(flops(Architecture.DILATED).mixing(3, 4096)).isEqualTo(6 * D * D + 2 * 7 * D);
        assertThat(flops(Architecture.DYNAMIC).mixing(0, 512)).isEqualTo(6 * D * D + 2 * 7 * D + 2 * D * 12 * 7);
    }

    @Test
    void dynamic_filters_for_every_channel_cost_more_than_attention_up_to_2300_tokens() {
        Flops dynamic = new Flops(
                Presets.of("base", Architecture.DYNAMIC, 32128).with(Map.of("filters", 768, "pointwise", false)));
        Flops attention = flops(Architecture.TRANSFORMER);

        assertThat(dynamic.mixing(0, 1)).isGreaterThan(attention.mixing(0, 2250));
        assertThat(dynamic.mixing(0, 1)).isLessThan(attention.mixing(0, 2350));
    }

    @Test
    void a_pass_is_the_sum_of_its_parts() {
        Flops flops = flops(Architecture.LIGHTWEIGHT);
        long perToken = flops.mixing(0, 1) + 4 * D * 3072;

        assertThat(flops.encoder(10)).isEqualTo(12 * 10 * perToken);
        long cross = 4 * D * D * (10 + 20) + 4 * 10 * 20 * D;
        assertThat(flops.decoder(10, 20)).isEqualTo(12 * (20 * perToken + cross) + 2 * D * 32128 * 20);
        assertThat(flops.training(10, 20)).isEqualTo(3 * (flops.encoder(10) + flops.decoder(10, 20)));
    }

    private static Flops flops(Architecture architecture) {
        return new Flops(Presets.of("base", architecture, 32128));
    }
}

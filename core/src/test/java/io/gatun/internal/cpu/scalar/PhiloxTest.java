package io.gatun.internal.cpu.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.tensor.Generator;
import io.gatun.tensor.RandomKey;
import io.gatun.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// The known answers are those of Random123's `kat_vectors` for philox4x32-10.
class PhiloxTest {

    @Test
    void zeros_give_the_known_answer() {
        int[] words = new int[4];

        Philox.encrypt(words, 0, 0);

        assertThat(words).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    }

    @Test
    void ones_give_the_known_answer() {
        int[] words = {-1, -1, -1, -1};

        Philox.encrypt(words, -1, -1);

        assertThat(words).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    }

    @Test
    void digits_of_pi_give_the_known_answer() {
        int[] words = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344};

        Philox.encrypt(words, 0xa4093822, 0x299f31d0);

        assertThat(words).containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void the_counter_is_block_then_stream_low_words_first_and_the_key_is_the_seed() {
        int[] words = new int[4];

        Philox.block(new RandomKey(0x299f31d0_a4093822L, 0x03707344_13198a2eL), 0x85a308d3_243f6a88L, words);

        assertThat(words).containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void uniform_numbers_are_the_upper_24_bits_of_the_words() {
        Tensor x = Tensor.uniform(Generator.seeded(0), 6);

        assertThat(x.toArray()).startsWith(0x6627e8 * 0x1p-24f, 0xe169c5 * 0x1p-24f, 0xbc57ac * 0x1p-24f);
        assertThat(x.toArray()[3]).isEqualTo(0x9b00db * 0x1p-24f);
    }

    @Test
    void a_fill_does_not_depend_on_its_length() {
        float[] longer = Tensor.uniform(Generator.seeded(7), 37).toArray();
        float[] shorter = Tensor.uniform(Generator.seeded(7), 6).toArray();

        assertThat(longer).startsWith(shorter);
    }

    @Test
    void moments_are_those_of_the_distributions() {
        Generator generator = Generator.seeded(1);
        Tensor uniform = Tensor.uniform(generator, 40_000);
        Tensor normal = Tensor.normal(generator, 40_000);

        // the bounds are five standard errors
        assertThat(uniform.mean().item()).isBetween(0.4928, 0.5072);
        assertThat(uniform.min().item()).isBetween(0.0, 0.001);
        assertThat(uniform.max().item()).isBetween(0.999, 0.99999995);
        assertThat(normal.mean().item()).isBetween(-0.025, 0.025);
        assertThat(normal.square().mean().item()).isBetween(0.965, 1.035);
        assertThat(normal.square().square().mean().item()).isBetween(2.75, 3.25);
    }

    @Test
    void streams_of_one_seed_differ() {
        Generator generator = Generator.seeded(3);

        assertThat(Tensor.uniform(generator, 8).toArray())
                .isNotEqualTo(Tensor.uniform(generator, 8).toArray());
    }
}

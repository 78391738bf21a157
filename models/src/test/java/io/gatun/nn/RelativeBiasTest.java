package io.gatun.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RelativeBiasTest {

    @Test
    void buckets_are_those_of_the_logarithm() {
        for (int distance = 0; distance < 300; distance++) {
            int both = distance < 8
                    ? distance
                    : Math.min(15, 8 + (int) (Math.log(distance / 8.0) / Math.log(16) * 8 + 1e-9));
            int past = distance < 16
                    ? distance
                    : Math.min(31, 16 + (int) (Math.log(distance / 16.0) / Math.log(8) * 16 + 1e-9));

            assertThat(RelativeBias.bucket(distance, false))
                    .as("distance %d", distance)
                    .isEqualTo(both);
            assertThat(RelativeBias.bucket(distance, true))
                    .as("distance %d", distance)
                    .isEqualTo(past);
            assertThat(RelativeBias.bucket(-distance, true)).isZero();
        }
        assertThat(RelativeBias.bucket(-1, false)).isEqualTo(17); // a key after the query
        assertThat(RelativeBias.bucket(-200, false)).isEqualTo(31);
    }

    @Test
    void a_bias_is_that_of_the_distance() {
        Tensor table = Tensor.arange(DType.F32, 32).unsqueeze(1);

        Tensor bias = new RelativeBias(table, true).forward(1, 2, 3);

        assertThat(bias.shape()).isEqualTo(Shape.of(1, 1, 2, 3));
        assertThat(bias.toArray()).containsExactly(1, 0, 0, 2, 1, 0);
    }
}

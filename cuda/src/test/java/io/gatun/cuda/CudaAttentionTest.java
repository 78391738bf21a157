package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.kernel.Attentions.Form;
import io.gatun.op.Attention;
import io.gatun.op.AttentionGradient;
import io.gatun.op.Ops;
import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.RandomKey;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the catalogue cannot say of attention, on the emulated device.
class CudaAttentionTest {

    private static final Device DEVICE = EmulatedBackend.device();
    private static final int QUERIES = 20;
    private static final int KEYS = 40;
    private static final int SEEN = 29; // of the keys; the rest is padding
    private static final int WIDTH = 8;

    /// Those of values are not so: they are products with the gradients of the results, bad ones too.
    @ParameterizedTest
    @CsvSource({"F32, Infinity", "F32, NaN", "BF16, Infinity", "BF16, NaN"})
    void keys_that_are_hidden_have_no_gradient_whatever_those_of_the_results_are(DType dtype, double bad) {
        Attention op = new Attention(new Form(1, false, 0, new RandomKey(0, 0)), false, true);
        Tensor q = values(0, dtype, 1, QUERIES, 1, WIDTH);
        Tensor k = values(0, dtype, 1, KEYS, 1, WIDTH);
        Tensor lengths = Tensor.ofInts(Shape.of(1), SEEN).to(DEVICE);
        Tensor logSumExp =
                values(Math.log(SEEN), dtype == DType.BF16 ? DType.F32 : dtype, 1, 1, QUERIES); // of scores that are 0
        Tensor g = values(bad, dtype, 1, QUERIES, 1, WIDTH);

        List<Tensor> gradients = Ops.applyAll(new AttentionGradient(op, false), q, k, k, lengths, q, logSumExp, g);

        assertThat(gradients.get(1).slice(1, SEEN, KEYS).to(Device.CPU).toDoubles())
                .containsOnly(0);
        assertThat(Arrays.stream(
                        gradients.get(2).slice(1, 0, SEEN).to(Device.CPU).toDoubles()))
                .noneMatch(Double::isFinite);
    }

    @ParameterizedTest
    @CsvSource({"1000, 321280", "13421769, 4294967360"}) // more bytes than an int counts
    void heads_that_are_too_wide_for_the_device_are_refused_with_its_limit(int width, long bytes) {
        Tensor wide = values(1, DType.F32, 1, 1, 1, width);

        assertThatThrownBy(() -> wide.attention(wide, wide, AttentionOptions.scaled(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "attention: expected heads for which a block's 101376 bytes of shared memory are enough on this"
                                + " device, got %d and %d elements, which need %d; use more, narrower heads"
                                        .formatted(width, width, bytes));
    }

    private static Tensor values(double value, DType dtype, int... shape) {
        Shape of = Shape.of(shape);
        double[] elements = new double[Math.toIntExact(of.size())];
        Arrays.fill(elements, value);
        return Tensor.ofDoubles(of, elements).to(dtype).to(DEVICE);
    }
}

package io.gatun.cuda;

import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Operand.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.catalogue.Domain;
import io.gatun.catalogue.Operand;
import io.gatun.catalogue.Tolerance;
import io.gatun.kernel.View;
import io.gatun.op.Convolve;
import io.gatun.op.ConvolveInputGradient;
import io.gatun.op.ConvolveWeightGradient;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Taps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Convolutions of channels that are whole packs, and of others, on the emulated device.
class CudaConvolutionsTest {

    private static final Device DEVICE = EmulatedBackend.device();
    private static final Domain ANY = between(-2, 2);
    private static final Tolerance CLOSE = new Tolerance(2e-5, 2e-5, 0x1p-12);
    private static final Tolerance SUMS = new Tolerance(2e-4, 2e-5, 0x1p-10); // over all positions
    private static final long ALIGNED = 1 << 20;
    private static final int SHARED = 99 * 1024;

    /// Several blocks along channels and along positions, texts shorter than the taps reach, more taps
    /// than a thread sums at once, dilation, heads of one channel, of several packs, of half a pack, of
    /// unequal widths, and interleaved ones.
    @ParameterizedTest
    @CsvSource({
        "3, 37, 64, 8, 7, 1, 3, false",
        "2, 70, 320, 4, 3, 1, 2, false",
        "2, 5, 64, 4, 7, 2, 12, false",
        "1, 1, 16, 2, 31, 1, 15, false",
        "2, 40, 16, 4, 9, 3, 8, false",
        "2, 33, 48, 48, 5, 1, 2, false",
        "2, 33, 48, 6, 5, 1, 2, true",
        "2, 19, 48, 5, 15, 1, 14, false",
        "2, 19, 20, 5, 7, 1, 0, false",
        "2, 19, 13, 4, 7, 4, 6, true"
    })
    void agree_with_the_reference(
            int batch, int time, int channels, int heads, int count, int dilation, int left, boolean interleaved) {
        Taps taps = new Taps(dilation, left, interleaved);
        Operand x = drawn(ANY, batch, time, channels).constant();
        Operand g = drawn(ANY, batch, time, channels).constant();
        int[][] filters = {{heads, count}, {batch, time, heads, count}};
        for (int[] shape : filters) {
            Operand w = drawn(between(0, 1), shape).constant();
            Agreement.check(DEVICE, CLOSE, new Convolve(taps), x, w);
            Agreement.check(DEVICE, CLOSE, new ConvolveInputGradient(taps), w, g);
            Agreement.check(DEVICE, SUMS, new ConvolveWeightGradient(taps, Shape.of(shape)), x, g);
        }
    }

    /// Where positions have filters of their own, the channels of a pack must share one, and for its
    /// gradient those of a head be 1, 2, 4 ... packs.
    @ParameterizedTest
    @CsvSource({
        "F32, 20, 5, false, false, true, true",
        "BF16, 20, 5, false, false, false, false",
        "BF16, 48, 5, false, false, true, true",
        "BF16, 64, 4, false, true, true, true",
        "BF16, 64, 4, true, true, false, false",
        "BF16, 48, 12, false, true, false, false",
        "BF16, 96, 4, false, true, true, false",
        "F64, 64, 4, false, false, false, false"
    })
    void what_goes_by_packs(
            DType dtype,
            int channels,
            int heads,
            boolean interleaved,
            boolean positioned,
            boolean slides,
            boolean weights) {
        View x = new View(ALIGNED, dtype, Shape.of(2, 3, channels));
        View w = new View(ALIGNED, dtype, positioned ? Shape.of(2, 3, heads, 7) : Shape.of(heads, 7));
        Filters filters = Filters.of(new Taps(1, 3, interleaved), x, w);

        assertThat(PackedConvolutions.slides(filters, x, SHARED)).isEqualTo(slides);
        assertThat(PackedConvolutions.givesWeights(filters, x)).isEqualTo(weights);
        assertThat(PackedConvolutions.slides(filters, new View(ALIGNED + 8, dtype, x.shape()), SHARED))
                .isFalse();
        assertThat(PackedConvolutions.slides(filters, x, 100)).isEqualTo(slides && positioned);
    }
}

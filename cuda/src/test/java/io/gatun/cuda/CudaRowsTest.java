package io.gatun.cuda;

import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Operand.drawn;
import static io.gatun.catalogue.Operand.fixed;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.catalogue.Domain;
import io.gatun.catalogue.Operand;
import io.gatun.catalogue.Tolerance;
import io.gatun.kernel.View;
import io.gatun.op.CrossEntropy;
import io.gatun.op.CrossEntropyGradient;
import io.gatun.op.Glu;
import io.gatun.op.GluGradient;
import io.gatun.op.LayerNorm;
import io.gatun.op.LayerNormGradient;
import io.gatun.op.Ops;
import io.gatun.op.RmsNorm;
import io.gatun.op.RmsNormGradient;
import io.gatun.op.Softmax;
import io.gatun.op.SoftmaxGradient;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Kernels of rows by every way of going over rows, on the emulated device: rows that a warp or a block
/// holds, whole or in part, longer ones, and rows that are no whole packs.
class CudaRowsTest {

    private static final Device DEVICE = EmulatedBackend.device();
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Domain ANY = between(-2, 2);
    private static final Domain GAIN = between(0.5, 1.5);
    private static final Tolerance CLOSE = new Tolerance(1e-5, 2e-5, 0x1p-13);
    private static final Tolerance SUMS =
            new Tolerance(2e-4, 2e-5, 0x1p-10); // over the elements of long rows, and over rows
    private static final long ALIGNED = 1 << 20;

    /// Rows of n elements, of which each is special in its own manner.
    private static Domain specialRows(int n) {
        return (elements, random) -> {
            between(-9, 9).fill(elements, random);
            Arrays.fill(elements, n, 2 * n, -INF);
            elements[2 * n + n / 2] = Double.NaN;
            elements[3 * n + n / 3] = INF;
            Arrays.fill(elements, 4 * n, 5 * n - 1, -INF); // the last alone counts
            for (int i = 5 * n; i < 6 * n; i++) {
                elements[i] = i % 3 == 0 ? -INF : i % 5 == 0 ? 1000 : -1000;
            }
            Arrays.fill(elements, 6 * n, 7 * n, -0.0);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 64, 250, 256, 260, 512, 768, 1000, 1024, 1032, 2048, 4104, 8192, 9000, 20_000})
    void agree_with_the_reference(int n) {
        int rows = n > 1100 ? 5 : 35; // more than the warps of a block have at once
        Operand targets = fixed(DType.I32, Domain.indices(n), 7);
        Operand x = drawn(ANY, rows, n).constant();
        Operand g = drawn(ANY, rows, n).constant();
        Operand w = drawn(GAIN, n).constant();
        Operand special = drawn(specialRows(n), 7, n);
        Agreement.check(DEVICE, CLOSE, new Softmax(), x);
        Agreement.check(DEVICE, CLOSE, new Softmax(), special);
        Agreement.check(DEVICE, SUMS, new SoftmaxGradient(), drawn(between(0, 2.0 / n), rows, n), g);
        Agreement.check(DEVICE, CLOSE, new Glu(), drawn(between(-9, 9), rows, 2 * n));
        Agreement.check(DEVICE, CLOSE, new GluGradient(), drawn(between(-9, 9), rows, 2 * n), g);
        Agreement.check(DEVICE, CLOSE, new RmsNorm(1e-6), x, w);
        Agreement.check(DEVICE, SUMS, new RmsNormGradient(1e-6), x, w, drawn(GAIN, rows), g);
        Agreement.check(DEVICE, CLOSE, new LayerNorm(1e-5), x, w, drawn(ANY, n));
        Agreement.check(DEVICE, SUMS, new LayerNormGradient(1e-5), x, w, drawn(GAIN, rows, 2), g);
        Agreement.check(DEVICE, CLOSE, new CrossEntropy(0, 0.01), drawn(between(-9, 9), 7, n), targets);
        Agreement.check(DEVICE, CLOSE, new CrossEntropy(-1, 0), special, targets);
        Operand logSumExp = drawn(between(4, 6), 7);
        Agreement.check(
                DEVICE, CLOSE, new CrossEntropyGradient(0, 0.01), drawn(ANY, 7, n), targets, logSumExp, drawn(ANY, 7));
    }

    @ParameterizedTest
    @CsvSource({
        "BF16, 256, WARP256",
        "BF16, 264, WARP512",
        "F32, 1024, WARP1024",
        "F32, 1028, BLOCK",
        "BF16, 1028, ELEMENTS",
        "F32, 8192, BLOCK",
        "BF16, 8200, LONG",
        "F64, 256, ELEMENTS",
        "F32, 255, ELEMENTS"
    })
    void rows_go_the_way_of_their_length(DType dtype, int n, RowWay expected) {
        View x = new View(ALIGNED, dtype, Shape.of(3, n));

        assertThat(RowWay.of(x, x)).isEqualTo(expected);
        assertThat(RowWay.of(x, x, new View(ALIGNED + 8, dtype, Shape.of(n)))).isEqualTo(RowWay.ELEMENTS);
    }

    /// Every team has a place at once, so that the last do not begin when the first have ended.
    @ParameterizedTest
    @ValueSource(ints = {256, 512, 1024, 2048, 8192})
    void sums_over_many_rows_have_as_many_parts_as_there_are_places(int n) {
        View x = new View(ALIGNED, DType.F32, Shape.of(1 << 20, n));
        LaunchShape shape = RowWay.of(x, x).several(1 << 20, n);

        assertThat(shape.gridX() * shape.blockX()).isBetween(1 << 16, 1 << 17);
    }

    @Test
    void sums_over_many_rows_are_the_same_each_time() {
        int n = 64;
        Tensor x = Tensor.ofDoubles(
                        Shape.of(600, n),
                        IntStream.range(0, 600 * n).mapToDouble(Math::sin).toArray())
                .to(DType.F32)
                .to(DEVICE);
        Tensor w = Tensor.ofDoubles(Shape.of(n), new double[n]).to(DType.F32).to(DEVICE);
        Tensor scale = Tensor.ofDoubles(Shape.of(600), new double[600])
                .add(1)
                .to(DType.F32)
                .to(DEVICE);

        float[] first = gain(x, w, scale);
        float[] second = gain(x, w, scale);

        assertThat(first).isEqualTo(second);
    }

    private static float[] gain(Tensor x, Tensor w, Tensor scale) {
        return Ops.applyAll(new RmsNormGradient(1e-6), x, w, scale, x)
                .get(1)
                .to(Device.CPU)
                .toArray();
    }
}

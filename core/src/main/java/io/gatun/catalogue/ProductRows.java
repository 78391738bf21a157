package io.gatun.catalogue;

import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Operand.drawn;
import static io.gatun.catalogue.Operand.fixed;

import io.gatun.catalogue.Row.Limits;
import io.gatun.op.Convolve;
import io.gatun.op.ConvolveInputGradient;
import io.gatun.op.ConvolveWeightGradient;
import io.gatun.op.MatMul;
import io.gatun.op.Op;
import io.gatun.op.ScaledMatMul;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Taps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The rows of matrix products and convolutions.
final class ProductRows {

    private static final Domain ANY = between(-1, 1);
    private static final Limits SUMS = Limits.floats(Tolerance.sums());

    private ProductRows() {}

    static List<Row> rows() {
        return List.of(matmul(), scaledMatmul(), convolve(), inputGradient(), weightGradient());
    }

    private static Row matmul() {
        return Row.of(
                        "matmul",
                        SUMS,
                        matmul(new int[] {1, 1}, 1),
                        matmul(new int[] {3, 5}, 4),
                        matmul(new int[] {2, 3, 4}, 5),
                        matmul(new int[] {7, 37}, 1),
                        matmul(new int[] {1, 37}, 33),
                        matmul(new int[] {37, 1}, 7),
                        matmul(new int[] {65, 129}, 67),
                        matmul(new int[] {2, 3, 17, 19}, 23),
                        matmul(new int[] {0, 4}, 3),
                        matmul(new int[] {3, 0}, 4),
                        matmul(new int[] {3, 4}, 0),
                        matmul(new int[] {0, 3, 4}, 2),
                        Case.computing(
                                in -> List.of(in.get(0).matmul(in.get(1))),
                                drawn(ANY, 2, 1, 3, 4),
                                drawn(ANY, 3, 4, 2)),
                        Case.computing(
                                in -> List.of(in.get(0).matmul(in.get(1))), drawn(ANY, 2, 3, 4), drawn(ANY, 4, 5)),
                        Case.computing(
                                in -> List.of(
                                        in.get(0).transpose().matmul(in.get(1).transpose())),
                                drawn(ANY, 9, 7),
                                drawn(ANY, 5, 9)),
                        Case.computing( // weights that are stored in bfloat16
                                in -> List.of(
                                        in.get(0).to(DType.F32).matmul(in.get(1).to(DType.BF16))),
                                drawn(ANY, 5, 37).constant(),
                                drawn(ANY, 37, 9).constant()))
                .benchmark(matmul(new int[] {256, 256}, 256));
    }

    private static Row scaledMatmul() {
        return Row.of(
                        new ScaledMatMul().opName(),
                        SUMS,
                        scaledMatmul(1, 1, 1),
                        scaledMatmul(3, 5, 4),
                        scaledMatmul(1, 37, 33),
                        scaledMatmul(4, 40, 9),
                        scaledMatmul(7, 129, 67),
                        scaledMatmul(17, 64, 19),
                        scaledMatmul(0, 4, 3),
                        scaledMatmul(3, 0, 4),
                        scaledMatmul(3, 4, 0),
                        Case.of(
                                new ScaledMatMul(),
                                drawn(ANY, 5, 33),
                                fixed(DType.I8, between(-128, 128), 7, 33),
                                fixed(DType.F32, between(0, 0x1p-7), 7)))
                .benchmark(scaledMatmul(8, 512, 512));
    }

    private static Case scaledMatmul(int m, int k, int n) {
        return Case.of(
                new ScaledMatMul(),
                drawn(ANY, m, k),
                fixed(DType.I8, between(-128, 128), n, k),
                drawn(between(0, 0x1p-7), n));
    }

    private static Case matmul(int[] a, int columns) {
        int[] b = a.clone();
        b[b.length - 2] = a[a.length - 1];
        b[b.length - 1] = columns;
        return Case.of(new MatMul(), drawn(ANY, a), drawn(ANY, b));
    }

    /// The extents of one convolution.
    private record Extents(int batch, int time, int channels, int heads, int taps) {

        int[] x() {
            return new int[] {batch, time, channels};
        }

        int[] w(boolean perPosition) {
            return perPosition ? new int[] {batch, time, heads, taps} : new int[] {heads, taps};
        }
    }

    private static final List<Extents> EXTENTS = List.of(
            new Extents(1, 1, 1, 1, 1),
            new Extents(2, 5, 4, 2, 3),
            new Extents(1, 7, 6, 6, 7),
            new Extents(2, 3, 5, 2, 4), // heads that do not divide the channels, more taps than time
            new Extents(3, 37, 33, 3, 7),
            new Extents(0, 4, 4, 2, 3),
            new Extents(2, 0, 4, 2, 3));

    private static final List<Taps> SPACINGS =
            List.of(Taps.causal(3, 1), new Taps(1, 1, true), new Taps(2, 3, false), new Taps(3, 0, true));

    /// Makes a case from how taps lie, extents, and whether filters differ by position.
    private interface Cases {
        Case of(Taps taps, Extents extents, boolean perPosition);
    }

    /// A convolution that is only computed once.
    private record Large(Taps taps, Extents extents, boolean perPosition) {

        Case of(Cases made) {
            return made.of(taps, extents, perPosition);
        }
    }

    private static final List<Large> LARGE = List.of(
            new Large(Taps.causal(7, 1), new Extents(2, 37, 64, 4, 7), true), // heads of whole vectors
            new Large(Taps.causal(15, 2), new Extents(2, 37, 320, 10, 15), true),
            new Large(Taps.causal(15, 2), new Extents(3, 70, 320, 10, 15), false),
            new Large(new Taps(1, 1, true), new Extents(2, 70, 64, 4, 3), false),
            new Large(Taps.causal(130, 1), new Extents(2, 19, 32, 4, 130), false), // too many to be kept near
            new Large(Taps.causal(2000, 1), new Extents(1, 11, 8, 2, 2000), false));

    /// So many positions that a thread may take more than one run of them.
    private static final Large LONG = new Large(Taps.causal(3, 1), new Extents(3, 45_000, 8, 2, 3), false);

    private static Row convolution(Op named, Cases made, Large... others) {
        List<Case> cases = new ArrayList<>();
        for (Extents extents : EXTENTS) {
            for (Taps taps : SPACINGS) {
                cases.add(made.of(taps, extents, false));
                cases.add(made.of(taps, extents, true));
            }
        }
        return Row.of(named.opName(), SUMS, cases.toArray(Case[]::new))
                .large(Stream.concat(LARGE.stream(), Stream.of(others))
                        .map(each -> each.of(made))
                        .toArray(Case[]::new))
                .benchmark(made.of(Taps.causal(7, 1), new Extents(8, 128, 256, 8, 7), false));
    }

    private static Row convolve() {
        return convolution(
                new Convolve(SPACINGS.get(0)),
                (taps, e, perPosition) -> Case.of(new Convolve(taps), drawn(ANY, e.x()), drawn(ANY, e.w(perPosition))),
                LONG);
    }

    private static Row inputGradient() {
        return convolution(
                new ConvolveInputGradient(SPACINGS.get(0)),
                (taps, e, perPosition) ->
                        Case.of(new ConvolveInputGradient(taps), drawn(ANY, e.w(perPosition)), drawn(ANY, e.x())),
                LONG);
    }

    private static Row weightGradient() {
        return convolution(
                new ConvolveWeightGradient(SPACINGS.get(0), Shape.SCALAR),
                (taps, e, perPosition) -> Case.of(
                        new ConvolveWeightGradient(taps, Shape.of(e.w(perPosition))),
                        drawn(ANY, e.x()),
                        drawn(ANY, e.x())));
    }
}

package io.gatun.catalogue;

import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Operand.drawn;
import static io.gatun.catalogue.Operand.fixed;

import io.gatun.catalogue.Row.Limits;
import io.gatun.op.CrossEntropy;
import io.gatun.op.CrossEntropyGradient;
import io.gatun.op.Glu;
import io.gatun.op.GluGradient;
import io.gatun.op.LayerNorm;
import io.gatun.op.LayerNormGradient;
import io.gatun.op.Op;
import io.gatun.op.RmsNorm;
import io.gatun.op.RmsNormGradient;
import io.gatun.op.Softmax;
import io.gatun.op.SoftmaxGradient;
import io.gatun.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// The rows of fused functions of the last axis and of their gradients.
final class FusedRows {

    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Domain ANY = between(-2, 2);
    private static final Domain GAIN = between(0.5, 1.5);
    private static final Limits SUMS = Limits.floats(Tolerance.sums());
    private static final Limits LONG_SUMS = Limits.floats(new Tolerance(1e-4, 1e-5));
    private static final int[][] SHAPES = {{1}, {7}, {2, 5}, {2, 3, 4}, {3, 37}, {5, 129}, {4, 512}, {0, 5}};

    /// Rows that a warp, a block, or neither of them can hold in registers.
    private static final int[][] LARGE = {{19, 256}, {11, 504}, {9, 1024}, {3, 1032}, {3, 9000}};

    private FusedRows() {}

    static List<Row> rows() {
        return List.of(
                rowwise(new Softmax(), shape -> new Operand[] {drawn(ANY, shape)})
                        .special(Case.of(
                                new Softmax(),
                                drawn(Domain.cycle(1, 0, -INF, 1000, -1000, -INF, 3, -INF, -INF), 4, 4)
                                        .constant())),
                rowwise(new SoftmaxGradient(), shape -> new Operand[] {drawn(between(0, 1), shape), drawn(ANY, shape)}),
                rowwise(new RmsNorm(1e-6), shape -> new Operand[] {drawn(ANY, shape), drawn(GAIN, last(shape))}),
                rowwise(
                        new RmsNormGradient(1e-6),
                        shape -> constants(
                                drawn(ANY, shape),
                                drawn(GAIN, last(shape)),
                                drawn(GAIN, rest(shape)),
                                drawn(ANY, shape))),
                rowwise(new LayerNorm(1e-5), shape ->
                        new Operand[] {drawn(ANY, shape), drawn(GAIN, last(shape)), drawn(ANY, last(shape))}),
                rowwise(
                        new LayerNormGradient(1e-5),
                        shape -> constants(
                                drawn(ANY, shape),
                                drawn(GAIN, last(shape)),
                                drawn(GAIN, with(shape, 2)),
                                drawn(ANY, shape))),
                rowwise(new Glu(), shape -> new Operand[] {drawn(ANY, with(shape, 2 * shape[shape.length - 1]))}),
                rowwise(new GluGradient(), shape ->
                        new Operand[] {drawn(ANY, with(shape, 2 * shape[shape.length - 1])), drawn(ANY, shape)}),
                crossEntropy(),
                crossEntropyGradient());
    }

    /// Operands from the shape of the rows.
    private interface Operands {
        Operand[] over(int... shape);
    }

    private static Row rowwise(Op op, Operands operands) {
        // the gradient of a gain sums over as many rows as there are, up to 1,024 with terms up to 60
        boolean overRows = op instanceof RmsNormGradient || op instanceof LayerNormGradient;
        Function<int[], Case> over = shape -> Case.of(op, operands.over(shape));
        return Row.of(op.opName(), overRows ? LONG_SUMS : SUMS, cases(over, SHAPES))
                .large(cases(over, LARGE))
                .benchmark(over.apply(new int[] {1024, 512}));
    }

    private static Case[] cases(Function<int[], Case> over, int[]... shapes) {
        return Arrays.stream(shapes).map(over).toArray(Case[]::new);
    }

    private static Operand[] constants(Operand... operands) {
        Operand[] constants = new Operand[operands.length];
        for (int i = 0; i < constants.length; i++) {
            constants[i] = operands[i].constant();
        }
        return constants;
    }

    private static int[] last(int... shape) {
        return new int[] {shape[shape.length - 1]};
    }

    private static int[] rest(int... shape) {
        return Arrays.copyOf(shape, shape.length - 1);
    }

    private static int[] with(int[] shape, int last) {
        int[] other = shape.clone();
        other[other.length - 1] = last;
        return other;
    }

    private static Row crossEntropy() {
        return Row.of(
                        "crossentropy",
                        SUMS,
                        crossEntropy(new CrossEntropy(-1, 0), 4, 7),
                        crossEntropy(new CrossEntropy(0, 0.01), 3, 5),
                        crossEntropy(new CrossEntropy(2, 1e-4), 37, 129),
                        crossEntropy(new CrossEntropy(0, 0), 1, 1),
                        crossEntropy(new CrossEntropy(0, 0), 0, 3),
                        Case.of(new CrossEntropy(0, 0), drawn(ANY, 2, 3, 4), fixed(DType.I32, Domain.indices(4), 2, 3)))
                .special(Case.of(
                        new CrossEntropy(-1, 0),
                        drawn(Domain.cycle(1, 0, -INF, 1000, -1000, -INF, 3, 3, 3), 4, 4)
                                .constant(),
                        fixed(DType.I32, Domain.cycle(1, 0, 2, 0, 3), 4)))
                .large(cases(shape -> crossEntropy(new CrossEntropy(0, 1e-4), shape[0], shape[1]), LARGE))
                .benchmark(crossEntropy(new CrossEntropy(0, 1e-4), 64, 8192));
    }

    private static Case crossEntropy(Op op, int rows, int classes) {
        return Case.of(op, drawn(ANY, rows, classes), fixed(DType.I32, Domain.indices(classes), rows));
    }

    private static Row crossEntropyGradient() {
        return Row.of(
                        "crossentropygradient",
                        SUMS,
                        crossEntropyGradient(new CrossEntropyGradient(-1, 0), 4, 7),
                        crossEntropyGradient(new CrossEntropyGradient(0, 0.01), 3, 5),
                        crossEntropyGradient(new CrossEntropyGradient(2, 1e-4), 37, 129),
                        crossEntropyGradient(new CrossEntropyGradient(0, 0), 0, 3))
                .large(cases(
                        shape -> crossEntropyGradient(new CrossEntropyGradient(0, 1e-4), shape[0], shape[1]), LARGE))
                .benchmark(crossEntropyGradient(new CrossEntropyGradient(0, 1e-4), 64, 8192));
    }

    private static Case crossEntropyGradient(Op op, int rows, int classes) {
        Operand targets = fixed(DType.I32, Domain.indices(classes), rows);
        Operand logSumExp = drawn(between(4, 6), rows).constant();
        return Case.of(
                op,
                drawn(ANY, rows, classes).constant(),
                targets,
                logSumExp,
                drawn(ANY, rows).constant());
    }
}

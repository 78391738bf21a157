package io.gatun.catalogue;

import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Domain.indices;
import static io.gatun.catalogue.Operand.drawn;
import static io.gatun.catalogue.Operand.fixed;

import io.gatun.catalogue.Row.Limits;
import io.gatun.op.AddRows;
import io.gatun.op.Cast;
import io.gatun.op.Concat;
import io.gatun.op.Copy;
import io.gatun.op.Expand;
import io.gatun.op.Gather;
import io.gatun.op.Pad;
import io.gatun.op.Permute;
import io.gatun.op.Reshape;
import io.gatun.op.ScatterAdd;
import io.gatun.op.Slice;
import io.gatun.op.TakeRows;
import io.gatun.op.Where;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rows of ops that move, choose or add up elements without changing them. All are exact but sums.
final class MovementRows {

    private static final Domain ANY = between(-4, 4);
    private static final Limits SUMS =
            new Limits(Set.of(DType.F32, DType.F64, DType.BF16, DType.I32), Tolerance.sums(), 1e-6);
    private static final double[] SPECIAL = {
        Double.NaN, -0.0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Float.MIN_VALUE, 300, -1.5, 3e9, 1e20
    };

    private MovementRows() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>(views());
        rows.addAll(moves());
        rows.addAll(choices());
        return rows;
    }

    private static List<Row> views() {
        return List.of(
                Row.of(
                        "reshape",
                        Limits.all(),
                        reshape(Shape.of(3, 4), drawn(ANY, 2, 6)),
                        reshape(Shape.SCALAR, drawn(ANY, 1, 1)),
                        reshape(Shape.of(0, 7), drawn(ANY, 3, 0))),
                Row.of(
                        "permute",
                        Limits.all(),
                        Case.of(new Permute(List.of(2, 0, 1)), drawn(ANY, 2, 3, 4)),
                        Case.of(new Permute(List.of()), drawn(ANY)),
                        Case.of(new Permute(List.of(1, 0)), drawn(ANY, 0, 3))),
                Row.of(
                        "slice",
                        Limits.all(),
                        Case.of(new Slice(1, 1, 2), drawn(ANY, 3, 4)),
                        Case.of(new Slice(0, 2, 0), drawn(ANY, 3, 4))),
                Row.of(
                        "expand",
                        Limits.all(),
                        Case.of(new Expand(Shape.of(2, 3, 4)), drawn(ANY, 3, 1)),
                        Case.of(new Expand(Shape.of(5)), drawn(ANY)),
                        Case.of(new Expand(Shape.of(0, 3)), drawn(ANY, 1, 3))));
    }

    /// Strides may need a copy first, which the method makes and the op does not.
    private static Case reshape(Shape shape, Operand x) {
        return Case.through(in -> in.getFirst().reshape(shape.toArray()), new Reshape(shape), x);
    }

    private static List<Row> moves() {
        List<Case> casts = new ArrayList<>();
        List<Case> specials = new ArrayList<>();
        for (DType to : DType.values()) {
            casts.add(Case.of(new Cast(to), drawn(ANY, 7, 5)));
            casts.add(Case.of(new Cast(to), drawn(between(-1000, 1000), 37)));
            specials.add(Case.of(
                    new Cast(to),
                    drawn(Domain.cycle(1, SPECIAL), SPECIAL.length).constant()));
        }
        // a step of finite differences is lost in a narrower type
        List<Case> castsWithoutGradient = casts.stream()
                .map(each -> Case.of(
                        each.op().orElseThrow(), each.operands().getFirst().constant()))
                .toList();
        Operand special = drawn(Domain.cycle(1, SPECIAL), SPECIAL.length).constant();
        return List.of(
                Row.of("cast", Limits.all(), castsWithoutGradient.toArray(Case[]::new))
                        .special(specials.toArray(Case[]::new))
                        .benchmark(Case.of(
                                new Cast(DType.BF16), drawn(ANY, 256, 2048).constant())),
                Row.of(
                                "copy",
                                Limits.all(),
                                Case.of(new Copy(), drawn(ANY)),
                                Case.of(new Copy(), drawn(ANY, 37)),
                                Case.of(new Copy(), drawn(ANY, 2, 3, 4, 5)),
                                Case.of(new Copy(), drawn(ANY, 65, 67)),
                                Case.of(new Copy(), drawn(ANY, 2, 0, 3)))
                        .special(Case.of(new Copy(), special))
                        .benchmark(Case.of(new Copy(), drawn(ANY, 256, 2048))),
                Row.of(
                                "concat",
                                Limits.all(),
                                Case.of(new Concat(0), drawn(ANY, 2, 3), drawn(ANY, 1, 3)),
                                Case.of(new Concat(1), drawn(ANY, 2, 3), drawn(ANY, 2, 0), drawn(ANY, 2, 37)),
                                Case.of(new Concat(2), drawn(ANY, 2, 3, 1), drawn(ANY, 2, 3, 2)),
                                Case.of(new Concat(0), drawn(ANY, 5)))
                        .benchmark(Case.of(new Concat(1), drawn(ANY, 256, 1024), drawn(ANY, 256, 1024))),
                Row.of(
                        "pad",
                        Limits.all(),
                        Case.of(new Pad(0, new Pad.Amount(1, 2, 0)), drawn(ANY, 3, 4)),
                        Case.of(new Pad(1, new Pad.Amount(0, 3, 1)), drawn(ANY, 2, 37)),
                        Case.of(new Pad(0, new Pad.Amount(2, 0, 1)), drawn(ANY, 0, 3)),
                        Case.of(new Pad(1, new Pad.Amount(0, 0, 0)), drawn(ANY, 2, 3))),
                Row.of(
                                "where",
                                Limits.all(),
                                where(new int[] {7}, new int[] {7}, new int[] {7}),
                                where(new int[] {2, 1, 4}, new int[] {3, 1}, new int[] {}),
                                where(new int[] {33, 65}, new int[] {65}, new int[] {33, 1}),
                                where(new int[] {0}, new int[] {1}, new int[] {}))
                        .special(Case.of(
                                new Where(),
                                fixed(DType.BOOL, indices(2), SPECIAL.length),
                                special,
                                drawn(ANY).constant()))
                        .benchmark(where(new int[] {256, 2048}, new int[] {256, 2048}, new int[] {2048})));
    }

    private static Case where(int[] condition, int[] a, int[] b) {
        return Case.of(new Where(), fixed(DType.BOOL, indices(2), condition), drawn(ANY, a), drawn(ANY, b));
    }

    private static List<Row> choices() {
        return List.of(
                Row.of(
                                "takerows",
                                Limits.all(),
                                Case.of(new TakeRows(), drawn(ANY, 5, 3), fixed(DType.I32, indices(5), 7)),
                                Case.of(new TakeRows(), drawn(ANY, 1, 37), fixed(DType.I32, indices(1), 2)),
                                Case.of(new TakeRows(), drawn(ANY, 9, 65), fixed(DType.I32, indices(9), 33)),
                                Case.of(new TakeRows(), drawn(ANY, 3, 0), fixed(DType.I32, indices(3), 4)),
                                Case.of(new TakeRows(), drawn(ANY, 0, 3), fixed(DType.I32, indices(1), 0)))
                        .benchmark(
                                Case.of(new TakeRows(), drawn(ANY, 8192, 256), fixed(DType.I32, indices(8192), 2048))),
                Row.of(
                                "addrows",
                                SUMS,
                                Case.of(new AddRows(5), drawn(ANY, 7, 3), fixed(DType.I32, indices(5), 7)),
                                Case.of(new AddRows(2), drawn(ANY, 33, 65), fixed(DType.I32, indices(2), 33)),
                                Case.of(new AddRows(3), drawn(ANY, 0, 4), fixed(DType.I32, indices(1), 0)))
                        .large(Case.of(new AddRows(3), drawn(ANY, 150, 72), fixed(DType.I32, indices(3), 150)))
                        .benchmark(Case.of(
                                new AddRows(8192), drawn(ANY, 2048, 256), fixed(DType.I32, indices(8192), 2048))),
                Row.of(
                        "gather",
                        Limits.all(),
                        Case.of(new Gather(), drawn(ANY, 2, 5, 3), fixed(DType.I32, indices(5), 2, 4, 3)),
                        Case.of(new Gather(), drawn(ANY, 7, 37, 1), fixed(DType.I32, indices(37), 7, 1, 1)),
                        Case.of(new Gather(), drawn(ANY, 2, 5, 3), fixed(DType.I32, indices(5), 2, 0, 3))),
                Row.of(
                        "scatteradd",
                        SUMS,
                        Case.of(new ScatterAdd(5), drawn(ANY, 2, 4, 3), fixed(DType.I32, indices(5), 2, 4, 3)),
                        Case.of(new ScatterAdd(3), drawn(ANY, 7, 37, 1), fixed(DType.I32, indices(3), 7, 37, 1)),
                        Case.of(new ScatterAdd(2), drawn(ANY, 2, 0, 3), fixed(DType.I32, indices(5), 2, 0, 3))));
    }
}

package io.gatun.catalogue;

import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Domain.distinct;

import io.gatun.catalogue.Row.Limits;
import io.gatun.kernel.Reductions.Kind;
import io.gatun.op.ArgMax;
import io.gatun.op.CumulativeSum;
import io.gatun.op.Op;
import io.gatun.op.Reduce;
import io.gatun.op.TopK;
import io.gatun.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rows of ops that fold an axis of `[outer, n, inner]`.
final class ReductionRows {

    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Domain ANY = between(-1, 1);
    private static final Set<DType> SIGNED = Set.of(DType.F32, DType.F64, DType.BF16, DType.I32, DType.I64);
    private static final int[][] SHAPES = {
        {1, 1, 1}, {1, 7, 1}, {2, 5, 3}, {4, 37, 1}, {3, 37, 5}, {1, 129, 33}, {7, 200, 1}, {0, 3, 2}, {3, 2, 0}
    };

    private ReductionRows() {}

    static List<Row> rows() {
        return List.of(
                fold(Kind.SUM, ANY, new Limits(SIGNED, Tolerance.sums(), 1e-6), 0),
                fold(Kind.MEAN, ANY, Limits.floats(Tolerance.sums()), 0),
                fold(Kind.MAX, distinct(), new Limits(Limits.NUMBERS, Tolerance.EXACT, 1e-6), 1),
                fold(Kind.MIN, distinct(), new Limits(Limits.NUMBERS, Tolerance.EXACT, 1e-6), 1),
                fold(Kind.LOG_SUM_EXP, ANY, Limits.floats(Tolerance.sums()), 0),
                argMax(),
                cumulativeSum(),
                topK());
    }

    /// Returns the row of a fold over at least `least` elements.
    private static Row fold(Kind kind, Domain domain, Limits limits, int least) {
        Op op = new Reduce(kind);
        List<Case> cases = new ArrayList<>(along(op, domain));
        if (least == 0) {
            cases.add(Case.of(op, Operand.drawn(domain, 2, 0, 3)));
        }
        return Row.of(op.opName(), limits, cases.toArray(Case[]::new))
                .special(specials(op))
                .large(Case.of(op, Operand.drawn(domain, 2, 9000, 1)), Case.of(op, Operand.drawn(domain, 2, 300, 5)))
                .benchmark(Case.of(op, Operand.drawn(domain, 256, 2048, 1)));
    }

    private static List<Case> along(Op op, Domain domain) {
        List<Case> cases = new ArrayList<>();
        for (int[] shape : SHAPES) {
            cases.add(Case.of(op, Operand.drawn(domain, shape)));
        }
        return cases;
    }

    /// Rows of two elements meet every pair of special values, along both kinds of axes.
    private static Case[] specials(Op op) {
        Domain numbers = Domain.cycle(1, 0, 1, -INF, -INF, INF, 1, INF, INF, Double.NaN, 2, 3, Double.NaN, -0.0, 0);
        return new Case[] {
            Case.of(op, Operand.drawn(numbers, 7, 2, 1).constant()),
            Case.of(op, Operand.drawn(numbers, 1, 2, 7).constant()),
            Case.of(op, Operand.drawn(numbers, 1, 70, 1).constant()),
        };
    }

    private static Row argMax() {
        Op op = new ArgMax();
        List<Case> cases = new ArrayList<>(along(op, distinct()));
        cases.addAll(along(op, Domain.indices(3))); // ties: the first counts
        return Row.of("argmax", new Limits(Limits.NUMBERS, Tolerance.EXACT, 0), cases.toArray(Case[]::new))
                .special(specials(op))
                .benchmark(Case.of(op, Operand.drawn(ANY, 256, 2048, 1)));
    }

    private static Row cumulativeSum() {
        List<Case> cases = new ArrayList<>(along(new CumulativeSum(false), ANY));
        cases.addAll(along(new CumulativeSum(true), ANY));
        return Row.of("cumulativesum", new Limits(SIGNED, Tolerance.sums(), 1e-6), cases.toArray(Case[]::new))
                .special(specials(new CumulativeSum(false)))
                .benchmark(Case.of(new CumulativeSum(false), Operand.drawn(ANY, 256, 2048, 1)));
    }

    private static Row topK() {
        return Row.of(
                        "topk",
                        new Limits(Limits.NUMBERS, Tolerance.EXACT, 1e-6),
                        Case.of(new TopK(3), Operand.drawn(distinct(), 4, 7)),
                        Case.of(new TopK(1), Operand.drawn(distinct(), 1, 1)),
                        Case.of(new TopK(0), Operand.drawn(distinct(), 2, 5)),
                        Case.of(new TopK(37), Operand.drawn(distinct(), 3, 37)),
                        Case.of(new TopK(2), Operand.drawn(distinct(), 0, 5)),
                        Case.of(
                                new TopK(4),
                                Operand.drawn(Domain.indices(3), 5, 9).constant()))
                .special(Case.of(
                        new TopK(5),
                        Operand.drawn(Domain.cycle(1, 1, Double.NaN, -INF, INF, Double.NaN, -0.0, 0), 2, 7)
                                .constant()))
                .benchmark(Case.of(new TopK(16), Operand.drawn(ANY, 64, 4096)));
    }
}

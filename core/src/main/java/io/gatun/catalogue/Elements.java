package io.gatun.catalogue;

import io.gatun.op.Binary;
import io.gatun.op.Comparison;
import io.gatun.op.Op;
import io.gatun.op.Unary;
import java.util.ArrayList;
import java.util.List;

/// Templates of rows for ops that treat each element alone: the shapes are the same for all of them.
final class Elements {

    /// Infinities, NaN, zeros of both signs, denormals, the ends of the range, and where eˣ over- and
    /// underflows in float32.
    private static final double[] SPECIAL = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        -0.5,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL,
        Float.MIN_NORMAL / 2,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        88,
        89,
        -87,
        -104,
        17,
        -17,
        1e-8,
        -1e-8,
        1e8,
        2.5,
        3,
        -3
    };

    private static final int[][] SHAPES = {{}, {1}, {7}, {37}, {0}, {3, 0, 2}, {2, 3, 5}, {33, 65}};
    private static final int[][][] PAIRS = {
        {{}, {}},
        {{1}, {1}},
        {{7}, {7}},
        {{37}, {}},
        {{0}, {0}},
        {{3, 0}, {1}},
        {{2, 3, 5}, {3, 1}},
        {{4, 1, 6}, {5, 1}},
        {{33, 65}, {65}},
        {{33, 65}, {33, 1}},
        {{5, 37}, {5, 37}}
    };

    private Elements() {}

    /// Returns the row of an op of one operand.
    static Row unary(Unary op, Domain domain, Tolerance tolerance) {
        List<Case> cases = new ArrayList<>();
        for (int[] shape : SHAPES) {
            cases.add(Case.of(op, Operand.drawn(domain, shape)));
        }
        Operand special =
                Operand.drawn(Domain.cycle(1, SPECIAL), SPECIAL.length + 5).constant();
        return row(op, cases, Row.Limits.floats(tolerance))
                .special(Case.of(op, special))
                .benchmark(Case.of(op, Operand.drawn(domain, 256, 2048)));
    }

    /// Returns the row of an op of two operands that broadcast.
    static Row binary(Binary op, Domain a, Domain b, Tolerance tolerance) {
        return pairs(op, a, b, Row.Limits.floats(tolerance));
    }

    /// Returns the row of a comparison; equal operands meet because both are drawn from few numbers.
    static Row comparison(Comparison op) {
        Domain few = Domain.indices(3);
        return pairs(op, few, few, Row.Limits.all());
    }

    static Row pairs(Op op, Domain a, Domain b, Row.Limits limits) {
        List<Case> cases = new ArrayList<>();
        for (int[][] pair : PAIRS) {
            cases.add(Case.of(op, Operand.drawn(a, pair[0]), Operand.drawn(b, pair[1])));
        }
        int n = SPECIAL.length;
        Operand columns = Operand.drawn(Domain.cycle(1, SPECIAL), n, n).constant();
        Operand rows = Operand.drawn(Domain.cycle(n, SPECIAL), n, n).constant();
        return row(op, cases, limits)
                .special(Case.of(op, rows, columns))
                .benchmark(Case.of(op, Operand.drawn(a, 256, 2048), Operand.drawn(b, 2048)));
    }

    private static Row row(Op op, List<Case> cases, Row.Limits limits) {
        return Row.of(op.opName(), limits, cases.toArray(Case[]::new));
    }
}

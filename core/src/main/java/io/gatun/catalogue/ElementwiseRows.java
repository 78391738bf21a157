package io.gatun.catalogue;

import static io.gatun.catalogue.Domain.awayFromMultiples;
import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Elements.binary;
import static io.gatun.catalogue.Elements.unary;
import static io.gatun.catalogue.Tolerance.EXACT;
import static io.gatun.catalogue.Tolerance.ulps;

import io.gatun.op.Abs;
import io.gatun.op.Add;
import io.gatun.op.Binary;
import io.gatun.op.Ceil;
import io.gatun.op.Comparison;
import io.gatun.op.Cos;
import io.gatun.op.Div;
import io.gatun.op.Erf;
import io.gatun.op.Exp;
import io.gatun.op.Expm1;
import io.gatun.op.Floor;
import io.gatun.op.Gelu;
import io.gatun.op.GeluGradient;
import io.gatun.op.GeluTanh;
import io.gatun.op.GeluTanhGradient;
import io.gatun.op.Log;
import io.gatun.op.Log1p;
import io.gatun.op.Maximum;
import io.gatun.op.Minimum;
import io.gatun.op.Mul;
import io.gatun.op.Neg;
import io.gatun.op.Pow;
import io.gatun.op.Reciprocal;
import io.gatun.op.Relu;
import io.gatun.op.ReluGradient;
import io.gatun.op.Rsqrt;
import io.gatun.op.Sigmoid;
import io.gatun.op.SigmoidGradient;
import io.gatun.op.Sign;
import io.gatun.op.Silu;
import io.gatun.op.SiluGradient;
import io.gatun.op.Sin;
import io.gatun.op.Softplus;
import io.gatun.op.Sqrt;
import io.gatun.op.Square;
import io.gatun.op.Step;
import io.gatun.op.Sub;
import io.gatun.op.Tanh;
import io.gatun.op.TanhGradient;
import java.util.ArrayList;
import java.util.List;

/// The rows of ops that treat each element alone: one line per op.
final class ElementwiseRows {

    private static final Domain ANY = between(-4, 4);
    private static final Domain POSITIVE = between(0.25, 4);
    private static final Domain NOT_ZERO = awayFromMultiples(Double.POSITIVE_INFINITY);
    private static final Domain NOT_WHOLE = awayFromMultiples(1);

    /// In float32 the sum 1 + erf(x) keeps no digits where erf nears −1, as in every library.
    private static final Tolerance CANCELLING = new Tolerance(0x1p-19, 0x1p-20);

    private ElementwiseRows() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>(List.of(
                unary(new Abs(), NOT_ZERO, EXACT),
                unary(new Ceil(), NOT_WHOLE, EXACT),
                unary(new Cos(), ANY, ulps(4)),
                unary(new Erf(), ANY, ulps(4)),
                unary(new Exp(), ANY, ulps(4)),
                unary(new Expm1(), ANY, ulps(4)),
                unary(new Floor(), NOT_WHOLE, EXACT),
                unary(new Gelu(), ANY, CANCELLING),
                unary(new GeluTanh(), ANY, CANCELLING),
                unary(new Log(), POSITIVE, ulps(4)),
                unary(new Log1p(), between(-0.75, 4), ulps(4)),
                unary(new Neg(), ANY, EXACT),
                unary(new Reciprocal(), NOT_ZERO, ulps(1)),
                unary(new Relu(), NOT_ZERO, EXACT),
                unary(new Rsqrt(), POSITIVE, ulps(2)),
                unary(new Sigmoid(), ANY, ulps(4)),
                unary(new Sign(), NOT_ZERO, EXACT),
                unary(new Silu(), ANY, ulps(4)),
                unary(new Sin(), ANY, ulps(4)),
                unary(new Softplus(), ANY, ulps(4)),
                unary(new Sqrt(), POSITIVE, ulps(1)),
                unary(new Square(), ANY, EXACT),
                unary(new Step(), NOT_ZERO, EXACT),
                unary(new Tanh(), ANY, ulps(4)),
                numbers(binary(new Add(), ANY, ANY, EXACT)),
                binary(new Div(), ANY, NOT_ZERO, EXACT),
                numbers(binary(new Maximum(), NOT_WHOLE, between(-0.04, 0.04), EXACT)),
                numbers(binary(new Minimum(), NOT_WHOLE, between(-0.04, 0.04), EXACT)),
                numbers(binary(new Mul(), ANY, ANY, EXACT)),
                binary(new Pow(), POSITIVE, between(-3, 3), ulps(8)),
                numbers(binary(new Sub(), ANY, ANY, EXACT)),
                slope(new GeluGradient(), ANY),
                slope(new GeluTanhGradient(), ANY),
                slope(new ReluGradient(), NOT_ZERO),
                slope(new SigmoidGradient(), between(0, 1)),
                slope(new SiluGradient(), ANY),
                slope(new TanhGradient(), between(-1, 1))));
        for (Comparison comparison : Comparison.values()) {
            rows.add(Elements.comparison(comparison));
        }
        return rows;
    }

    /// Returns the row of a gradient of `g` and the operand or result of a function. Where the slope is almost
    /// 0 infinities may be NaN, so there are no special values.
    private static Row slope(Binary gradient, Domain domain) {
        Row row = binary(gradient, ANY, domain, new Tolerance(4e-6, 1e-5));
        return new Row(row.name(), row.cases(), List.of(), row.large(), row.benchmark(), row.limits());
    }

    /// Returns a row for integers too.
    private static Row numbers(Row row) {
        return new Row(
                row.name(),
                row.cases(),
                row.special(),
                row.large(),
                row.benchmark(),
                row.limits().with(Row.Limits.NUMBERS));
    }
}

package io.gatun.catalogue;

import static io.gatun.catalogue.Domain.awayFromMultiples;
import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Domain.indices;
import static io.gatun.catalogue.Operand.drawn;
import static io.gatun.catalogue.Operand.fixed;

import io.gatun.catalogue.Row.Limits;
import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.Set;

/// The rows of methods of [Tensor] that are composed of ops, or choose how to call one: each is named as the
/// method.
final class ComposedRows {

    private static final Domain ANY = between(-2, 2);
    private static final Limits SUMS = Limits.floats(Tolerance.sums());
    private static final Limits EXACT_FLOATS = Limits.floats(Tolerance.EXACT);
    private static final Limits INDICES = new Limits(Set.of(DType.F32), Tolerance.EXACT, 0);

    private ComposedRows() {}

    static List<Row> rows() {
        return java.util.stream.Stream.of(views(), joins(), functions())
                .flatMap(List::stream)
                .toList();
    }

    private static Row row(String name, Limits limits, Case.Composition composition, Operand... operands) {
        return Row.of(name, limits, Case.composed(composition, operands));
    }

    private static List<Row> views() {
        Operand x = drawn(ANY, 2, 3, 4);
        return List.of(
                row("flatten", Limits.all(), in -> in.get(0).flatten(0, 1), x),
                row("transpose", Limits.all(), in -> in.get(0).transpose().transpose(0, 1), x),
                row("select", Limits.all(), in -> in.get(0).select(1, 2), x),
                row("chunk", Limits.all(), in -> in.get(0).chunk(2, -1).get(1), x),
                row("squeeze", Limits.all(), in -> in.get(0).squeeze(1), drawn(ANY, 3, 1, 2)),
                row("unsqueeze", Limits.all(), in -> in.get(0).unsqueeze(-1).unsqueeze(0), x),
                row("contiguous", Limits.all(), in -> in.get(0).contiguous(), x),
                row("detach", Limits.all(), in -> in.get(0).detach(), x.constant()),
                row("to", Limits.all(), in -> in.get(0).to(DType.F64), x));
    }

    private static List<Row> joins() {
        Operand x = drawn(ANY, 2, 3, 4);
        Operand ids = fixed(DType.I32, indices(5), 2, 3);
        return List.of(
                row("stack", Limits.all(), in -> Tensor.stack(1, in), x, x),
                row(
                        "maskedfill",
                        Limits.all(),
                        in -> in.get(0).maskedFill(in.get(1), 1),
                        x,
                        fixed(DType.BOOL, indices(2), 3, 1)),
                row("take", Limits.all(), in -> in.get(0).take(in.get(1)), drawn(ANY, 5, 2, 3), ids),
                row("onehot", INDICES, in -> in.get(0).oneHot(4), ids),
                row("fulllike", Limits.all(), in -> in.get(0).fullLike(1), x.constant()),
                row(
                        "not",
                        new Limits(Set.of(DType.BOOL), Tolerance.EXACT, 0),
                        in -> in.get(0).not(),
                        x),
                row(
                        "assign",
                        Limits.all(),
                        ComposedRows::assigned,
                        x.constant(),
                        drawn(ANY, 4).constant()));
    }

    private static Tensor assigned(List<Tensor> in) {
        Tensor target = in.get(0).copy();
        target.slice(1, 0, 1).squeeze(1).assign(in.get(1).expand(Shape.of(2, 4)));
        return target;
    }

    private static List<Row> functions() {
        return List.of(
                row("clamp", EXACT_FLOATS, in -> in.get(0).clamp(-1, 1), drawn(awayFromMultiples(1), 37)),
                row("logsoftmax", SUMS, in -> in.get(0).logSoftmax(), drawn(ANY, 3, 7)),
                row("sumto", SUMS, in -> in.get(0).sumTo(Shape.of(3, 1)), drawn(ANY, 2, 3, 4)),
                row("scalararithmetic", SUMS, ComposedRows::scalars, drawn(between(0.5, 2), 37)),
                row("reduceaxes", SUMS, in -> in.get(0).sum(0, 2).add(in.get(0).mean(-1, 0)), drawn(ANY, 2, 3, 4)),
                Row.of(
                        "depthwiseconvolution",
                        SUMS,
                        Case.composed(
                                in -> in.get(0).depthwiseConvolution(in.get(1), Taps.centred(3, 1)),
                                drawn(ANY, 2, 5, 4),
                                drawn(ANY, 2, 3)),
                        Case.composed(
                                in -> in.get(0).depthwiseConvolution(in.get(1), Taps.causal(3, 2)),
                                drawn(ANY, 1, 6, 4),
                                drawn(ANY, 1, 6, 2, 3))),
                Row.of(
                        "convolution",
                        SUMS,
                        Case.composed(
                                in -> in.get(0).convolution(in.get(1), 2, 2), drawn(ANY, 2, 6, 3), drawn(ANY, 3, 3, 2)),
                        Case.composed(
                                in -> in.get(0).convolution(in.get(1), 1, 0),
                                drawn(ANY, 1, 4, 1),
                                drawn(ANY, 2, 1, 5))),
                row("dropoutofgenerator", SUMS, in -> in.get(0).dropout(0.5, Generator.seeded(9)), drawn(ANY, 37)));
    }

    private static Tensor scalars(List<Tensor> in) {
        return in.getFirst().add(0.5).mul(2).sub(0.25).div(3).pow(1.5);
    }
}

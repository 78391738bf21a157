package io.gatun.catalogue;

import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Operand.drawn;

import io.gatun.catalogue.Row.Limits;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Spec;
import io.gatun.op.Dropout;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.RandomKey;
import io.gatun.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The rows of kernels that are no functions of tensors alone: random fills, and the in-place updates of
/// [UpdateRows].
final class StatefulRows {

    private static final RandomKey KEY = new RandomKey(0x123456789ABCDEFL, 0xFEDCBA987654321L);
    private static final Domain ANY = between(-1, 1);

    private StatefulRows() {}

    static List<Row> rows() {
        return List.of(
                Row.of(
                                "dropout",
                                Limits.floats(Tolerance.ulps(1)),
                                Case.of(new Dropout(0.1, KEY), drawn(ANY, 37)),
                                Case.of(new Dropout(0.5, KEY), drawn(ANY, 3, 67)),
                                Case.of(new Dropout(0, KEY), drawn(ANY, 1)),
                                Case.of(new Dropout(0.9, new RandomKey(0, 0)), drawn(ANY, 0)))
                        .benchmark(Case.of(new Dropout(0.1, KEY), drawn(ANY, 256, 2048))),
                fill(
                        "uniform",
                        Tolerance.EXACT,
                        out -> Ops.kernels(out).randoms().uniform(KEY, Dense.view(out))),
                fill(
                        "normal",
                        new Tolerance(4e-6, 4e-6),
                        out -> Ops.kernels(out).randoms().normal(KEY, Dense.view(out))),
                fill(
                        "fill",
                        Tolerance.EXACT,
                        out -> Ops.kernels(out).elementwise().fill(Dense.view(out), 0.1)),
                UpdateRows.sgd(),
                UpdateRows.adam(),
                UpdateRows.adafactor(),
                UpdateRows.adafactorFactored());
    }

    /// Returns the row of a kernel that fills; its operand gives the shape.
    private static Row fill(String name, Tolerance tolerance, Consumer<Tensor> kernel) {
        return Row.of(
                        name,
                        new Limits(Set.of(DType.F32), tolerance, 0),
                        fill(kernel, 1),
                        fill(kernel, 7),
                        fill(kernel, 37),
                        fill(kernel, 1030),
                        fill(kernel, 0))
                .benchmark(fill(kernel, 1 << 18));
    }

    private static Case fill(Consumer<Tensor> kernel, int n) {
        return Case.computing(
                in -> {
                    Tensor like = in.getFirst();
                    Tensor out = Dense.empty(new Spec(like.dtype(), like.shape()), like.device());
                    kernel.accept(out);
                    Reference.reachabilityFence(out);
                    return List.of(out);
                },
                drawn(ANY, n).constant());
    }
}

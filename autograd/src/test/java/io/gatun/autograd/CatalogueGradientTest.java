package io.gatun.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.catalogue.Case;
import io.gatun.catalogue.Catalogue;
import io.gatun.catalogue.Row;
import io.gatun.tensor.DType;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks the gradient of every op of the catalogue; a row that leaves one out fails.
class CatalogueGradientTest {

    /// Gradients whose operands depend on each other (a norm's scale follows from its rows): their own
    /// derivatives are total ones, and right only where they stand in the gradient of a gradient.
    private static final Set<String> ONLY_INSIDE_GRADIENTS =
            Set.of("rmsnormgradient", "layernormgradient", "crossentropygradient", "attentiongradient");

    /// Rounds, so that differences see steps; `GradientsTest` covers it.
    private static final Set<String> STEPPED = Set.of("cast");

    private static final double BACKEND = 5e-4; // float32, relative to the largest gradient
    private static final int SECOND_ORDER_SIZE = 24;

    static List<Row> rows() {
        return Catalogue.rows();
    }

    static Stream<Row> differentiable() {
        return rows().stream()
                .filter(row -> row.gradientCases().stream().anyMatch(CatalogueGradientTest::hasFloatingResult));
    }

    private static boolean hasFloatingResult(Case each) {
        return Memory.scope(() -> result(each, each.inputs(DType.F64)).dtype().isFloating());
    }

    /// An op's further results (a norm's scale, indices) are there for its gradient only; no gradient flows to
    /// them.
    private static Tensor result(Case each, List<Tensor> in) {
        List<Tensor> results = each.run(in);
        if (each.op().isPresent()) {
            return results.getFirst();
        }
        return Tensor.concat(
                0, results.stream().map(result -> result.reshape(-1)).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("differentiable")
    void gradients_agree_with_finite_differences(Row row) {
        for (Case each : row.gradientCases()) {
            GradientCheck.Report report =
                    GradientCheck.of(in -> result(each, in), each.inputs(DType.F64), each.differentiable());

            assertThat(report.reference().error())
                    .as("%s %s: %s", row, each, report.reference())
                    .isLessThanOrEqualTo(row.limits().gradient());
            assertThat(report.backend().error())
                    .as("%s %s: %s", row, each, report.backend())
                    .isLessThanOrEqualTo(BACKEND);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("differentiable")
    void second_derivatives_agree_with_differences_of_gradients(Row row) {
        Case largest = row.gradientCases().stream()
                .filter(each -> each.size() <= SECOND_ORDER_SIZE)
                .max(Comparator.comparingLong(Case::size))
                .orElseGet(() -> row.gradientCases().getFirst());

        GradientCheck.Report report = GradientCheck.secondOrder(
                in -> result(largest, in).square(), largest.inputs(DType.F64), largest.differentiable());

        assertThat(report.reference().error())
                .as("%s %s: %s", row, largest, report.reference())
                .isLessThanOrEqualTo(1e-5);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void every_operand_to_which_a_gradient_flows_is_checked(Row row) {
        Set<Integer> flowing = new TreeSet<>();
        Set<Integer> checked = new TreeSet<>();
        row.cases().stream()
                .filter(each -> each.op().isPresent() && each.size() < 1000)
                .forEach(each -> flowing.addAll(reached(each)));
        row.gradientCases().forEach(each -> checked.addAll(each.differentiable()));

        if (!ONLY_INSIDE_GRADIENTS.contains(row.name()) && !STEPPED.contains(row.name())) {
            assertThat(checked).as("operands of " + row).containsAll(flowing);
        }
    }

    /// Returns the operands that get a gradient other than 0.
    private static List<Integer> reached(Case each) {
        return Memory.scope(() -> {
            List<Tensor> in = each.inputs(DType.F64);
            List<Integer> floating = IntStream.range(0, in.size())
                    .filter(i -> in.get(i).dtype().isFloating())
                    .boxed()
                    .toList();
            List<Tensor> wrt = floating.stream().map(in::get).toList();
            List<Integer> reached = new ArrayList<>();
            Tensor probe = result(each, in);
            if (probe.dtype().isFloating()) {
                Gradients gradients = Gradients.of(() -> result(each, in).sum(), wrt);
                floating.stream()
                        .filter(i -> gradients.get(in.get(i)).abs().sum().item() != 0)
                        .forEach(reached::add);
            }
            return reached;
        });
    }
}

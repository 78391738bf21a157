package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.autograd.GradientCheck;
import io.gatun.catalogue.Case;
import io.gatun.catalogue.Catalogue;
import io.gatun.catalogue.Row;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Memory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The gradient of every op of the catalogue on the emulated device. That the reference's are right is the business of
/// `CatalogueGradientTest`.
class CudaGradientsTest {

    private static final Device DEVICE = EmulatedBackend.device();
    private static final double TOLERANCE = 5e-4; // float32, relative to the largest gradient

    static Stream<Row> rows() {
        return Catalogue.rows().stream()
                .filter(row -> row.gradientCases().stream().anyMatch(CudaGradientsTest::hasFloatingResult));
    }

    private static boolean hasFloatingResult(Case each) {
        return Memory.scope(
                () -> each.run(each.inputs(DType.F32)).getFirst().dtype().isFloating());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void gradients_agree_with_those_of_the_reference(Row row) {
        for (Case each : row.gradientCases()) {
            GradientCheck.Worst worst = GradientCheck.ofDevice(
                    in -> each.run(in).getFirst(), each.inputs(DType.F32), each.differentiable(), DEVICE);

            assertThat(worst.error()).as("%s %s: %s", row, each, worst).isLessThanOrEqualTo(TOLERANCE);
        }
    }
}

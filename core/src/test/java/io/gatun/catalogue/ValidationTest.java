package io.gatun.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.kernel.Backends;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValidationTest {

    static Stream<Row> rows() {
        return Catalogue.rows().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_cpu_agrees_with_the_reference(Row row) {
        List<String> failures = new ArrayList<>();
        for (DType dtype : row.dtypes()) {
            Validation.Result result = Validation.validate(row, dtype, Device.CPU);
            failures.add(result.summary().failure());
        }
        assertThat(failures).allMatch(String::isEmpty);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_reference_gives_the_same_bits_in_every_layout(Row row) {
        for (DType dtype : List.of(row.dtypes().getFirst())) {
            for (Case each : row.cases(dtype)) {
                for (int arrangement = 1; arrangement < Case.arrangements(); arrangement++) {
                    int of = arrangement;
                    Memory.scope(() -> Ops.with(Backends.reference(), () -> {
                        List<Tensor> strided = each.inputs(dtype, of);
                        List<Tensor> packed = strided.stream()
                                .map(x -> Tensor.ofDoubles(x.shape(), x.toDoubles())
                                        .to(x.dtype()))
                                .toList();
                        List<Tensor> expected = each.run(packed);
                        List<Tensor> actual = each.run(strided);
                        for (int i = 0; i < expected.size(); i++) {
                            assertThat(actual.get(i).toDoubles())
                                    .as(each + " of " + dtype + " in arrangement " + of)
                                    .isEqualTo(expected.get(i).toDoubles());
                        }
                        return null;
                    }));
                }
            }
        }
    }

    @Test
    void a_wrong_result_is_found_and_named() {
        Differences differences = new Differences(Tolerance.ulps(2));

        differences.compare("sum", Tensor.of(1, 2, 3.001f), Tensor.of(1, 2, 3));

        assertThat(differences.summary().failure()).isEqualTo("sum: element 2 is 3.000999927520752, expected 3.0");
        assertThat(differences.summary().maxUlp()).isEqualTo(4194);
    }

    @Test
    void nan_for_a_number_and_the_wrong_infinity_are_found() {
        float inf = Float.POSITIVE_INFINITY;
        for (float[] pair : new float[][] {{Float.NaN, 1}, {1, Float.NaN}, {inf, -inf}, {inf, 1}}) {
            Differences differences = new Differences(Tolerance.sums());
            differences.compare("x", Tensor.of(pair[0]), Tensor.of(pair[1]));
            assertThat(differences.summary().failure()).isNotEmpty();
        }
    }

    @Test
    void an_exact_row_tells_zeros_apart() {
        Differences differences = new Differences(Tolerance.EXACT);

        differences.compare("x", Tensor.of(-0f), Tensor.of(0f));

        assertThat(differences.summary().failure()).isNotEmpty();
    }

    @Test
    void a_result_of_another_type_or_shape_is_found() {
        Differences differences = new Differences(Tolerance.EXACT);

        differences.compare("x", Tensor.ones(2), Tensor.ones(1, 2));

        assertThat(differences.summary().failure()).isEqualTo("x is f32[2], expected f32[1, 2]");
    }
}

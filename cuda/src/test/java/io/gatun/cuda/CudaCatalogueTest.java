package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.catalogue.Catalogue;
import io.gatun.catalogue.Row;
import io.gatun.catalogue.Validation;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every op of the catalogue on the emulated device, as `gatun validate --device cuda` runs it on a real one.
class CudaCatalogueTest {

    private static final Device DEVICE = EmulatedBackend.device();

    static List<Row> rows() {
        return Catalogue.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_device_agrees_with_the_reference(Row row) {
        List<String> failures = new ArrayList<>();
        for (DType dtype : row.dtypes()) {
            failures.add(Validation.validate(row, dtype, DEVICE).summary().failure());
        }
        assertThat(failures).allMatch(String::isEmpty);
    }
}

package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.catalogue.Case;
import io.gatun.catalogue.Operand;
import io.gatun.catalogue.Row;
import io.gatun.catalogue.Tolerance;
import io.gatun.catalogue.Validation;
import io.gatun.op.Op;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Compares a device with the reference on shapes beside those of the catalogue.
final class Agreement {

    private Agreement() {}

    /// Expects an op on these operands to agree in float32 and in bfloat16.
    static void check(Device device, Tolerance tolerance, Op op, Operand... operands) {
        Row.Limits limits = new Row.Limits(Set.of(DType.F32, DType.BF16), tolerance, 0);
        Row row = Row.of(op.opName(), limits, Case.of(op, operands));
        List<String> failures = new ArrayList<>();
        for (DType dtype : row.dtypes()) {
            failures.add(Validation.validate(row, dtype, device).summary().failure());
        }
        assertThat(failures).as(op.opName()).allMatch(String::isEmpty);
    }
}

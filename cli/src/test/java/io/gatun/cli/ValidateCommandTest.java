package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidateCommandTest {

    @Test
    void writes_a_line_for_each_op_and_element_type() {
        Shell.Ran ran = Shell.run("validate", "--json", "--ops", "relu,matmul");

        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
        List<JsonObject> lines =
                ran.out().lines().map(line -> Json.parseObject(line, "line")).toList();
        assertThat(lines).extracting(line -> line.string("op")).contains("relu", "matmul");
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.members())
                    .containsKeys("op", "dtype", "device", "cases", "max_abs", "max_rel", "max_ulp", "tolerance", "ok");
            assertThat(line.bool("ok")).isTrue();
            assertThat(line.integer("cases")).isPositive();
        });
        assertThat(lines)
                .filteredOn(line -> line.string("dtype").equals("f32"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.integer("gradient_cases")).isPositive());
    }

    @Test
    void an_unknown_op_or_device_ends_with_2() {
        assertThat(Shell.run("validate", "--ops", "nonsense").status()).isEqualTo(2);
        assertThat(Shell.run("validate", "--device", "cuda:7", "--ops", "relu").err())
                .startsWith("gatun: device cuda:7 is not available");
    }
}

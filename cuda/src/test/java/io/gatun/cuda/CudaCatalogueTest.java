package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.catalogue.Catalogue;
import io.gatun.catalogue.Row;
import io.gatun.catalogue.Validation;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every op of the catalogue on the emulated device, as `gatun validate --device cuda` runs it on a real one.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CudaCatalogueTest {

    private static final Device DEVICE = EmulatedBackend.device();
    private static final NativeLibrary DRIVER =
            NativeLibrary.open(Emulator.ofBuild().driver().toString());
    private static final Pattern ENTRY = Pattern.compile("\\.entry (\\w+)\\(");

    @BeforeAll
    static void forget_launches() {
        new NativeFunction(DRIVER, "cuemuForgetLaunches()").none();
    }

    static List<Row> rows() {
        return Catalogue.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Order(1)
    void the_device_agrees_with_the_reference(Row row) {
        List<String> failures = new ArrayList<>();
        for (DType dtype : row.dtypes()) {
            failures.add(Validation.validate(row, dtype, DEVICE).summary().failure());
        }
        assertThat(failures).allMatch(String::isEmpty);
    }

    /// So that a real device shows what is wrong with any of them. It counts what the test above launched.
    @Test
    @Order(2)
    void every_kernel_was_launched() throws IOException {
        NativeFunction launched = new NativeFunction(DRIVER, "cuemuLaunched(yes, kernel)");
        List<String> never = new ArrayList<>();
        int kernels = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment yes = arena.allocate(JAVA_INT);
            for (Path family : Emulator.families()) {
                for (String kernel : ENTRY.matcher(Files.readString(PtxCompiler.ptx(family)))
                        .results()
                        .map(found -> found.group(1))
                        .toList()) {
                    launched.pp(yes, arena.allocateFrom(kernel));
                    kernels++;
                    if (yes.get(JAVA_INT, 0) == 0) {
                        never.add(kernel);
                    }
                }
            }
        }
        assertThat(kernels).isGreaterThan(300);
        assertThat(never).isEmpty();
    }
}

package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelImagesTest {

    private static final Map<String, String> FILES = Map.of(
            "kernels/rows.ptx", "ptx",
            "kernels/rows.sm_80.cubin", "for 8.0",
            "kernels/rows.sm_89.cubin", "for 8.9",
            "kernels/rows.sm_100.cubin", "for 10.0",
            "kernels/cubins.cuda", "13\n");

    private static KernelImages images(Map<String, String> files) {
        return new KernelImages(
                _ -> null,
                name -> files.containsKey(name)
                        ? new ByteArrayInputStream(files.get(name).getBytes(StandardCharsets.US_ASCII))
                        : null);
    }

    @ParameterizedTest
    @CsvSource({
        "80, 13000, for 8.0",
        "86, 13000, for 8.0",
        "89, 13010, for 8.9",
        "89, 14000, for 8.9",
        "89, 12080, ptx", // a driver older than the toolkit
        "90, 13000, ptx",
        "103, 13000, for 10.0",
        "120, 13000, ptx",
    })
    void a_device_gets_what_was_made_for_it(int capability, int driver, String expected) {
        byte[] image = images(FILES).image("rows", capability, driver);

        assertThat(new String(image, StandardCharsets.US_ASCII)).isEqualTo(expected + '\0');
    }

    @Test
    void builds_without_cubins_have_ptx() {
        byte[] image = images(Map.of("kernels/rows.ptx", "ptx")).image("rows", 80, 13000);

        assertThat(new String(image, StandardCharsets.US_ASCII)).isEqualTo("ptx\0");
        assertThatThrownBy(() -> images(Map.of()).image("rows", 80, 13000)).hasMessageContaining("has no rows.ptx");
    }
}

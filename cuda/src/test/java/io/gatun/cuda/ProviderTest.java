package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProviderTest {

    /// On the class path `module-info` says nothing to ServiceLoader.
    @Test
    void the_provider_is_declared_for_the_class_path_as_for_the_module_path() throws IOException {
        String declared;
        try (InputStream file =
                CudaProvider.class.getResourceAsStream("/META-INF/services/io.gatun.kernel.BackendProvider")) {
            declared = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        assertThat(declared).isEqualTo(CudaProvider.class.getName());
        assertThat(CudaProvider.class.getModule().getDescriptor().provides())
                .anySatisfy(each -> assertThat(each.providers()).containsExactly(declared));
    }
}

package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaProbeTest {

    @TempDir
    private Path folder;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private CudaProbe probe() {
        return CudaProbe.probe(new LibrarySearch(properties::get, environment::get));
    }

    @Test
    void says_in_one_sentence_that_there_is_no_driver() {
        properties.put("cuda.driver.path", folder.resolve("libcuda.so.1").toString());

        CudaProbe probe = probe();

        assertThat(probe.available()).isFalse();
        assertThat(probe.devices()).isEmpty();
        assertThat(probe.reason()).isEqualTo("no NVIDIA driver in the file that -Dcuda.driver.path names");
        assertThat(probe.libraries().get(CudaLibrary.DRIVER).searched())
                .singleElement()
                .asString()
                .startsWith(folder + "/libcuda.so.1: ")
                .contains("No such file");
    }

    @Test
    void reports_every_library_with_the_places_searched() {
        properties.put("cuda.path", folder + ":" + folder.resolve("none"));
        environment.put("CUDA_HOME", folder.resolve("toolkit").toString());

        CudaProbe probe = probe();

        assertThat(probe.libraries()).containsOnlyKeys(CudaLibrary.values());
        CudaProbe.Library nccl = probe.libraries().get(CudaLibrary.NCCL);
        assertThat(nccl.searched())
                .startsWith(
                        folder + ": no libnccl.so.2",
                        folder.resolve("none") + ": no such folder",
                        folder.resolve("toolkit/lib64") + ": no such folder");
    }

    @Test
    void looks_into_the_packages_of_a_python_environment() throws IOException {
        Path wheel = Files.createDirectories(folder.resolve("lib/python3.11/site-packages/nvidia/nccl/lib"));
        Path library = anyLibrary(wheel.resolve("libnccl.so.2"));
        environment.put("VIRTUAL_ENV", folder.toString());

        assertThat(probe().libraries().get(CudaLibrary.NCCL).path()).contains(library.toString());
    }

    @Test
    void gives_the_loaders_reason_for_a_file_that_is_no_library() throws IOException {
        Files.writeString(folder.resolve("libcudnn.so.9"), "not a library");
        properties.put("cuda.path", folder.toString());

        assertThat(probe().libraries().get(CudaLibrary.CUDNN).searched())
                .anySatisfy(place -> assertThat(place)
                        .startsWith(folder.resolve("libcudnn.so.9") + ": ")
                        .containsAnyOf("file too short", "invalid ELF header"));
    }

    @Test
    void reads_the_devices_of_a_driver() throws IOException, InterruptedException {
        properties.put("cuda.driver.path", standInDriver().toString());

        CudaProbe probe = probe();

        assertThat(probe.reason()).isEqualTo("2 devices");
        assertThat(probe.available()).isTrue();
        assertThat(probe.driverVersion()).isEqualTo(12040);
        assertThat(probe.devices())
                .containsExactly(
                        new CudaDevice(0, "Stand-in 40", 40L << 32, "9.0", 132),
                        new CudaDevice(1, "Stand-in 41", 41L << 32, "9.0", 132));
    }

    @Test
    void a_driver_of_cuda_12_is_not_given_libraries_of_13() throws IOException, InterruptedException {
        properties.put("cuda.driver.path", standInDriver().toString());
        properties.put("cuda.path", folder.toString());
        anyLibrary(folder.resolve("libcublasLt.so.13"));
        Path twelve = anyLibrary(folder.resolve("libcublasLt.so.12"));

        assertThat(probe().libraries().get(CudaLibrary.CUBLAS_LT).path()).contains(twelve.toString());
    }

    @Test
    void repeats_the_drivers_words_when_it_does_not_start() throws IOException, InterruptedException {
        properties.put("cuda.driver.path", standInDriver("-DSTATUS=100").toString());

        CudaProbe probe = probe();

        assertThat(probe.available()).isFalse();
        assertThat(probe.reason())
                .isEqualTo("an NVIDIA driver, but no usable device: cuInit(flags 0): no CUDA-capable device is detected"
                        + " (CUDA_ERROR_NO_DEVICE, code 100)");
    }

    @Test
    void names_the_function_that_an_old_driver_lacks() throws IOException {
        properties.put(
                "cuda.driver.path", anyLibrary(folder.resolve("libcuda.so.1")).toString());

        assertThat(probe().reason()).contains("expected a function cuDriverGetVersion, found none");
    }

    @Test
    @Tag("gpu")
    void finds_the_device_of_this_machine() {
        CudaProbe probe = CudaProbe.probe();
        if (!Boolean.getBoolean("gpu.machine")) {
            assumeThat(probe.available()).as(probe.reason()).isTrue();
        }

        assertThat(probe.devices()).isNotEmpty().allSatisfy(device -> {
            assertThat(device.memory()).isGreaterThan(1L << 30);
            assertThat(device.multiprocessors()).isPositive();
        });
    }

    /// A real library that has nothing to do with CUDA: the JDK brings some.
    private static Path anyLibrary(Path as) throws IOException {
        return Files.copy(Path.of(System.getProperty("java.home"), "lib", "libnet.so"), as);
    }

    private Path standInDriver(String... options) throws IOException, InterruptedException {
        Path source = folder.resolve("driver.c");
        Path library = folder.resolve("libcuda.so.1");
        try (InputStream in = CudaProbeTest.class.getResourceAsStream("driver.c")) {
            Files.copy(in, source);
        }
        List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-o", library.toString()));
        command.addAll(List.of(options));
        command.add(source.toString());
        int status;
        try {
            status = new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            assumeThat(e).as("a C compiler, to build the stand-in driver").isNull();
            throw e;
        }
        assertThat(status).isZero();
        return library;
    }
}

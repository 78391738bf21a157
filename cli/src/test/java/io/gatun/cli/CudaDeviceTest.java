package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `--device cuda` on the emulated driver that the tests of `cuda` have built.
@Tag("emulated")
class CudaDeviceTest {

    private static final Path EMULATOR = Path.of("../cuda/target/emulator").toAbsolutePath();

    @TempDir
    private Path folder;

    @BeforeAll
    static void use_the_emulated_driver() {
        Path driver = EMULATOR.resolve("libcuda.so.1");
        assumeTrue(Files.exists(driver), "no emulated driver: the tests of the module cuda build it");
        System.setProperty("cuda.driver.path", driver.toString());
        System.setProperty("cuda.kernels.path", EMULATOR.resolve("kernels").toString());
        System.setProperty("cuda.cublasLt.path", "none"); // NVIDIA's would not run on it
    }

    @AfterAll
    static void leave_it() {
        System.clearProperty("cuda.driver.path");
        System.clearProperty("cuda.kernels.path");
        System.clearProperty("cuda.cublasLt.path");
    }

    @Test
    void validate_compares_a_device_with_the_reference() {
        Shell.Ran ran = Shell.run("validate", "--device", "cuda", "--json", "--ops", "relu,softmax,takerows");

        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
        List<JsonObject> lines =
                ran.out().lines().map(line -> Json.parseObject(line, "line")).toList();
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.string("device")).isEqualTo("cuda:0");
            assertThat(line.bool("ok")).isTrue();
        });
        assertThat(lines)
                .filteredOn(line -> line.string("dtype").equals("f32"))
                .allSatisfy(line -> assertThat(line.integer("gradient_cases")).isPositive());
    }

    @Test
    void a_model_is_trained_on_a_device_and_answers_on_the_cpu() {
        Path out = folder.resolve("model");

        Shell.Ran onDevice =
                Shell.run(Samples.pretrain("--steps", "2", "--device", "cuda", "--json", "--out", out.toString()));
        Shell.Ran onCpu = Shell.run(Samples.pretrain(
                "--steps", "2", "--json", "--out", folder.resolve("other").toString()));

        assertThat(onDevice.status()).as(onDevice.err()).isZero();
        assertThat(loss(onDevice)).isCloseTo(loss(onCpu), within(1e-3));
        for (String device : List.of("cuda", "cpu")) {
            assertThat(Shell.runWith(
                                    "abc\n".getBytes(StandardCharsets.UTF_8),
                                    "generate",
                                    "--device",
                                    device,
                                    "--model",
                                    out.toString())
                            .status())
                    .isZero();
        }
    }

    private static double loss(Shell.Ran ran) {
        String last = ran.out().lines().reduce((_, line) -> line).orElseThrow();
        return Json.parseObject(last, "line").number("loss");
    }

    @Test
    void bench_times_a_device() {
        Shell.Ran ran = Shell.run(
                "bench", "--device", "cuda", "--json", "gemm:8,8,8", "warm=1", "warm_secs=0", "iters=2", "secs=0");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(Json.parseObject(ran.out(), "line").string("device")).isEqualTo("cuda:0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train:t5-mini dtype=bf16 T=2 iters=3",
                "train:dc-mini dtype=bf16 T=2 drop=0.1",
                "eval:lc-mini dtype=bf16",
                "decode:t5-mini dtype=bf16 N=2",
                "decode:dc-mini dtype=bf16 N=2"
            })
    void bench_times_whole_models_in_bfloat16(String words) {
        JsonObject line = bench(words + " B=1 S=3");

        assertThat(line.string("device")).isEqualTo("cuda:0");
        assertThat(line.number("device_peak_mb")).isPositive();
        if (words.contains("iters=3")) { // the master copies keep what a bfloat16 would round away
            assertThat(line.number("loss_last")).isLessThan(line.number("loss_first"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"layernorm", "rmsnorm", "lightconv", "dynconv", "embedding", "sdpa_causal", "dropout"})
    void bench_times_operations_with_gradients(String name) {
        JsonObject line = bench("op:" + name + ":fb dtype=bf16 B=2 T=9 C=16 H=2 K=3");

        assertThat(line.string("device")).isEqualTo("cuda:0");
    }

    private static JsonObject bench(String words) {
        String once = (words.contains("iters") ? "" : " iters=1") + " warm=1 warm_secs=0 secs=0";
        Shell.Ran ran = Shell.run(("bench --device cuda --quiet --json " + words + once).split(" ", -1));
        assertThat(ran.status()).as(ran.err()).isZero();
        return Json.parseObject(ran.out(), "line");
    }

    @Test
    void scaling_times_a_device_and_names_it() throws IOException {
        String words =
                "--lengths 8 --archs lightweight,transformer --preset nano --tokens 8 --warm-seconds 0 --seconds 0";
        Shell.Ran ran = Shell.run(("scaling --device cuda --json --out " + folder + " " + words).split(" ", -1));

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out().lines()).hasSize(2).allSatisfy(line -> {
            JsonObject point = Json.parseObject(line, "line");
            assertThat(point.number("peak_bytes")).isPositive();
        });
        assertThat(folder.resolve("scaling.json")).content().contains("cuda:0, emulated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokenizer train --input MISSING --vocab 300 --out MISSING",
                "tokenizer encode --model MISSING",
                "quantize --model MISSING --dtype int8 --out MISSING"
            })
    void a_command_that_has_no_way_to_a_device_says_so(String words) {
        Shell.Ran ran = Shell.run((words + " --device cuda").split(" ", -1));

        assertThat(ran.status()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err()).isEqualTo("gatun: this command runs on the CPU only, got --device cuda:0\n");
    }

    @Test
    void a_device_that_is_not_there_is_named_with_those_that_are() {
        assertThat(Shell.run("validate", "--device", "cuda:3").err())
                .isEqualTo("gatun: device cuda:3 is not available: there is cuda:0 only\n");
    }
}

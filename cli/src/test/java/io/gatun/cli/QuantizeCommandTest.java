package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizeCommandTest {

    @TempDir
    private Path folder;

    private Path quantized(String dtype) {
        Path out = folder.resolve(dtype);
        Shell.Ran ran = Shell.run(
                "quantize", "--model", Samples.FINETUNED.toString(), "--dtype", dtype, "--out", out.toString());
        assertThat(ran.status()).as(ran.err()).isZero();
        return out;
    }

    @ParameterizedTest
    @CsvSource({"bf16, 0.6", "int8, 0.4"})
    void a_smaller_model_answers_and_is_evaluated(String dtype, double share) throws IOException {
        Path model = quantized(dtype);

        long before = Files.size(Samples.FINETUNED.resolve("model.safetensors"));
        assertThat(Files.size(model.resolve("model.safetensors"))).isLessThan((long) (share * before));
        Shell.Ran generated =
                Shell.runWith("the fox\n".getBytes(StandardCharsets.UTF_8), "generate", "--model", model.toString());
        assertThat(generated.status()).as(generated.err()).isZero();
        assertThat(generated.out()).hasLineCount(1);
        Shell.Ran evaluated = Shell.run(
                "evaluate", "--json", "--task", "file", "--test", Samples.TEST.toString(), "--model", model.toString());
        assertThat(evaluated.status()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("\"n\":12");
    }

    @Test
    void it_is_for_inference_only() {
        Path model = quantized("int8");

        Samples.assertRefused(
                Shell.run(Samples.finetune(
                        "--model",
                        model.toString(),
                        "--out",
                        folder.resolve("x").toString())),
                "compressed to i8 and cannot be trained");
        Samples.assertRefused(
                Shell.run(
                        "quantize",
                        "--model",
                        model.toString(),
                        "--out",
                        folder.resolve("x").toString()),
                "compressed to i8 already");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void a_folder_with_something_in_it_is_left_alone() {
        Samples.assertRefused(
                Shell.run("quantize", "--model", Samples.FINETUNED.toString(), "--out", Samples.PRETRAINED.toString()),
                "is not empty");
        Samples.assertRefused(
                Shell.run("quantize", "--model", Samples.FINETUNED.toString(), "--dtype", "int4", "--out", "x"),
                "expected int8 or bf16, got int4");
    }
}

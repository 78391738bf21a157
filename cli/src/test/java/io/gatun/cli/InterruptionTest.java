package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatun.json.Json;
import io.gatun.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Signals, sent to a process of its own.
class InterruptionTest {

    private static final String STEPS = "150";
    private static final int SIGINT = 2;

    @TempDir
    private Path folder;

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        Path env = Path.of("/usr/bin/env");
        if (Files.isExecutable(env) && supportsDefaultSignal()) {
            command.addAll(List.of(env.toString(), "--default-signal=INT")); // a background job's children ignore it
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=io.gatun.core,io.gatun.cuda,io.gatun.cli",
                "-p",
                System.getProperty("jdk.module.path"),
                "-m",
                "io.gatun.cli/io.gatun.cli.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private static boolean supportsDefaultSignal() throws IOException {
        Process probe = new ProcessBuilder("/usr/bin/env", "--default-signal=INT", "true")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return probe.onExit().join().exitValue() == 0;
    }

    private static boolean ignores(Process process, int signal) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        assumeTrue(Files.exists(status), "signals are tested where /proc is");
        String mask = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        return (Long.parseUnsignedLong(mask, 16) >> (signal - 1) & 1) == 1;
    }

    /// Interrupts a run once it has taken its first steps, and returns its exit status.
    private int interrupt(Process process, String signal, Path out) throws Exception {
        Path log = out.resolve("metrics.jsonl");
        while (process.isAlive() && !(Files.exists(log) && Files.readString(log).contains("\"step\":10,"))) {
            Thread.sleep(5);
        }
        assertThat(process.isAlive()).as(err()).isTrue();
        assumeTrue(signal.equals("TERM") || !ignores(process, SIGINT), "SIGINT is ignored here");
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    private static long savedStep(Path out) throws IOException {
        try (SafetensorsFile state = SafetensorsFile.open(out.resolve("training.safetensors"))) {
            return Long.parseLong(state.metadata().get("step"));
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void pretraining_saves_its_last_step_and_goes_on_to_the_same_bytes(String signal, int status) throws Exception {
        Path whole = folder.resolve("whole");
        Path cut = folder.resolve("cut");
        Process process = start(
                Samples.pretrain("--steps", STEPS, "--checkpoint-every", "100000", "--json", "--out", cut.toString()));

        assertThat(interrupt(process, signal, cut)).as(err()).isEqualTo(status);
        long step = savedStep(cut);
        assertThat(step).isBetween(10L, Long.parseLong(STEPS) - 1);
        String out = Files.readString(folder.resolve("out"));
        assertThat(Json.parseObject(out.strip(), "").integer("step")).isEqualTo(step);
        assertThat(err()).doesNotContain("Exception");

        assertThat(Shell.run(Samples.pretrain("--steps", STEPS, "--resume", "--out", cut.toString()))
                        .status())
                .isZero();
        assertThat(Shell.run(Samples.pretrain("--steps", STEPS, "--out", whole.toString()))
                        .status())
                .isZero();
        assertSame(cut, whole, "config.json", "tokenizer.model", "model.safetensors", "training.safetensors");
    }

    @Test
    void finetuning_saves_its_last_step_and_goes_on_to_the_same_bytes() throws Exception {
        Path whole = folder.resolve("whole");
        Path cut = folder.resolve("cut");
        String model = Samples.PRETRAINED.toString();
        Process process = start(Samples.finetune("--model", model, "--steps", STEPS, "--out", cut.toString()));

        assertThat(interrupt(process, "INT", cut)).as(err()).isEqualTo(130);
        assertThat(savedStep(cut)).isBetween(10L, Long.parseLong(STEPS) - 1);
        assertThat(cut.resolve("metrics.json")).doesNotExist();

        Shell.Ran rest =
                Shell.run(Samples.finetune("--model", model, "--steps", STEPS, "--resume", "--out", cut.toString()));
        Shell.Ran all = Shell.run(Samples.finetune("--model", model, "--steps", STEPS, "--out", whole.toString()));
        assertThat(rest.status()).as(rest.err()).isZero();
        assertThat(rest.out()).isEqualTo(all.out());
        assertSame(cut, whole, "config.json", "model.safetensors", "training.safetensors", "metrics.json");
    }

    private static void assertSame(Path actual, Path expected, String... names) {
        for (String name : names) {
            assertThat(actual.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
        }
    }
}

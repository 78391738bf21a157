package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.tensor.Device;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ExperimentOptionsTest {

    /// The last step is validated whatever its number, so the others must not leave a remainder behind them.
    @ParameterizedTest
    @CsvSource({"240, 80, 3", "800, 267, 3", "2000, 667, 3", "4000, 1334, 3", "1, 1, 1"})
    void a_fine_tuning_is_validated_three_times(long steps, int every, long times) {
        ExperimentOptions options = CommandLine.populateCommand(
                new ExperimentOptions(), "--tasks", "grammar", "--finetune-steps", String.valueOf(steps));
        PrintStream none = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

        int evaluateEvery = options.settings(new Console(InputStream.nullInputStream(), none, none), 42, Device.CPU)
                .finetuning()
                .get("grammar")
                .plan()
                .evaluateEvery();

        assertThat(evaluateEvery).isEqualTo(every);
        assertThat(Math.ceilDiv(steps, evaluateEvery)).isEqualTo(times);
    }
}

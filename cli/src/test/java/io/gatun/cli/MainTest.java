package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "info --no-such-option|gatun: Unknown option: '--no-such-option'",
                "inf|gatun: Unmatched argument at index 0: 'inf'",
                "info --threads 0|gatun: --threads: expected at least 1, got 0",
                "info --threads x|gatun: Invalid value for option '--threads': 'x' is not an int",
                "info --device cuda:x|gatun: --device: expected auto, cpu, cuda or cuda:N, got cuda:x",
            })
    void a_wrong_command_line_ends_with_2_and_one_sentence(String line, String message) {
        Shell.Ran ran = Shell.run(line.split(" "));

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith(message + "\n").doesNotContain("\tat ");
        assertThat(ran.err().lines()).hasSize(2);
    }

    @Test
    void verbose_adds_the_stack_trace() {
        assertThat(Shell.run("info", "--device", "tpu", "--verbose").err()).contains("\tat io.gatun.cli");
    }

    @Test
    void no_command_shows_the_commands_on_stderr() {
        Shell.Ran ran = Shell.run();

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("Usage: gatun", "info");
    }

    @Test
    void global_options_may_stand_before_or_after_the_command() {
        assertThat(Shell.run("--json", "info").out()).startsWith("{");
        assertThat(Shell.run("info", "--json").out()).startsWith("{");
    }

    @Test
    void info_tells_what_is_there_as_one_json_object() {
        Shell.Ran ran = Shell.run("info", "--json", "--threads", "3");

        assertThat(ran.status()).isZero();
        assertThat(ran.err()).isEmpty();
        JsonObject info = Json.parseObject(ran.out(), "info");
        assertThat(info.string("jdk"))
                .startsWith(String.valueOf(Runtime.version().feature()));
        assertThat(info.integer("vector_bits")).isIn(64L, 128L, 256L, 512L);
        assertThat(info.integer("threads")).isEqualTo(3);
        assertThat(info.integer("memory_bytes")).isPositive();
        JsonObject cuda = info.object("cuda");
        assertThat(cuda.string("reason")).isNotBlank();
        assertThat(cuda.object("libraries").members()).containsOnlyKeys("driver", "nvrtc", "cublasLt", "nccl", "cudnn");
        assertThat(cuda.bool("available")).isEqualTo(!cuda.objects("devices").isEmpty());
    }

    @Test
    void info_is_readable_without_json() {
        assertThat(Shell.run("info").out()).contains("JDK", "vectors", "CUDA", "cublasLt");
    }

    @Test
    void every_command_has_help_that_explains_every_option() {
        List<CommandLine> commands = new ArrayList<>();
        collect(Main.commandLine(new Console(System.in, System.out, System.err)), commands);

        assertThat(commands).hasSizeGreaterThan(1).allSatisfy(command -> {
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(command.getCommandName())
                    .isNotEmpty();
            assertThat(command.getCommandSpec().options())
                    .allSatisfy(option -> assertThat(option.description())
                            .as(option.longestName())
                            .isNotEmpty());
            assertThat(command.getCommandSpec().optionsMap())
                    .containsKeys("--help", "--device", "--threads", "--seed", "--json", "--quiet", "--verbose");
        });
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().forEach(sub -> collect(sub, all));
    }
}

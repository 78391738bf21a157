package io.gatun.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingSummaryTest {

    private static final OptionalDouble WHOLE = OptionalDouble.of(.97);
    private static final OptionalDouble PART = OptionalDouble.of(.5);

    @TempDir
    private Path folder;

    static ScalingPoint point(String arch, int length, double trainingTokensPerSecond, OptionalDouble cpuShare) {
        return new ScalingPoint(
                arch,
                length,
                14,
                1,
                100,
                10,
                30,
                Optional.of(new ScalingPoint.Measured(10, trainingTokensPerSecond, 1 << 20, cpuShare)));
    }

    private static ScalingPoint outOfMemory(String arch, int length) {
        return new ScalingPoint(arch, length, 14, 1, 100, 10, 30, Optional.empty());
    }

    private static Optional<String> sentence(ScalingPoint... points) {
        return ScalingSummary.of(new Scaling(Map.of(), Map.of(), List.of(points)))
                .sentence();
    }

    @Test
    void sets_the_shortest_and_the_longest_length_of_all_against_the_transformer() {
        assertThat(sentence(
                        point("transformer", 64, 4, WHOLE),
                        point("dilated", 64, 6, WHOLE),
                        point("transformer", 128, 4, WHOLE),
                        point("dilated", 128, 8, WHOLE),
                        outOfMemory("transformer", 256),
                        point("dilated", 256, 8, WHOLE)))
                .contains(
                        "Training steps set against the transformer’s: dilated 1.50 times as fast at 64 tokens and dilated"
                                + " 2.00 times as fast at 128 tokens.");
    }

    @Test
    void leaves_out_what_was_measured_beside_other_work() {
        assertThat(sentence(
                        point("transformer", 64, 4, WHOLE),
                        point("dilated", 64, 6, WHOLE),
                        point("transformer", 128, 4, PART),
                        point("dilated", 128, 8, WHOLE)))
                .contains(
                        "Training steps set against the transformer’s: dilated 1.50 times as fast at 64 tokens. Speeds of 1"
                                + " of 4 points are no measurement and left out: the runs had between 50 and 97 % of the processor"
                                + " time that their threads could use.");
        assertThat(sentence()).isEmpty();
    }

    @Test
    void a_file_without_shares_is_read_and_says_nothing_of_speed() throws IOException {
        Scaling scaling = new Scaling(
                Map.of(),
                Map.of("cpu", "old"),
                List.of(
                        point("transformer", 64, 4, OptionalDouble.empty()),
                        point("dilated", 64, 6, OptionalDouble.empty())));
        scaling.write(folder);

        assertThat(folder.resolve("scaling.json")).content().doesNotContain("cpu_share");
        assertThat(Scaling.read(folder)).contains(scaling);
        assertThat(ScalingSummary.of(scaling).sentence())
                .contains(
                        "Speeds by length are no measurement: how much of the processor the runs had was not recorded.");
        assertThat(folder.resolve("scaling.html"))
                .content()
                .contains("no measurement")
                .doesNotContain("times as fast");
    }

    @Test
    void shares_are_kept_and_a_point_takes_the_place_of_one_that_had_no_memory() throws IOException {
        Scaling scaling = new Scaling(Map.of(), Map.of(), List.of(outOfMemory("dilated", 64)))
                .with(point("dilated", 128, 6, WHOLE))
                .with(point("dilated", 64, 6, PART));
        scaling.write(folder);

        assertThat(scaling.points()).hasSize(2);
        assertThat(Scaling.read(folder)).contains(scaling);
        assertThat(Json.parseObject(Files.readString(folder.resolve("scaling.json")), "")
                        .objects("points"))
                .extracting(point -> point.number("cpu_share"))
                .containsExactly(.97, .5);
    }
}

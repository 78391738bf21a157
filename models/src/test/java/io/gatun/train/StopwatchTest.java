package io.gatun.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatun.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopwatchTest {

    @TempDir
    private Path folder;

    private Path kept() {
        return folder.resolve("seconds.json");
    }

    private static double number(Map<String, Object> json, String key) {
        return ((Number) json.get(key)).doubleValue();
    }

    @Test
    void goes_on_with_the_time_that_was_kept() throws IOException {
        Files.writeString(kept(), "{\"seconds\": 10000, \"cpu_share\": 0.5}");

        Stopwatch watch = new Stopwatch(folder, Device.CPU, Observer.NONE);
        watch.saved(1);

        Map<String, Object> json = new Stopwatch(folder, Device.CPU, Observer.NONE).toJson();
        assertThat(number(json, "seconds")).isBetween(10000.0, 10100.0);
        assertThat(number(json, "cpu_share")).isCloseTo(0.5, within(0.02)); // what came to it is a moment
        watch.end();
        assertThat(kept()).doesNotExist();
    }

    @Test
    void of_a_run_that_began_without_it_the_share_is_not_known() throws IOException {
        Files.writeString(kept(), "{\"seconds\": 10}");

        assertThat(new Stopwatch(folder, Device.CPU, Observer.NONE).toJson()).containsOnlyKeys("seconds");
    }

    @Test
    void a_new_run_knows_its_share_where_the_system_tells_it() throws IOException {
        Map<String, Object> json = new Stopwatch(folder, Device.CPU, Observer.NONE).toJson();

        assertThat(number(json, "seconds")).isPositive();
        if (ProcessHandle.current().info().totalCpuDuration().isPresent()) {
            assertThat(json).containsKey("cpu_share");
        }
    }
}

package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchProfileTest {

    @Test
    void what_was_put_on_the_stream_is_counted_and_timed() {
        try (EmulatedDevice device = new EmulatedDevice();
                CudaStream stream = device.context().stream();
                DeviceMemory a = device.device(1, 2, 3);
                DeviceMemory b = device.device(0, 0, 0)) {
            LaunchProfile profile = LaunchProfile.on(device.context(), stream);
            for (int i = 0; i < 3; i++) {
                profile.time("a copy", () -> b.copyFrom(a, stream));
            }
            profile.time("a fill", () -> a.fill((byte) 0, stream));

            List<String> table = profile.table();

            assertThat(device.read(b)).containsExactly(1, 2, 3);
            assertThat(table).hasSize(3);
            assertThat(table.getFirst()).endsWith("work");
            assertThat(table)
                    .anySatisfy(line -> assertThat(line.strip().split(" +"))
                            .endsWith("a", "copy")
                            .contains("3"));
        }
    }

    @Test
    void nothing_is_timed_where_nobody_asks() {
        boolean[] ran = new boolean[1];

        LaunchProfile.OFF.time("nothing", () -> ran[0] = true);

        assertThat(ran).containsOnly(true);
        assertThat(LaunchProfile.OFF.isOn()).isFalse();
    }
}

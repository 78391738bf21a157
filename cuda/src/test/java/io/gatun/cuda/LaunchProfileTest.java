package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchProfileTest {

    private static final String COPIES = " +[0-9.]+ +[0-9.]+ +%d +[0-9.]+  a copy";

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
            assertThat(table).anySatisfy(line -> assertThat(line).matches(COPIES.formatted(3)));
            assertThat(profile.table()).isEqualTo(table); // nothing is counted twice
        }
    }

    @Test
    void what_a_failed_device_did_before_is_reported_and_why_the_rest_is_not() {
        try (EmulatedDevice device = new EmulatedDevice()) {
            CudaStream stream = device.context().stream(); // nothing of a device that has failed can be closed
            DeviceMemory a = device.device(1, 2, 3);
            DeviceMemory b = device.device(0, 0, 0);
            LaunchProfile profile = LaunchProfile.on(device.context(), stream);
            profile.time("a copy", () -> b.copyFrom(a, stream));
            profile.table();
            CudaFunction fault = device.kernels().function("barrier_for_some");
            profile.time("a fault", () -> Launch.of(fault).run(LaunchShape.of(1, 64), stream));

            List<String> report = profile.report("cuda:0");

            assertThat(report).hasSize(4);
            assertThat(report.getFirst()).isEqualTo("cuda:0");
            assertThat(report.get(1)).startsWith("without the last 1 of its works: cu");
            assertThat(report.getLast()).matches(COPIES.formatted(1));
        }
    }

    /// The JVM's profile is asked for by a property; within graphs nothing could be timed.
    @Test
    void a_backend_is_timed_where_the_property_names_a_file_and_records_nothing_then() throws IOException {
        Path file = Path.of("target", "profile.txt"); // it is written again when this JVM ends
        try (EmulatedDevice device = new EmulatedDevice()) {
            System.setProperty("cuda.profile", file.toString());
            CudaBackend timed = backend(device);
            System.clearProperty("cuda.profile");
            CudaBackend plain = backend(device);

            assertThat(timed.recordsRoutines()).isFalse();
            assertThat(plain.recordsRoutines()).isTrue();
            assertThat(Files.readAllLines(file)).isEmpty();
        }
    }

    @Test
    void a_file_that_cannot_be_written_is_named_at_once() {
        try (EmulatedDevice device = new EmulatedDevice()) {
            System.setProperty("cuda.profile", "target/no/such/folder/times.txt");
            try {
                assertThatThrownBy(() -> backend(device))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("-Dcuda.profile: cannot write target/no/such/folder/times.txt: no such folder");
            } finally {
                System.clearProperty("cuda.profile");
            }
        }
    }

    private static CudaBackend backend(EmulatedDevice device) {
        return new CudaBackend(Device.cuda(0), device.context(), KernelImages.ofSystem(), Optional.empty());
    }

    @Test
    void nothing_is_timed_where_nobody_asks() {
        boolean[] ran = new boolean[1];

        LaunchProfile.OFF.time("nothing", () -> ran[0] = true);

        assertThat(ran).containsOnly(true);
        assertThat(LaunchProfile.OFF.isOn()).isFalse();
    }
}

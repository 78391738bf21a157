package io.gatun.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatun.tensor.Device;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {

    private static final int MEGABYTES = 256;

    @Test
    void a_peak_is_of_what_came_after_its_beginning() {
        OptionalDouble before = PeakMemory.begin(Device.CPU).megabytes();
        assumeTrue(before.isPresent(), "no /proc/self/clear_refs: peaks cannot be reset here");

        PeakMemory first = PeakMemory.begin(Device.CPU);
        Memory.scope(() -> {
            Tensor _ = Tensor.ones(MEGABYTES, 1 << 18);
        });
        double peak = first.megabytes().orElseThrow();
        double next = PeakMemory.begin(Device.CPU).megabytes().orElseThrow();

        assertThat(peak).isGreaterThan(before.getAsDouble() + MEGABYTES / 2.0);
        assertThat(next).isLessThan(peak - MEGABYTES / 2.0);
    }
}

package io.gatun.cli.bench;

import io.gatun.kernel.Allocator;
import io.gatun.kernel.Backends;
import io.gatun.tensor.Device;
import io.gatun.tensor.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// The greatest resident size of this process since a moment, where Linux tells it; and the most that
/// tensors used of the memory of a GPU.
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final int PATIENCE = 20;

    private final Device device;
    private final boolean known;

    private PeakMemory(Device device, boolean known) {
        this.device = device;
        this.known = known;
    }

    /// Gives back what was used before, so that it counts no more, and begins.
    static PeakMemory begin(Device device) {
        Allocator allocator = Backends.of(device).allocator();
        release(allocator);
        allocator.resetPeak();
        try {
            Files.writeString(RESET, "5"); // proc(5): resets the high-water mark, VmHWM
            return new PeakMemory(device, true);
        } catch (IOException _) {
            return new PeakMemory(device, false); // not Linux, or no permission
        }
    }

    /// Frees tensors that nothing refers to any more: the collector finds them, and a thread of its own
    /// frees them.
    private static void release(Allocator allocator) {
        long before;
        int rounds = 0;
        do {
            before = allocator.usedBytes();
            System.gc();
            pause();
        } while (allocator.usedBytes() < before && ++rounds < PATIENCE);
        Memory.trim();
        allocator.trim();
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns what there is to say, by the keys of a line.
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        megabytes().ifPresent(megabytes -> facts.put("rss_peak_mb", megabytes));
        if (!device.isCpu()) {
            facts.put("device_peak_mb", Backends.of(device).allocator().peakBytes() / 1024.0 / 1024);
        }
        return facts;
    }

    /// Returns the peak of the process in megabytes (of 1024² bytes); empty where nobody tells it.
    OptionalDouble megabytes() {
        if (!known) {
            return OptionalDouble.empty();
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) {
                    return OptionalDouble.of(Long.parseLong(line.replaceAll("\\D", "")) / 1024.0);
                }
            }
        } catch (IOException _) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.empty();
    }
}

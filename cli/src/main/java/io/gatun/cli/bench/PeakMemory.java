package io.gatun.cli.bench;

import io.gatun.tensor.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/// The greatest resident size of this process since a moment, where Linux tells it.
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final int PATIENCE = 20;

    private final boolean known;

    private PeakMemory(boolean known) {
        this.known = known;
    }

    /// Gives back what was used before, so that it counts no more, and begins.
    static PeakMemory begin() {
        release();
        try {
            Files.writeString(RESET, "5"); // proc(5): resets the high-water mark, VmHWM
            return new PeakMemory(true);
        } catch (IOException _) {
            return new PeakMemory(false); // not Linux, or no permission
        }
    }

    /// Frees tensors that nothing refers to any more: the collector finds them, and a thread of its own frees
    /// them.
    private static void release() {
        long before;
        int rounds = 0;
        do {
            before = Memory.usedBytes();
            System.gc();
            pause();
        } while (Memory.usedBytes() < before && ++rounds < PATIENCE);
        Memory.trim();
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns the peak in megabytes (of 1024² bytes); empty where nobody tells it.
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

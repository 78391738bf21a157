package io.gatun.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import io.gatun.tensor.Threads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// The times of a case's iterations.
///
/// @param medianMillis the median
/// @param minMillis the least
/// @param n how many were timed
/// @param cpuShare processor time over elapsed time and threads: well below 1 where another process took part of it,
///     or where threads waited; empty where the work is done by another process
public record Timing(double medianMillis, double minMillis, int n, OptionalDouble cpuShare) {

    private static final double WARM_SECONDS = 5; // C2 is done by then
    private static final int MOST = 1_000_000;

    /// A case, timed.
    ///
    /// @param timing its times
    /// @param amount the work of an iteration
    /// @param facts what else there is to say
    public record Result(Timing timing, Work.Amount amount, Map<String, Object> facts) {}

    /// Warms a case up and times it: `iters` iterations at least (7) and for `secs` seconds at least (1), after
    /// `warm` iterations (3) and `warm_secs` seconds (5).
    ///
    /// @throws IllegalArgumentException if there is no such case, or it has no such option
    public static Result of(Case asked) {
        int iterations = asked.count("iters", 7);
        double seconds = asked.number("secs", 1);
        int warm = asked.count("warm", 3);
        double warmSeconds = asked.number("warm_secs", WARM_SECONDS);
        Work work = Works.of(asked);
        asked.checkOptions();
        run(work, warm, warmSeconds);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        double[] millis = run(work, iterations, seconds);
        double elapsed = System.nanoTime() - begin;
        double share = (system.getProcessCpuTime() - cpu) / elapsed / Threads.get();
        OptionalDouble ours = work instanceof StartWork ? OptionalDouble.empty() : OptionalDouble.of(share);
        Arrays.sort(millis);
        double median = (millis[(millis.length - 1) / 2] + millis[millis.length / 2]) / 2;
        Map<String, Object> facts = new LinkedHashMap<>(work.facts());
        if (work instanceof ModelWork) {
            peakMegabytes(facts);
        }
        return new Result(new Timing(median, millis[0], millis.length, ours), work.amount(), facts);
    }

    private static double[] run(Work work, int least, double seconds) {
        double[] millis = new double[16];
        int n = 0;
        long begin = System.nanoTime();
        while (n < least || n < MOST && System.nanoTime() - begin < seconds * 1e9) {
            if (n == millis.length) {
                millis = Arrays.copyOf(millis, 2 * n);
            }
            long start = System.nanoTime();
            work.iterate();
            millis[n++] = (System.nanoTime() - start) / 1e6;
        }
        return Arrays.copyOf(millis, n);
    }

    /// Adds the greatest resident size of this process, where the system tells it.
    private static void peakMegabytes(Map<String, Object> facts) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    facts.put("rss_peak_mb", Long.parseLong(line.replaceAll("\\D", "")) / 1024.0);
                }
            }
        } catch (IOException _) {
            return; // not Linux: there is no such fact
        }
    }
}

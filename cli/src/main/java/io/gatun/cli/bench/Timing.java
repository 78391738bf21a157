package io.gatun.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import io.gatun.kernel.Backend;
import io.gatun.kernel.Backends;
import io.gatun.tensor.Device;
import io.gatun.tensor.Threads;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// The times of a case's iterations.
///
/// @param medianMillis the median
/// @param minMillis the least
/// @param n how many were timed
/// @param cpuShare processor time over elapsed time and threads: well below 1 where another process took
///     part of it, or where threads waited; empty where the work is done by another process
public record Timing(double medianMillis, double minMillis, int n, OptionalDouble cpuShare) {

    private static final int MOST = 1_000_000;

    /// A case, timed.
    ///
    /// @param timing its times
    /// @param amount the work of an iteration
    /// @param facts what else there is to say
    public record Result(Timing timing, Work.Amount amount, Map<String, Object> facts) {}

    /// Makes a case's operands, warms it up and times it.
    public static Result of(Trial trial) {
        PeakMemory peak = PeakMemory.begin(trial.device());
        try (Work work = trial.work().get()) {
            return of(trial, work, peak);
        }
    }

    private static Result of(Trial trial, Work work, PeakMemory peak) {
        double[] _ = run(work, trial.warmUp(), trial.device());
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        double[] millis = run(work, trial.measured(), trial.device());
        double elapsed = System.nanoTime() - begin;
        int threads = trial.device().isCpu() ? Threads.get() : 1; // one thread leads a GPU
        double share = (system.getProcessCpuTime() - cpu) / elapsed / threads;
        OptionalDouble ours = work instanceof StartWork ? OptionalDouble.empty() : OptionalDouble.of(share);
        Arrays.sort(millis);
        double median = (millis[(millis.length - 1) / 2] + millis[millis.length / 2]) / 2;
        Map<String, Object> facts = new LinkedHashMap<>(work.facts());
        if (work instanceof ModelWork) {
            facts.putAll(peak.facts());
        }
        return new Result(new Timing(median, millis[0], millis.length, ours), work.amount(), facts);
    }

    /// Returns the milliseconds that each iteration took.
    private static double[] run(Work work, Trial.Effort effort, Device device) {
        Backend backend = Backends.of(device);
        double[] millis = new double[16];
        int n = 0;
        long begin = System.nanoTime();
        while (n < effort.iterations() || n < MOST && System.nanoTime() - begin < effort.seconds() * 1e9) {
            if (n == millis.length) {
                millis = Arrays.copyOf(millis, 2 * n);
            }
            long start = System.nanoTime();
            work.iterate();
            backend.await();
            millis[n++] = (System.nanoTime() - start) / 1e6;
        }
        return Arrays.copyOf(millis, n);
    }
}

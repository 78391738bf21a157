package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.get_num_threads;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;

/// Times a body, each run in a [PointerScope] of its own so that native memory is freed at once.
record Timing(int warm, double warmSeconds, int least, double seconds) {

    private static final int MOST = 20_000;

    static Timing of(Options options) {
        return new Timing(
                options.integer("warm", 3),
                options.number("warm_secs", 0.3),
                options.integer("iters", 7),
                options.number("secs", 1));
    }

    /// Runs the body until it is warm, then as often as asked for, and adds `median_ms`, `min_ms`, `n` and
    /// `cpu_share` to a line.
    void run(Line line, Runnable body) {
        long begin = System.nanoTime();
        for (int i = 0; i < warm || since(begin) < warmSeconds; i++) {
            once(body);
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<Double> times = new ArrayList<>();
        long cpu = system.getProcessCpuTime();
        begin = System.nanoTime();
        while (times.size() < least || since(begin) < seconds && times.size() < MOST) {
            long start = System.nanoTime();
            once(body);
            times.add((System.nanoTime() - start) / 1e6);
        }
        double share = (system.getProcessCpuTime() - cpu) / 1e9 / since(begin) / get_num_threads();
        Collections.sort(times);
        line.round("median_ms", times.get(times.size() / 2));
        line.round("min_ms", times.getFirst());
        line.put("n", times.size());
        line.round("cpu_share", share);
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void once(Runnable body) {
        try (PointerScope _ = new PointerScope()) {
            body.run();
        }
    }
}

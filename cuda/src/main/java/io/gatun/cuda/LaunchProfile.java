package io.gatun.cuda;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// How long a device takes for each kernel, product and copy. Where the property `cuda.profile` names a
/// file, a table for each device that was used is written there when the JVM ends. Each is timed by two
/// events around it: where the device has nothing else to do, it comes to the first before the host has
/// launched what follows, and that counts.
final class LaunchProfile {

    private static final String FILE = "cuda.profile";
    private static final int MOST_PENDING = 4096;

    /// Work on the stream whose time is not known yet.
    private record Timed(String what, CudaEvent begin, CudaEvent end) {}

    private record Total(long count, double millis) {

        Total plus(Total other) {
            return new Total(count + other.count, millis + other.millis);
        }
    }

    /// Times nothing.
    static final LaunchProfile OFF = new LaunchProfile(null, null);

    /// The tables that are to be written when this JVM ends.
    private static final List<Supplier<List<String>>> REPORTS = new ArrayList<>();

    private final CudaContext context; // null: nothing is timed
    private final CudaStream stream;
    private final List<Timed> pending = new ArrayList<>();
    private final Deque<CudaEvent> spare = new ArrayDeque<>();
    private final Map<String, Total> totals = new HashMap<>();

    private LaunchProfile(CudaContext context, CudaStream stream) {
        this.context = context;
        this.stream = stream;
    }

    /// Returns the profile that this JVM has been asked for, or [#OFF].
    ///
    /// @param title what its table is headed by
    static LaunchProfile ofSystem(CudaContext context, CudaStream stream, String title) {
        String file = System.getProperty(FILE);
        if (file == null) {
            return OFF;
        }
        if (file.isEmpty()) {
            throw new IllegalArgumentException("-D" + FILE + ": expected a file to write, got nothing");
        }
        LaunchProfile profile = on(context, stream);
        write(file, List.of()); // found now if it cannot be
        synchronized (REPORTS) {
            if (REPORTS.isEmpty()) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file, reports())));
            }
            REPORTS.add(() -> profile.report(title));
        }
        return profile;
    }

    private static List<String> reports() {
        synchronized (REPORTS) {
            return REPORTS.stream().flatMap(report -> report.get().stream()).toList();
        }
    }

    /// Returns a profile of work on a stream.
    static LaunchProfile on(CudaContext context, CudaStream stream) {
        return new LaunchProfile(context, stream);
    }

    private static void write(String file, List<String> lines) {
        try {
            Files.write(Path.of(file), lines);
        } catch (IOException e) {
            String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
            String why = e instanceof NoSuchFileException ? "no such folder" : reason;
            throw new IllegalArgumentException("-D" + FILE + ": cannot write " + file + ": " + why, e);
        }
    }

    /// Returns whether anything is timed.
    boolean isOn() {
        return context != null;
    }

    /// Runs what puts work on the stream: between two events, if it is timed.
    void time(Object what, Runnable work) {
        if (isOn()) {
            timed(what.toString(), work);
        } else {
            work.run();
        }
    }

    private synchronized void timed(String what, Runnable work) {
        if (pending.size() == MOST_PENDING) {
            collect();
        }
        CudaEvent begin = event();
        CudaEvent end = event();
        stream.mark(begin);
        work.run();
        stream.mark(end);
        pending.add(new Timed(what, begin, end));
    }

    private CudaEvent event() {
        return spare.isEmpty() ? context.event() : spare.pop();
    }

    /// Waits for all work that was timed, and adds up its times.
    private void collect() {
        stream.synchronize();
        for (Timed timed : pending) {
            double millis = timed.end().millisecondsSince(timed.begin());
            totals.merge(timed.what(), new Total(1, millis), Total::plus);
            spare.push(timed.begin());
            spare.push(timed.end());
        }
        pending.clear();
    }

    /// Returns the table with a title; what a device that has failed did last is not in it.
    synchronized List<String> report(String title) {
        List<String> lines = new ArrayList<>(List.of(title));
        try {
            lines.addAll(table());
        } catch (CudaException e) {
            lines.add("without the last " + pending.size() + " of its works: " + e.getMessage());
            lines.addAll(lines());
        }
        return lines;
    }

    /// Returns the times so far, what took longest first.
    synchronized List<String> table() {
        context.enter();
        collect();
        return lines();
    }

    private List<String> lines() {
        double all = totals.values().stream().mapToDouble(Total::millis).sum();
        List<String> lines = new ArrayList<>();
        lines.add("    ms in all      %    times    us each  work");
        totals.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue().millis()))
                .map(entry -> line(entry.getKey(), entry.getValue(), all))
                .forEach(lines::add);
        return lines;
    }

    private static String line(String what, Total total, double all) {
        return "%13.3f  %5.1f  %7d  %9.2f  %s"
                .formatted(
                        total.millis(),
                        100 * total.millis() / all,
                        total.count(),
                        1000 * total.millis() / total.count(),
                        what);
    }
}

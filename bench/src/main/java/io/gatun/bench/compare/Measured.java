package io.gatun.bench.compare;

import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/// What a process measured of a case.
///
/// @param milliseconds the median of the timed runs
/// @param least the shortest of them, in milliseconds
/// @param cpuShare CPU time for each second and thread, 1 if nobody else was there; above 1 where a JVM compiled
/// @param peakMegabytes the most memory that was resident, 0 if not told
record Measured(double milliseconds, double least, double cpuShare, double peakMegabytes) {

    private static final double UNDISTURBED = 0.96;

    /// Reads a line of JSON.
    static Measured parse(String line, String source) {
        return of(Json.parseObject(line, source));
    }

    static Measured of(JsonObject json) {
        return new Measured(
                json.number("median_ms"),
                json.number("min_ms"),
                json.number("cpu_share"),
                json.orElse("rss_peak_mb", json::number, 0.0));
    }

    /// Returns what [#of] reads.
    Map<String, Object> members() {
        return new TreeMap<>(Map.of(
                "median_ms", milliseconds, "min_ms", least, "cpu_share", cpuShare, "rss_peak_mb", peakMegabytes));
    }

    /// Returns whether another process had the CPU for a while. With several threads nobody can tell.
    boolean disturbed(int threads) {
        return threads == 1 && cpuShare < UNDISTURBED;
    }
}

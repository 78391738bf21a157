package io.gatun.cli.report;

import io.gatun.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// How much of the processor time that their threads could use some runs had. Where that is little, their
/// seconds tell what else the machine did, or that they were suspended, and not how fast they are.
///
/// @param low the least of a run; empty if that of any is not known
/// @param high the most
public record CpuShare(OptionalDouble low, double high) {

    private static final String JSON = "cpu_share";
    private static final double WHOLE = 0.9; // threads that wait for one another lose a little on an idle machine, too

    static CpuShare ofPretraining(Results results) {
        return of(results.pretrainings().stream().map(Pretraining::cpuShare));
    }

    static CpuShare ofAll(Results results) {
        return of(Stream.concat(
                results.pretrainings().stream().map(Pretraining::cpuShare),
                results.runs().stream().map(Run::cpuShare)));
    }

    /// Returns the share of points of which something was measured.
    static CpuShare of(Scaling scaling) {
        return of(scaling.points().stream()
                .flatMap(point -> point.speed().stream())
                .map(ScalingPoint.Measured::cpuShare));
    }

    private static CpuShare of(Stream<OptionalDouble> shares) {
        List<OptionalDouble> all = shares.toList();
        boolean known = all.stream().allMatch(OptionalDouble::isPresent);
        OptionalDouble low =
                known ? all.stream().mapToDouble(OptionalDouble::getAsDouble).min() : OptionalDouble.empty();
        return new CpuShare(
                low, all.stream().flatMapToDouble(OptionalDouble::stream).max().orElse(0));
    }

    /// Returns whether the runs had their cores as good as for themselves.
    boolean whole() {
        return whole(low);
    }

    static boolean whole(OptionalDouble share) {
        return share.isPresent() && share.getAsDouble() >= WHOLE;
    }

    /// Returns what they had, as the end of a sentence.
    String sentence() {
        if (low.isEmpty()) {
            return "how much of the processor the runs had was not recorded";
        }
        String least = percent(low.getAsDouble());
        String most = percent(high);
        return "the runs had %s %% of the processor time that their threads could use"
                .formatted(least.equals(most) ? least : "between %s and %s".formatted(least, most));
    }

    /// Writes a share in a table, without the sign; the JVM's own threads can bring it above a whole.
    public static String write(OptionalDouble share) {
        return share.isPresent() ? percent(share.getAsDouble()) : "–";
    }

    private static String percent(double share) {
        return String.valueOf(Math.min(100, Math.round(100 * share)));
    }

    /// Reads the share from the results of a run; empty if it was made before that was recorded.
    public static OptionalDouble fromJson(JsonObject json) {
        return json.has(JSON) ? OptionalDouble.of(json.number(JSON)) : OptionalDouble.empty();
    }

    static void toJson(OptionalDouble share, Map<String, Object> json) {
        share.ifPresent(value -> json.put(JSON, value));
    }
}

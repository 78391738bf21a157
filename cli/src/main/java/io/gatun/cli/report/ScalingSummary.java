package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How the convolutions stand to the transformer at the shortest length and at the longest that all have.
///
/// Only points that were measured while the threads had their cores for themselves are compared: speeds
/// beside other work are the other work's.
///
/// @param ratios the comparison; empty where there is nothing to compare
/// @param doubt which speeds are no measurement; empty where all are
record ScalingSummary(Optional<String> ratios, Optional<String> doubt) {

    static ScalingSummary of(Scaling scaling) {
        List<String> parts = new ArrayList<>();
        for (int length : lengths(scaling)) {
            for (String arch : scaling.archs()) {
                ratio(scaling, arch, length)
                        .ifPresent(ratio -> parts.add(String.format(
                                Locale.ROOT, "%s %.2f times as fast at %s tokens", arch, ratio, Words.whole(length))));
            }
        }
        return new ScalingSummary(
                parts.isEmpty()
                        ? Optional.empty()
                        : Optional.of("Training steps set against the transformer’s: %s.".formatted(Words.list(parts))),
                doubt(scaling));
    }

    /// Returns all there is to say; empty if that is nothing.
    Optional<String> sentence() {
        List<String> sentences = new ArrayList<>();
        ratios.ifPresent(sentences::add);
        doubt.ifPresent(sentences::add);
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", sentences));
    }

    private static Optional<String> doubt(Scaling scaling) {
        List<ScalingPoint> measured = scaling.points().stream()
                .filter(point -> point.speed().isPresent())
                .toList();
        long disturbed = measured.stream().filter(point -> !point.undisturbed()).count();
        if (disturbed == 0) {
            return Optional.empty();
        }
        return Optional.of((disturbed == measured.size()
                        ? "Speeds by length are no measurement: %s."
                        : "Speeds of %d of %d points are no measurement and left out: %%s."
                                .formatted(disturbed, measured.size()))
                .formatted(CpuShare.of(scaling).sentence()));
    }

    /// Returns the shortest length and the longest at which all have something to compare; none if there
    /// is none.
    private static List<Integer> lengths(Scaling scaling) {
        List<Integer> all = scaling.lengths().stream()
                .filter(length -> scaling.archs().stream()
                        .allMatch(arch -> scaling.point(arch, length)
                                .filter(ScalingPoint::undisturbed)
                                .isPresent()))
                .toList();
        return all.size() < 2 ? all : List.of(all.getFirst(), all.getLast());
    }

    private static Optional<Double> ratio(Scaling scaling, String arch, int length) {
        return arch.equals(Findings.ATTENTION)
                ? Optional.empty()
                : rate(scaling, arch, length)
                        .flatMap(rate ->
                                rate(scaling, Findings.ATTENTION, length).map(base -> rate / base));
    }

    private static Optional<Double> rate(Scaling scaling, String arch, int length) {
        return scaling.point(arch, length)
                .flatMap(ScalingPoint::speed)
                .map(ScalingPoint.Measured::trainingTokensPerSecond);
    }
}

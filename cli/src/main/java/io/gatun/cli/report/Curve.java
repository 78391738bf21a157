package io.gatun.cli.report;

import io.gatun.json.JsonException;
import java.util.ArrayList;
import java.util.List;

/// A value that was followed over the steps of a training run.
///
/// @param points in the order of their steps
public record Curve(List<Point> points) {

    /// One measurement.
    ///
    /// @param step the step after which it was taken
    /// @param value what was measured
    public record Point(long step, double value) {}

    /// Copies the list.
    public Curve {
        points = List.copyOf(points);
    }

    /// Returns the curve without points.
    public static Curve empty() {
        return new Curve(List.of());
    }

    /// Returns whether there is nothing to show.
    public boolean isEmpty() {
        return points.isEmpty();
    }

    /// Returns the mean of the last tenth of the points: a single step's loss says little.
    ///
    /// @throws IllegalStateException if there are no points
    public double end() {
        if (isEmpty()) {
            throw new IllegalStateException("curve: expected points, got none");
        }
        int size = points.size();
        return points.subList(size - Math.max(1, size / 10), size).stream()
                .mapToDouble(Point::value)
                .average()
                .orElseThrow();
    }

    /// Returns the points from a step on.
    Curve from(long step) {
        return new Curve(points.stream().filter(point -> point.step() >= step).toList());
    }

    /// Returns the curve averaged over the points up to `radius` before and after each.
    Curve smoothed(int radius) {
        List<Point> smooth = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            int end = Math.min(points.size(), i + radius + 1);
            double mean = points.subList(Math.max(0, i - radius), end).stream()
                    .mapToDouble(Point::value)
                    .average()
                    .orElseThrow();
            smooth.add(new Point(points.get(i).step(), mean));
        }
        return new Curve(smooth);
    }

    /// Returns at most `size` points of the curve, evenly spread, first and last among them.
    Curve thinned(int size) {
        if (points.size() <= size) {
            return this;
        }
        List<Point> thin = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            thin.add(points.get((int) Math.round(i * (points.size() - 1.0) / (size - 1))));
        }
        return new Curve(thin);
    }

    /// Returns `[[step, value], …]`.
    List<List<Number>> toJson() {
        return points.stream()
                .map(point -> List.<Number>of(point.step(), point.value()))
                .toList();
    }

    static Curve fromJson(List<?> list) {
        List<Point> points = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof List<?> pair
                    && pair.size() == 2
                    && pair.getFirst() instanceof Long step
                    && pair.getLast() instanceof Number value)) {
                throw new JsonException("curve: expected pairs of a step and a number, got " + element);
            }
            points.add(new Point(step, value.doubleValue()));
        }
        return new Curve(points);
    }
}

package io.gatun.cli.report;

import java.util.List;

/// Where values lie on a drawing.
sealed interface Axis permits Scale, LogScale {

    /// Returns a value's coordinate.
    double at(double value);

    /// Returns round values to label, from the lowest to the highest.
    List<Double> ticks();
}

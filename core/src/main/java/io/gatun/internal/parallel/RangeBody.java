package io.gatun.internal.parallel;

/// What is done with one piece of a range.
@FunctionalInterface
public interface RangeBody {

    /// Handles the indices from `from` up to, not including, `to`.
    void run(long from, long to);
}

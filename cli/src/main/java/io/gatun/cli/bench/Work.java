package io.gatun.cli.bench;

import java.util.Map;

/// What one iteration of a case computes.
public interface Work extends AutoCloseable {

    /// Computes it once.
    void iterate();

    /// How much that is.
    Amount amount();

    /// Returns what else there is to say, after the last iteration.
    default Map<String, Object> facts() {
        return Map.of();
    }

    /// Gives back what it holds beside tensors.
    @Override
    default void close() {}

    /// The work of one iteration.
    ///
    /// @param flops floating-point operations, 0 where that says nothing
    /// @param tokens tokens, 0 where there are none
    /// @param targets target tokens among them
    record Amount(double flops, double tokens, double targets) {

        static final Amount TIME_ONLY = new Amount(0, 0, 0);

        static Amount flops(double flops) {
            return new Amount(flops, 0, 0);
        }
    }
}

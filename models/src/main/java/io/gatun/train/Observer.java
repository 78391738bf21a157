package io.gatun.train;

/// Is told how a run goes, and may ask it to stop.
public interface Observer {

    /// Sees nothing and never asks to stop.
    Observer NONE = new Observer() {};

    /// Is told of a step.
    ///
    /// @param step what the step did
    /// @param last the number of the last step
    /// @param tokensPerSecond the rate since the run began or was resumed
    default void step(TrainingLoop.Step step, long last, double tokensPerSecond) {}

    /// Is told of a score on validation data.
    default void validated(long step, double value) {}

    /// Is told that the state was saved.
    default void saved(long step) {}

    /// Returns whether the run should save its state and end.
    default boolean stop() {
        return false;
    }
}

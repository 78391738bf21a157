package io.gatun.text;

/// Is told how training a tokenizer gets on.
@FunctionalInterface
public interface TrainingProgress {

    /// Listens to nothing.
    TrainingProgress NONE = (_, _, _) -> {};

    /// The state of things. It is called on the thread that trains, and should return soon.
    ///
    /// @param stage what is being done
    /// @param count how many sentences were read, or how many pieces are left
    /// @param target how many pieces there will be; 0 while it is not known
    void at(Stage stage, long count, long target);

    /// What is being done.
    enum Stage {
        /// Sentences are read and normalized.
        READING,
        /// Frequent substrings are looked for.
        SEEDING,
        /// Pieces are weighed and the least useful ones dropped.
        PRUNING,
        /// The model is ready.
        DONE
    }
}

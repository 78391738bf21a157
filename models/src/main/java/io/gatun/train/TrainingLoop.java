package io.gatun.train;

import io.gatun.data.Batch;
import io.gatun.data.BatchSource;
import java.io.IOException;

/// Takes training steps on one batch after another.
public final class TrainingLoop {

    private final Learning learning;
    private final BatchSource batches;
    private long step;

    /// What a step did.
    ///
    /// @param step its number, from 1
    /// @param loss the mean loss before the update
    /// @param rate the learning rate
    /// @param tokens the tokens that counted
    public record Step(long step, double loss, double rate, long tokens) {}

    /// Is told of every step, and says whether to go on.
    @FunctionalInterface
    public interface Listener {

        /// Returns whether another step should be taken.
        boolean after(Step step) throws IOException;
    }

    /// Creates a loop that has taken `step` steps.
    public TrainingLoop(Learning learning, BatchSource batches, long step) {
        this.learning = learning;
        this.batches = batches;
        this.step = step;
    }

    /// Takes steps until `last` has been taken or the listener says no.
    ///
    /// @throws TrainingException if the loss is not a finite number
    public void run(long last, Listener listener) throws IOException {
        try (TrainingSteps steps = new TrainingSteps(learning)) {
            boolean goOn = true;
            while (goOn && step < last) {
                goOn = listener.after(take(steps));
            }
        }
    }

    private Step take(TrainingSteps steps) {
        Batch batch = batches.next();
        long next = step + 1;
        double rate = learning.schedule().rate(next);
        double loss = steps.take(batch, rate);
        if (!Double.isFinite(loss)) {
            throw new TrainingException("the loss became " + loss + " at step " + next + " with learning rate " + rate
                    + "; try a lower rate or more warm-up. The last checkpoint is unharmed");
        }
        step = next;
        return new Step(step, loss, rate, batch.tokens());
    }

    /// Returns how many steps have been taken.
    public long step() {
        return step;
    }
}

package io.gatun.train;

import io.gatun.autograd.Gradients;
import io.gatun.data.Batch;
import io.gatun.kernel.Backend;
import io.gatun.kernel.Backends;
import io.gatun.kernel.Routine;
import io.gatun.kernel.Scope;
import io.gatun.models.BatchTensors;
import io.gatun.models.BatchTensors.Form;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// Training steps: loss, gradients, update, each in a memory scope of its own.
///
/// On a device that records routines, steps on batches of one form become one when a form comes for the
/// second time: then a step is the same work on the same tensors, which are given another batch.
public final class TrainingSteps implements AutoCloseable {

    /// After so many steps on batches of one form, a device that records routines has them as one.
    public static final int RECORDED_AFTER = 4;

    private static final int KEPT = 8; // forms whose steps are recorded at a time

    private final Learning learning;
    private final Backend backend;
    private final Map<Form, Integer> counts = new HashMap<>(); // how often each form has come
    private final Map<Form, Recorded> recorded = new HashMap<>();

    /// Creates the steps of this learning.
    public TrainingSteps(Learning learning) {
        this.learning = learning;
        Device device = learning.model().device();
        this.backend = Backends.of(device);
    }

    /// Takes a step.
    ///
    /// @param rate the learning rate
    /// @return the mean loss before the update; if it is not a finite number, the weights may be none
    ///     either
    public double take(Batch batch, double rate) {
        if (!backend.recordsRoutines()) {
            return Memory.scope(() -> directly(batch, rate));
        }
        Form form = Form.of(batch);
        int count = counts.merge(form, 1, Integer::sum);
        if (recorded.containsKey(form) || mayRecord(count)) {
            return recorded.computeIfAbsent(form, _ -> Scope.outside(() -> new Recorded(batch)))
                    .take(batch, rate);
        }
        return Memory.scope(() -> directly(batch, rate));
    }

    /// Returns whether a form that has come `count` times is worth recording, and makes room for it:
    /// recording takes longer than some steps, so it is to come much more often than the one it puts out.
    private boolean mayRecord(int count) {
        if (count < 2 || recorded.size() < KEPT) {
            return count >= 2;
        }
        Form rarest = Collections.min(recorded.keySet(), Comparator.comparingInt(counts::get));
        if (count < 2 * counts.get(rarest)) {
            return false;
        }
        recorded.remove(rarest).routine.close();
        return true;
    }

    private double directly(Batch batch, double rate) {
        Gradients gradients = gradients(learning.model().place(batch));
        double loss = gradients.loss().item();
        if (Double.isFinite(loss)) {
            learning.optimizer().step(gradients, rate);
        }
        return loss;
    }

    private Gradients gradients(BatchTensors batch) {
        return Gradients.of(
                () -> learning.model().loss(batch, learning.pass(), learning.zLoss()),
                learning.model().weights().values());
    }

    /// The step on batches of one form.
    private final class Recorded {

        private final BatchTensors batch;
        private final Tensor loss;
        private final Routine routine;

        Recorded(Batch first) {
            batch = learning.model().place(first);
            loss = Tensor.scalar(0).to(batch.lossType()).to(backend.device());
            Generator generator = learning.pass().generator();
            routine = backend.routine(generator == null ? Generator.seeded(0) : generator, () -> {
                Gradients gradients = gradients(batch);
                loss.assign(gradients.loss());
                learning.optimizer().apply(gradients);
            });
        }

        double take(Batch next, double rate) {
            learning.optimizer().begin(rate);
            Memory.scope(() -> batch.assign(next));
            routine.run();
            return loss.item();
        }
    }

    /// Gives back what was recorded.
    @Override
    public void close() {
        recorded.values().forEach(step -> step.routine.close());
        recorded.clear();
    }
}

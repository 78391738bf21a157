package io.gatun.autograd;

import io.gatun.op.Ops;
import io.gatun.op.Recorder;
import java.util.function.Supplier;

/// Computing inside [Gradients] without being differentiated: results are constants to the loss.
public final class NoGrad {

    private NoGrad() {}

    /// Returns the result of `work`, none of whose calls is recorded.
    public static <T> T run(Supplier<T> work) {
        return ScopedValue.where(Ops.RECORDER, Recorder.NONE).call(work::get);
    }

    /// Runs `work`, none of whose calls is recorded.
    public static void run(Runnable work) {
        ScopedValue.where(Ops.RECORDER, Recorder.NONE).run(work);
    }
}

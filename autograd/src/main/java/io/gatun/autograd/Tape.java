package io.gatun.autograd;

import io.gatun.op.Op;
import io.gatun.op.Ops;
import io.gatun.op.Recorder;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Notes the calls that depend on some tensors, in the order they were made.
///
/// Which tensors depend is known by identity: a result depends if an operand does and its type is floating.
final class Tape implements Recorder {

    /// One call.
    ///
    /// @param op what was applied
    /// @param in the operands
    /// @param out the results
    /// @param needed for each operand whether it depends on the tensors of interest
    /// @param last the tensors whose memory no earlier call reads: a backward walk is done with them here
    record Call(Op op, List<Tensor> in, List<Tensor> out, List<Boolean> needed, List<Tensor> last) {}

    private final Recorder outer;
    private final Holds holds;
    private final Set<Tensor> tracked = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Call> calls = new ArrayList<>();

    /// Creates a tape that notes what depends on `wrt`, and passes every call on to `outer` unless that is
    /// null.
    Tape(Recorder outer, Holds holds, Collection<Tensor> wrt) {
        this.outer = outer;
        this.holds = holds;
        tracked.addAll(wrt);
    }

    /// Returns the recorder in force, `null` if calls are not recorded.
    static Recorder current() {
        Recorder bound = Ops.RECORDER.isBound() ? Ops.RECORDER.get() : null;
        return Recorder.NONE.equals(bound) ? null : bound;
    }

    /// Runs `work` with this tape in force.
    <T> T during(Supplier<T> work) {
        return ScopedValue.where(Ops.RECORDER, this).call(work::get);
    }

    @Override
    public void record(Op op, List<Tensor> in, List<Tensor> out) {
        boolean depends = false;
        Boolean[] needed = new Boolean[in.size()];
        for (int i = 0; i < needed.length; i++) {
            needed[i] = tracked.contains(in.get(i));
            depends |= needed[i];
        }
        if (depends && track(out)) {
            List<Tensor> last = new ArrayList<>(1);
            holdAll(in, last);
            holdAll(out, last);
            calls.add(new Call(op, in, out, Arrays.asList(needed), last));
        }
        if (outer != null) {
            outer.record(op, in, out);
        }
    }

    private boolean track(List<Tensor> out) {
        boolean any = false;
        for (Tensor y : out) {
            if (y.dtype().isFloating()) {
                tracked.add(y);
                any = true;
            }
        }
        return any;
    }

    private void holdAll(List<Tensor> tensors, List<Tensor> last) {
        for (Tensor tensor : tensors) {
            if (holds.holdFirst(tensor)) {
                last.add(tensor);
            }
        }
    }

    /// Returns whether this tape, or one that it passes calls on to, notes what depends on a tensor.
    boolean tracks(Tensor tensor) {
        return tracked.contains(tensor) || (outer instanceof Tape tape && tape.tracks(tensor));
    }

    /// Returns how many calls were noted.
    int size() {
        return calls.size();
    }

    /// Removes the call that was noted last, and returns it.
    Call takeLast() {
        return calls.removeLast();
    }
}

package io.gatun.autograd;

import io.gatun.kernel.Dense;
import io.gatun.kernel.Scope;
import io.gatun.op.Backward;
import io.gatun.op.Recorder;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;

/// The backward walk over a tape: reverse-mode accumulation (Griewank and Walther 2008, chapter 3).
///
/// A call's gradients are asked for when those of all its results are complete, which going backwards in time
/// guarantees. What flows to a tensor from several calls is added up in the order of the walk, so the same
/// program gives the same bits.
final class Walk {

    private final Recorder outer; // records the walk itself; null if nobody does
    private final Holds holds;
    private final IdentityHashMap<Tensor, Tensor> pending = new IdentityHashMap<>();

    Walk(Recorder outer, Holds holds) {
        this.outer = outer;
        this.holds = holds;
    }

    /// Returns a tape that this walk can go back over.
    Tape tape(Collection<Tensor> wrt) {
        return new Tape(outer, holds, wrt);
    }

    /// Returns who needs which memory.
    Holds holds() {
        return holds;
    }

    /// Returns whether a gradient's memory is this walk's to give away; a recorded walk gives away all of it.
    boolean mayHandOut(Tensor gradient) {
        return holds == Holds.NOTHING || holds.isOwn(gradient);
    }

    /// Lets a gradient flow to a tensor.
    void flow(Tensor to, Tensor gradient) {
        holds.hold(gradient);
        Tensor before = pending.put(to, gradient);
        if (before != null) {
            Tensor sum = before.add(gradient);
            holds.hold(sum);
            pending.put(to, sum);
            holds.drop(before);
            holds.drop(gradient);
        }
    }

    /// Returns what has flowed to a tensor, `null` if nothing has.
    Tensor gradient(Tensor of) {
        return pending.get(of);
    }

    /// Walks a tape from its end to its beginning, and empties it.
    void back(Tape tape) {
        while (tape.size() > 0) {
            Tape.Call call = tape.takeLast();
            List<Tensor> g = take(call.out());
            if (g != null) {
                step(call, g);
                g.forEach(this::dropUnlessNull);
            }
            call.last().forEach(holds::drop);
        }
    }

    private void dropUnlessNull(Tensor gradient) {
        if (gradient != null) {
            holds.drop(gradient);
        }
    }

    /// Takes the gradients of a call's results; `null` if the loss depends on none of them.
    private List<Tensor> take(List<Tensor> results) {
        List<Tensor> taken = new ArrayList<>(results.size());
        boolean any = false;
        for (Tensor result : results) {
            Tensor g = pending.remove(result);
            taken.add(g);
            any |= g != null;
        }
        return any ? taken : null;
    }

    /// Walks back over one call; the temporaries are freed at once unless the walk is recorded.
    private void step(Tape.Call call, List<Tensor> g) {
        if (holds == Holds.NOTHING) {
            propagate(call, g);
            return;
        }
        Scope.run(() -> {
            holds.enter();
            try {
                propagate(call, g);
                keepWhatFlowed(call);
            } finally {
                holds.leave();
            }
            return null;
        });
    }

    private void keepWhatFlowed(Tape.Call call) {
        for (int i = 0; i < call.in().size(); i++) {
            Tensor gradient = call.needed().get(i) ? pending.get(call.in().get(i)) : null;
            if (gradient != null) {
                Dense.keep(gradient);
            }
        }
    }

    private void propagate(Tape.Call call, List<Tensor> g) {
        if (call.op() instanceof Recomputation block) {
            replay(block, call, g.get(0));
            return;
        }
        List<Tensor> gradients = call.op().gradients(new Backward(call.in(), call.out(), g, call.needed()));
        for (int i = 0; i < call.in().size(); i++) {
            Tensor gradient = gradients.get(i);
            if (gradient != null && call.needed().get(i)) {
                check(call, i, gradient);
                flow(call.in().get(i), gradient);
            }
        }
    }

    private static void check(Tape.Call call, int operand, Tensor gradient) {
        Tensor x = call.in().get(operand);
        if (!gradient.shape().equals(x.shape()) || gradient.dtype() != x.dtype()) {
            throw new IllegalStateException(call.op().opName() + ": the gradient of operand " + operand + " must be "
                    + x.dtype() + x.shape() + " like the operand, but the op returned " + gradient.dtype()
                    + gradient.shape());
        }
    }

    /// Runs a block again, recording this time, and walks back through it as if it had been recorded at first:
    /// sums are formed in the same order, so every bit is the same.
    private void replay(Recomputation block, Tape.Call call, Tensor g) {
        List<Tensor> wrt = new ArrayList<>();
        for (int i = 0; i < call.in().size(); i++) {
            if (call.needed().get(i)) {
                wrt.add(call.in().get(i));
            }
        }
        Tape tape = tape(wrt);
        flow(tape.during(block::again), g);
        back(tape);
    }
}

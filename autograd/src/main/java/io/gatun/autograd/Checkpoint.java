package io.gatun.autograd;

import io.gatun.op.Op;
import io.gatun.op.Ops;
import io.gatun.op.Recorder;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Activation checkpointing (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost"): a block's
/// intermediate results are freed after its forward run and computed again when the backward walk needs them.
///
/// Memory for a block falls to its operands and its result, for the price of running it twice. Results and
/// gradients have the same bits as without.
public final class Checkpoint {

    private Checkpoint() {}

    /// Returns the block's result; inside [Gradients], frees everything else that the block makes.
    ///
    /// The block must compute the same when it runs again: it may read any tensors, and take random numbers
    /// from `generator`, whose position is restored for the second run, and from no other source. It must not
    /// change anything. Which tensors gradients flow to is found out while it runs.
    ///
    /// @throws IllegalStateException from the backward walk, if the block took another number of random
    /// streams then
    public static Tensor run(Generator generator, Supplier<Tensor> block) {
        Recorder recorder = Tape.current();
        if (recorder instanceof Discovery) { // an outer checkpoint: this one counts when that one runs again
            return Memory.scope(() -> Memory.keep(block.get()));
        }
        if (!(recorder instanceof Tape tape)) {
            return block.get();
        }
        Discovery operands = new Discovery(tape);
        long from = generator == null ? 0 : generator.position();
        Tensor result = Memory.scope(
                () -> Memory.keep(ScopedValue.where(Ops.RECORDER, operands).call(block::get)));
        long to = generator == null ? 0 : generator.position();
        operands.note(result);
        Tensor out = result.detach(); // a tensor of its own, even if the block returns one of its operands
        if (!operands.found.isEmpty()) {
            tape.record(new Recomputation(block, generator, from, to), List.copyOf(operands.found), List.of(out));
        }
        return out;
    }

    /// Returns the result of a block that takes no random numbers, as [#run(Generator, Supplier)] does.
    public static Tensor run(Supplier<Tensor> block) {
        return run(null, block);
    }

    /// Finds the tensors that a block reads and gradients flow to.
    private static final class Discovery implements Recorder {

        private final Tape tape;
        private final List<Tensor> found = new ArrayList<>();
        private final Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        Discovery(Tape tape) {
            this.tape = tape;
        }

        void note(Tensor tensor) {
            if (tape.tracks(tensor) && seen.add(tensor)) {
                found.add(tensor);
            }
        }

        @Override
        public void record(Op op, List<Tensor> in, List<Tensor> out) {
            in.forEach(this::note);
        }
    }
}

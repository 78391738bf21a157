package io.gatun.autograd;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.op.Backward;
import io.gatun.op.Op;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/// Stands on a tape for a block whose calls were not noted, and can run it again.
///
/// @param block the computation
/// @param generator where the block takes random streams, `null` if it takes none
/// @param from the generator's position before the block first ran
/// @param to its position after
record Recomputation(Supplier<Tensor> block, Generator generator, long from, long to) implements Op {

    /// Runs the block with the random streams of its first run.
    Tensor again() {
        if (generator == null) {
            return block.get();
        }
        long now = generator.position();
        generator.seek(from);
        try {
            Tensor result = block.get();
            if (generator.position() != to) {
                throw new IllegalStateException("checkpoint: the block took " + (to - from)
                        + " random streams the first time and " + (generator.position() - from)
                        + " when it ran again; it must compute the same both times");
            }
            return result;
        } finally {
            generator.seek(now);
        }
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        throw new UnsupportedOperationException("a checkpoint is recorded, not applied");
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        throw new UnsupportedOperationException("a checkpoint is recorded, not applied");
    }

    @Override
    public List<Tensor> gradients(Backward backward) {
        throw new UnsupportedOperationException("a checkpoint's gradients come from running its block again");
    }
}

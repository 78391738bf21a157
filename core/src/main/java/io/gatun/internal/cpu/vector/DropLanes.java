package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.I;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.SHORTS;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.kernel.Randoms;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// What is dropped, and what becomes of the rest.
///
/// @param dropped elements whose half of a word is less are dropped
/// @param scale the factor of the others
record DropLanes(int dropped, float scale) {

    /// Returns what a probability of dropping means.
    static DropLanes of(double p) {
        return new DropLanes(Randoms.dropped(p), (float) Randoms.scale(p));
    }

    /// Drops from `n` elements at `x` as the halves of words say; `y` may be `x`.
    void run(long words, long x, long y, long n) {
        long full = Lanes.full(n);
        vectors(words, x, y, full);
        if (full < n) {
            Scratch scratch = Scratch.current();
            vectors(words + 2 * full, scratch.fillRest(0, x + 4 * full, n - full), scratch.rest(1), W);
            scratch.emptyRest(1, y + 4 * full, n - full);
        }
    }

    private void vectors(long words, long x, long y, long n) {
        MemorySegment random = Lanes.bytes(words, 2 * n);
        MemorySegment from = Lanes.words(x, n);
        MemorySegment to = Lanes.words(y, n);
        for (long i = 0; i < 4 * n; i += 4L * W) {
            VectorMask<Float> kept = ((IntVector) ShortVector.fromMemorySegment(SHORTS, random, i / 2, ORDER)
                            .convertShape(VectorOperators.S2I, I, 0))
                    .and(0xFFFF)
                    .compare(VectorOperators.GE, dropped)
                    .cast(F);
            FloatVector v = FloatVector.fromMemorySegment(F, from, i, ORDER);
            FloatVector.zero(F).blend(v.mul(scale), kept).intoMemorySegment(to, i, ORDER);
        }
    }
}

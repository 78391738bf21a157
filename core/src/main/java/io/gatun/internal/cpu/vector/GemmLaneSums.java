package io.gatun.internal.cpu.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.Consumer;

/// The kernel that adds up the lanes of vectors: of each block of as many vectors at `a` as a vector has lanes it
/// makes one at `c`, whose lane `i` is the sum of the lanes of vector `i`. `k` counts blocks. The result may take
/// the operand's place.
///
/// Step `d` = half the lanes, a quarter and so on to 1: vectors `i` and `i + d` become one, which holds sums of the
/// first in the lanes whose bit `d` is clear and of the second in the others. So each sum is a balanced tree,
/// whatever stands beside it.
final class GemmLaneSums implements Consumer<GemmEmitter> {

    @Override
    public void accept(GemmEmitter emitter) {
        CodeBuilder code = emitter.code();
        int k = emitter.intOf("k");
        int block = Lanes.BYTES * Lanes.W;
        int strideA = constant(emitter, block);
        int strideC = constant(emitter, Lanes.BYTES);
        int a = emitter.segment("a", x -> x.iload(k), strideA, x -> x.loadConstant(block));
        int c = emitter.segment("c", x -> x.iload(k), strideC, x -> x.loadConstant(Lanes.BYTES));
        int from = constant(emitter, 0);
        int to = constant(emitter, 0);
        int step = emitter.locals(1, 1);
        int vectors = emitter.locals(Lanes.W, 1);
        code.iconst_0().istore(step);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(step).iload(k).if_icmpge(end);
        for (int i = 0; i < Lanes.W; i++) {
            long position = (long) Lanes.BYTES * i;
            emitter.load(a, () -> code.lload(from).loadConstant(position).ladd());
            code.astore(vectors + i);
        }
        for (int d = Lanes.W / 2; d > 0; d /= 2) {
            for (int i = 0; i < d; i++) {
                join(emitter, vectors + i, vectors + i + d, d);
            }
        }
        code.aload(vectors);
        emitter.store(c, () -> code.lload(to));
        code.lload(from).lload(strideA).ladd().lstore(from);
        code.lload(to).lload(strideC).ladd().lstore(to);
        code.iinc(step, 1).goto_(top).labelBinding(end);
    }

    private static int constant(GemmEmitter emitter, long value) {
        int local = emitter.locals(1, 2);
        emitter.code().loadConstant(value).lstore(local);
        return local;
    }

    /// Replaces `x` by the joined vector; `y` is lost.
    private static void join(GemmEmitter emitter, int x, int y, int d) {
        CodeBuilder code = emitter.code();
        String mask = "BIT_" + d;
        code.aload(x).aload(y);
        emitter.blend(GemmTransposition.class, mask);
        code.aload(y).aload(x);
        emitter.blend(GemmTransposition.class, mask);
        code.astore(y);
        emitter.rearrange(y, Lanes.class, "SWAP_" + d);
        emitter.add();
        code.astore(x);
    }
}

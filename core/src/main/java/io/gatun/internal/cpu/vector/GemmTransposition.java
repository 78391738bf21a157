package io.gatun.internal.cpu.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.Consumer;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/// The kernel that transposes: as many rows of `a` as a vector has lanes become columns of `c`, a square block
/// at a time, in registers. `k` counts the columns of `a`, a multiple of the lanes. Where rows are missing the
/// last one is repeated.
///
/// A block takes log2 steps: step `d` exchanges, between rows `r` and `r + d`, the lanes whose bit `d` differs.
final class GemmTransposition implements Consumer<GemmEmitter> {

    // each a constant of its own: C2 knows nothing of an array's elements
    static final VectorShuffle<Float> DOWN_1 = down(1);
    static final VectorShuffle<Float> DOWN_2 = down(2);
    static final VectorShuffle<Float> DOWN_4 = down(4);
    static final VectorShuffle<Float> DOWN_8 = down(8);
    static final VectorShuffle<Float> UP_1 = up(1);
    static final VectorShuffle<Float> UP_2 = up(2);
    static final VectorShuffle<Float> UP_4 = up(4);
    static final VectorShuffle<Float> UP_8 = up(8);
    static final VectorMask<Float> BIT_1 = bit(1);
    static final VectorMask<Float> BIT_2 = bit(2);
    static final VectorMask<Float> BIT_4 = bit(4);
    static final VectorMask<Float> BIT_8 = bit(8);

    private static VectorShuffle<Float> down(int d) {
        return VectorShuffle.fromOp(Lanes.F, i -> i - d & Lanes.W - 1);
    }

    private static VectorShuffle<Float> up(int d) {
        return VectorShuffle.fromOp(Lanes.F, i -> i + d & Lanes.W - 1);
    }

    private static VectorMask<Float> bit(int d) {
        long bits = 0;
        for (int i = 0; i < Lanes.W; i++) {
            bits |= (i & d) == 0 ? 0 : 1L << i;
        }
        return VectorMask.fromLong(Lanes.F, bits);
    }

    private GemmEmitter emitter;
    private CodeBuilder code;

    @Override
    public void accept(GemmEmitter target) {
        emitter = target;
        code = target.code();
        int strideA = target.bytesOf("lda");
        int strideC = target.bytesOf("ldc");
        int k = target.intOf("k");
        int rows = target.intOf("rows");
        int a = target.segment(
                "a", c -> c.iload(rows), strideA, c -> c.iload(k).iconst_2().ishl());
        int c = target.segment("c", x -> x.iload(k), strideC, x -> x.loadConstant(Lanes.BYTES));
        loop(new Loop(a, rowOffsets(rows, strideA), c, strideC, k));
    }

    /// Locals of the loop over blocks; `offsets` is the first of those with the byte offset of each row.
    private record Loop(int a, int offsets, int c, int strideC, int k) {}

    private int rowOffsets(int rows, int stride) {
        int first = emitter.locals(Lanes.W, 2);
        code.lconst_0().lstore(first);
        for (int i = 1; i < Lanes.W; i++) {
            int local = first + 2 * i;
            Label missing = code.newLabel();
            Label end = code.newLabel();
            code.loadConstant(i).iload(rows).if_icmpge(missing);
            code.lload(local - 2).lload(stride).ladd().lstore(local).goto_(end);
            code.labelBinding(missing).lload(local - 2).lstore(local).labelBinding(end);
        }
        return first;
    }

    private void loop(Loop l) {
        int step = emitter.locals(1, 1);
        int to = emitter.locals(1, 2);
        code.iconst_0().istore(step).lconst_0().lstore(to);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(step).iload(l.k).if_icmpge(end);
        int block = emitter.locals(Lanes.W, 1);
        int free = emitter.locals(1, 1);
        for (int i = 0; i < Lanes.W; i++) {
            int offset = l.offsets + 2 * i;
            emitter.load(
                    l.a,
                    () -> code.lload(offset).iload(step).i2l().iconst_2().lshl().ladd());
            code.astore(block + i);
        }
        for (int d = 1; d < Lanes.W; d *= 2) {
            exchange(block, free, d);
        }
        for (int i = 0; i < Lanes.W; i++) {
            code.aload(block + i);
            emitter.store(l.c, () -> code.lload(to));
            code.lload(to).lload(l.strideC).ladd().lstore(to);
        }
        code.iinc(step, Lanes.W).goto_(top).labelBinding(end);
    }

    private void exchange(int block, int free, int d) {
        Class<?> owner = GemmTransposition.class;
        for (int i = 0; i < Lanes.W; i++) {
            if ((i & d) == 0) {
                emitter.rearrange(block + i, owner, "UP_" + d);
                code.astore(free).aload(block + i);
                emitter.rearrange(block + i + d, owner, "DOWN_" + d);
                emitter.blend(owner, "BIT_" + d);
                code.astore(block + i).aload(free).aload(block + i + d);
                emitter.blend(owner, "BIT_" + d);
                code.astore(block + i + d);
            }
        }
    }
}

package io.gatun.internal.cpu.vector;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.Consumer;

/// The one description of the product's micro-kernels: `rows × vectors` sums in registers, and per step of `k`
/// one row of the panel of `b` loaded, one element of each row of `a` broadcast, all sums advanced.
///
/// C2 loses half the speed when a single sum leaves its register, and it hoists loads above sums until one
/// does: so the distance of the panel's rows is a variable even where it is known, because the bounds check that
/// this leaves at each `k` holds its loads in place. C1 gives up a method of too many accesses to memory, and C2
/// then never sees it: so packed rows of `a` are a Java array, which costs C1 a tenth of a segment.
final class GemmCode implements Consumer<GemmEmitter> {

    /// How many `k` an iteration takes. Where other processes share the core, what counts is the number of
    /// instructions: two spare one in ten. Larger tiles are too much for C1 to do so.
    private static final int UNROLLED = GemmKernels.MANY_REGISTERS ? 1 : 2;

    private final int rows;
    private final int vectors;
    private GemmEmitter emitter;
    private CodeBuilder code;
    private int sums;

    GemmCode(int rows, int vectors) {
        this.rows = rows;
        this.vectors = vectors;
    }

    @Override
    public void accept(GemmEmitter target) {
        emitter = target;
        code = target.code();
        sums = target.locals(rows * vectors, 1);
        onResult("start", this::load); // so the order of additions does not depend on how `k` is cut
        int k = target.locals(1, 1);
        target.field("k", CD_int);
        code.istore(k);
        loop(left(), right(k), k);
        onResult("c", this::store);
    }

    /// The array of packed rows, and the position in it of the first.
    private record Left(int array, int first) {}

    private Left left() {
        Left a = new Left(emitter.locals(1, 1), emitter.locals(1, 1));
        emitter.field("packed", CD_float.arrayType());
        code.astore(a.array);
        emitter.field("first", CD_int);
        code.istore(a.first);
        return a;
    }

    /// The first of the segments, the offset in them, and the bytes from one `k` to the next.
    private record Right(int segment, int offset, int stride) {}

    /// A segment for each vector of a row, all of one size: then C2 sees that one check of bounds does for all.
    private Right right(int k) {
        int stride = emitter.bytesOf("ldb");
        int offset = emitter.locals(1, 2);
        code.lconst_0().lstore(offset);
        int[] segments = new int[vectors];
        for (int j = 0; j < vectors; j++) {
            long shift = (long) Lanes.BYTES * j;
            segments[j] = emitter.segment("b", shift, c -> c.iload(k), stride, c -> c.loadConstant(Lanes.BYTES));
        }
        return new Right(segments[0], offset, stride);
    }

    private void loop(Left a, Right b, int k) {
        int step = emitter.locals(1, 1);
        int right = emitter.locals(vectors, 1);
        int left = emitter.locals(1, 1);
        Label top = code.newLabel();
        Label rest = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0().istore(step).labelBinding(top);
        code.iload(step).iload(k).loadConstant(UNROLLED - 1).isub().if_icmpge(rest);
        for (int u = 0; u < UNROLLED; u++) {
            multiply(a, b, new Step(step, u, left, right));
        }
        code.iinc(step, UNROLLED).goto_(top).labelBinding(rest);
        for (int u = 1; u < UNROLLED; u++) {
            code.iload(step).iload(k).if_icmpge(end);
            multiply(a, b, new Step(step, 0, left, right));
            code.iinc(step, 1);
        }
        code.labelBinding(end);
    }

    /// One `k`: the local that counts them, how many behind that, and the locals for elements of `a` and `b`.
    private record Step(int counter, int ahead, int left, int right) {}

    private void multiply(Left a, Right b, Step step) {
        for (int j = 0; j < vectors; j++) {
            emitter.load(b.segment + j, () -> code.lload(b.offset));
            code.astore(step.right + j);
        }
        for (int i = 0; i < rows; i++) {
            int shift = GemmBlocks.LEFT_STRIDE * i + step.ahead;
            emitter.broadcast(
                    () -> {
                        code.aload(a.array).iload(a.first).iload(step.counter).iadd();
                        code.loadConstant(shift).iadd().faload();
                    },
                    step.left);
            for (int j = 0; j < vectors; j++) {
                emitter.fma(step.left, step.right + j, sums + i * vectors + j);
            }
        }
        code.lload(b.offset).lload(b.stride).ladd().lstore(b.offset);
    }

    private void at(int local, long shift) {
        code.lload(local);
        if (shift != 0) {
            code.loadConstant(shift).ladd();
        }
    }

    /// What is done with one sum and its place in the result.
    private interface Access {
        void at(int sum, int segment, Runnable offset);
    }

    private void load(int sum, int segment, Runnable offset) {
        emitter.load(segment, offset);
        code.astore(sum);
    }

    private void store(int sum, int segment, Runnable offset) {
        code.aload(sum);
        emitter.store(segment, offset);
    }

    private void onResult(String name, Access access) {
        int stride = emitter.bytesOf("ld" + name);
        int last = emitter.bytesOf("last");
        int position = emitter.locals(1, 2);
        int c = emitter.segment(
                name,
                x -> x.loadConstant(rows),
                stride,
                x -> x.lload(last).l2i().loadConstant(Lanes.BYTES).iadd());
        code.lconst_0().lstore(position);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < vectors - 1; j++) {
                int shift = Lanes.BYTES * j;
                access.at(sums + i * vectors + j, c, () -> at(position, shift));
            }
            access.at(
                    sums + (i + 1) * vectors - 1,
                    c,
                    () -> code.lload(position).lload(last).ladd());
            if (i < rows - 1) {
                code.lload(position).lload(stride).ladd().lstore(position);
            }
        }
    }
}

package io.gatun.internal.cpu.vector;

import static java.lang.constant.ConstantDescs.CD_float;

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

    /// The widest tile, in vectors, that takes two `k` an iteration: C1 gives up the loop of a wider one.
    private static final int UNROLLED_VECTORS = GemmKernels.MANY_REGISTERS ? 0 : 3;

    private final int rows;
    private final int vectors;
    private final int unrolled;
    private GemmEmitter emitter;
    private CodeBuilder code;
    private int sums;

    GemmCode(int rows, int vectors) {
        this.rows = rows;
        this.vectors = vectors;
        // where other processes share the core, what counts is the number of instructions: two spare one in ten
        this.unrolled = vectors <= UNROLLED_VECTORS ? 2 : 1;
    }

    @Override
    public void accept(GemmEmitter target) {
        emitter = target;
        code = target.code();
        sums = target.locals(rows * vectors, 1);
        int k = emitter.intOf("k");
        int tiles = emitter.intOf("tiles");
        Left a = left();
        Right b = right(k);
        Result start = result("start", tiles);
        Result c = result("c", tiles);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(tiles).ifle(end);
        onResult(start, this::load); // so the order of additions does not depend on how `k` is cut
        loop(a, b, k);
        onResult(c, this::store);
        code.iinc(tiles, -1);
        code.iload(a.first).loadConstant(rows * GemmBlocks.LEFT_STRIDE).iadd().istore(a.first);
        code.goto_(top).labelBinding(end);
    }

    /// The array of packed rows, and the position in it of the first.
    private record Left(int array, int first) {}

    private Left left() {
        int array = emitter.locals(1, 1);
        emitter.field("packed", CD_float.arrayType());
        code.astore(array);
        return new Left(array, emitter.intOf("first"));
    }

    /// The first of the segments, the offset in them, and the bytes from one `k` to the next.
    private record Right(int segment, int offset, int stride) {}

    /// A segment for each vector of a row, all of one size: then C2 sees that one check of bounds does for all.
    private Right right(int k) {
        int stride = emitter.bytesOf("ldb");
        int offset = emitter.locals(1, 2);
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
        code.iconst_0().istore(step).lconst_0().lstore(b.offset).labelBinding(top);
        code.iload(step).iload(k).loadConstant(unrolled - 1).isub().if_icmpge(rest);
        for (int u = 0; u < unrolled; u++) {
            multiply(a, b, new Step(step, u, left, right));
        }
        code.iinc(step, unrolled).goto_(top).labelBinding(rest);
        for (int u = 1; u < unrolled; u++) {
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

    /// A segment of the result's size, the offset of a row in it, the bytes from one row to the next, and from a
    /// row's first vector to its last.
    private record Result(int segment, int offset, int stride, int last) {}

    private Result result(String name, int tiles) {
        int stride = emitter.bytesOf("ld" + name);
        int last = emitter.bytesOf("last");
        int offset = emitter.locals(1, 2);
        code.lconst_0().lstore(offset);
        int segment = emitter.segment(
                name,
                x -> x.iload(tiles).loadConstant(rows).imul(),
                stride,
                x -> x.lload(last).l2i().loadConstant(Lanes.BYTES).iadd());
        return new Result(segment, offset, stride, last);
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

    /// Walks through the tile's rows; the offset is then that of the next tile.
    private void onResult(Result c, Access access) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < vectors - 1; j++) {
                long shift = (long) Lanes.BYTES * j;
                access.at(sums + i * vectors + j, c.segment, () -> {
                    code.lload(c.offset);
                    if (shift != 0) {
                        code.loadConstant(shift).ladd();
                    }
                });
            }
            access.at(
                    sums + (i + 1) * vectors - 1,
                    c.segment,
                    () -> code.lload(c.offset).lload(c.last).ladd());
            code.lload(c.offset).lload(c.stride).ladd().lstore(c.offset);
        }
    }
}

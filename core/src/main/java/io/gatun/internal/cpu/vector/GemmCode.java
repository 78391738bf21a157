package io.gatun.internal.cpu.vector;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.Consumer;

/// The one description of the product's micro-kernels: `rows × vectors` sums in registers, and per step of `k`
/// one row of the panel of `b` loaded, one element of each row of `a` broadcast, all sums advanced.
///
/// C2 loses half the speed when a single sum leaves its register, and it hoists loads above sums until one
/// does: so there is one `k` per iteration, and the distance of the panel's rows is a variable even where it is
/// known, because the bounds checks that this leaves in the loop hold its loads in place.
final class GemmCode implements Consumer<GemmEmitter> {

    private final GemmForm form;
    private final int rows;
    private final int vectors;
    private GemmEmitter emitter;
    private CodeBuilder code;
    private int sums;

    GemmCode(GemmForm form) {
        this.form = form;
        this.rows = form.rows();
        this.vectors = form.vectors();
    }

    @Override
    public void accept(GemmEmitter target) {
        emitter = target;
        code = target.code();
        sums = target.locals(rows * vectors, 1);
        begin();
        int k = target.locals(1, 1);
        target.field("k", CD_int);
        code.istore(k);
        Operand a = left(k);
        Operand b = right(k);
        loop(a, b, k);
        onResult(this::store);
    }

    /// Sums begin with zeros or with what is there: so the order of additions does not depend on how `k` is cut.
    private void begin() {
        Label zeros = code.newLabel();
        Label end = code.newLabel();
        emitter.field("add", CD_boolean);
        code.ifeq(zeros);
        onResult(this::load);
        code.goto_(end).labelBinding(zeros);
        for (int i = 0; i < rows * vectors; i++) {
            emitter.zero(sums + i);
        }
        code.labelBinding(end);
    }

    /// Where an operand is read: a segment, and the bytes from one `k` to the next, in a local or (if that is −1)
    /// in the code; `offsets` is the first of the locals (−1 for none) with the bytes from the segment's start to
    /// what is read first.
    private record Operand(int segment, int stride, long step, int offsets) {}

    private Operand left(int k) {
        Consumer<CodeBuilder> bytesOfK = c -> c.iload(k).iconst_2().ishl();
        Consumer<CodeBuilder> count = c -> c.iload(k);
        return switch (form.left()) {
            case PACKED -> {
                int stride = constant(4L * GemmBlocks.LEFT_STRIDE);
                int a = emitter.segment("a", c -> c.loadConstant(rows), stride, bytesOfK);
                yield new Operand(a, -1, 4, -1);
            }
            case ROWS -> {
                int stride = emitter.bytesOf("lda");
                int a = emitter.segment("a", c -> c.loadConstant(rows), stride, bytesOfK);
                int offsets = emitter.locals(rows, 2);
                for (int i = 0; i < rows; i++) {
                    code.lload(stride).loadConstant((long) i).lmul().lstore(offsets + 2 * i);
                }
                yield new Operand(a, -1, 4, offsets);
            }
            case COLUMNS -> {
                int stride = emitter.bytesOf("lda");
                int a = emitter.segment("a", count, stride, c -> c.loadConstant(4 * rows));
                yield new Operand(a, stride, 0, constant(0));
            }
        };
    }

    private Operand right(int k) {
        Consumer<CodeBuilder> bytes = c -> c.loadConstant(Lanes.BYTES * vectors);
        int stride = emitter.bytesOf("ldb");
        return new Operand(emitter.segment("b", c -> c.iload(k), stride, bytes), stride, 0, constant(0));
    }

    private int constant(long value) {
        int local = emitter.locals(1, 2);
        code.loadConstant(value).lstore(local);
        return local;
    }

    private void loop(Operand a, Operand b, int k) {
        int step = emitter.locals(1, 1);
        code.iconst_0().istore(step);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(step).iload(k).if_icmpge(end);
        int right = emitter.locals(vectors, 1);
        for (int j = 0; j < vectors; j++) {
            long shift = (long) Lanes.BYTES * j;
            emitter.load(b.segment, () -> offset(b, 0, step, shift));
            code.astore(right + j);
        }
        int left = emitter.locals(1, 1);
        for (int i = 0; i < rows; i++) {
            int row = form.left() == GemmForm.Left.ROWS ? i : 0;
            long shift = switch (form.left()) {
                case PACKED -> 4L * GemmBlocks.LEFT_STRIDE * i;
                case ROWS -> 0;
                case COLUMNS -> 4L * i;
            };
            emitter.broadcast(a.segment, () -> offset(a, row, step, shift), left);
            for (int j = 0; j < vectors; j++) {
                emitter.fma(left, right + j, sums + i * vectors + j);
            }
        }
        code.iinc(step, 1);
        advance(a);
        advance(b);
        code.goto_(top).labelBinding(end);
    }

    private void advance(Operand x) {
        if (x.stride >= 0) {
            code.lload(x.offsets).lload(x.stride).ladd().lstore(x.offsets);
        }
    }

    private void offset(Operand x, int row, int step, long shift) {
        if (x.stride >= 0) {
            at(x.offsets, shift);
            return;
        }
        code.iload(step).i2l().loadConstant(x.step).lmul();
        if (x.offsets >= 0) {
            code.lload(x.offsets + 2 * row).ladd();
        }
        if (shift != 0) {
            code.loadConstant(shift).ladd();
        }
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

    private void onResult(Access access) {
        int stride = emitter.bytesOf("ldc");
        int last = emitter.bytesOf("last");
        int position = emitter.locals(1, 2);
        int c = emitter.segment(
                "c",
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

package io.gatun.internal.cpu.vector;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.Consumer;

/// The micro-kernel of products whose operands both lie along `k`, as a few rows times a transposed matrix do:
/// dot products of `rows × columns` pairs at once, one lane of the sum per `k` modulo the vector's length.
///
/// It leaves the vectors of sums, row by row, where `c` points to; whoever calls adds up their lanes, and what
/// is left of `k` behind the last full vector.
final class GemmDots implements Consumer<GemmEmitter> {

    private final int rows;
    private final int columns;
    private GemmEmitter emitter;
    private CodeBuilder code;
    private int sums;

    GemmDots(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public void accept(GemmEmitter target) {
        emitter = target;
        code = target.code();
        sums = target.locals(rows * columns, 1);
        int strideA = target.bytesOf("lda");
        int strideB = target.bytesOf("ldb");
        int k = target.locals(1, 1);
        target.field("k", CD_int);
        code.istore(k);
        Consumer<CodeBuilder> bytes = c -> c.iload(k).iconst_2().ishl();
        int a = target.segment("a", c -> c.loadConstant(rows), strideA, bytes);
        int b = target.segment("b", c -> c.loadConstant(columns), strideB, bytes);
        int offsetsA = offsets(rows, strideA);
        int offsetsB = offsets(columns, strideB);
        Operand left = new Operand(a, offsetsA);
        Operand right = new Operand(b, offsetsB);
        for (int i = 0; i < rows * columns; i++) {
            target.zero(sums + i);
        }
        loop(left, right, k);
        stores();
    }

    /// A segment, and the first of the locals with the byte offset of each of its rows.
    private record Operand(int segment, int offsets) {}

    private int offsets(int count, int stride) {
        int first = emitter.locals(count, 2);
        for (int i = 0; i < count; i++) {
            code.lload(stride).loadConstant((long) i).lmul().lstore(first + 2 * i);
        }
        return first;
    }

    private void loop(Operand a, Operand b, int k) {
        int step = emitter.locals(1, 1);
        code.iconst_0().istore(step);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(step).iload(k).if_icmpge(end);
        int right = emitter.locals(columns, 1);
        for (int j = 0; j < columns; j++) {
            int offset = b.offsets + 2 * j;
            emitter.load(b.segment, () -> at(offset, step));
            code.astore(right + j);
        }
        int left = emitter.locals(1, 1);
        for (int i = 0; i < rows; i++) {
            int offset = a.offsets + 2 * i;
            emitter.load(a.segment, () -> at(offset, step));
            code.astore(left);
            for (int j = 0; j < columns; j++) {
                emitter.fma(left, right + j, sums + i * columns + j);
            }
        }
        code.iinc(step, Lanes.W).goto_(top).labelBinding(end);
    }

    private void at(int offset, int step) {
        code.lload(offset).iload(step).i2l().iconst_2().lshl().ladd();
    }

    private void stores() {
        int stride = emitter.locals(1, 2);
        code.lconst_0().lstore(stride);
        int c = emitter.segment("c", CodeBuilder::iconst_1, stride, x -> x.loadConstant(Lanes.BYTES * rows * columns));
        for (int i = 0; i < rows * columns; i++) {
            long position = (long) Lanes.BYTES * i;
            code.aload(sums + i);
            emitter.store(c, () -> code.loadConstant(position));
        }
    }
}

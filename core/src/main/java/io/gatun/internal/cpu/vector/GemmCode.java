package io.gatun.internal.cpu.vector;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/// The one description of the product's micro-kernels: `rows × vectors` sums in registers, and per step of `k`
/// one row of the panel of `b` loaded, one element of each row of `a` broadcast, all sums advanced.
///
/// C2 loses half the speed when a single sum leaves its register, and it hoists loads above sums until one
/// does: so the distance of the panel's rows is a variable even where it is known, because the bounds check that
/// this leaves at each `k` holds its loads in place. Rows of `a` are read where they lie, each from a segment of its
/// own, all of one size: one check of bounds does for all, and a row's address is part of the load.
final class GemmCode implements Consumer<GemmEmitter> {

    private static final ClassDesc LANES = Lanes.class.describeConstable().orElseThrow();
    private static final ClassDesc SEGMENT =
            MemorySegment.class.describeConstable().orElseThrow();
    private static final ClassDesc LAYOUT =
            ValueLayout.OfFloat.class.describeConstable().orElseThrow();

    private final int rows;
    private final int vectors;
    private final boolean transposed;
    private GemmEmitter emitter;
    private CodeBuilder code;
    private int sums;

    /// @param transposed whether `a` is: then the distance of a row's elements is a variable, and its loads are checked
    GemmCode(int rows, int vectors, boolean transposed) {
        this.rows = rows;
        this.vectors = vectors;
        this.transposed = transposed;
    }

    @Override
    public void accept(GemmEmitter target) {
        emitter = target;
        code = target.code();
        sums = target.locals(rows * vectors, 1);
        int k = emitter.intOf("k");
        int tiles = emitter.intOf("tiles");
        Left a = new Left(target.longOf("a"), target.bytesOf("lda"), target.locals(rows, 1));
        Right b = right(k);
        Result c = result(tiles);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(tiles).ifle(end);
        open(a, k);
        for (int i = 0; i < rows * vectors; i++) {
            emitter.zero(sums + i);
        }
        loop(a, b, k);
        store(c);
        code.iinc(tiles, -1);
        code.goto_(top).labelBinding(end);
    }

    /// The address of the tile's first element, the distance in bytes of rows or, if transposed, of columns, and the
    /// first of the segments of its rows.
    private record Left(int address, int stride, int segments) {}

    private void open(Left a, int k) {
        for (int i = 0; i < rows; i++) {
            emitter.bytes(() -> code.lload(a.address), () -> span(a, k));
            code.astore(a.segments + i);
            code.lload(a.address);
            if (transposed) {
                code.loadConstant((long) Float.BYTES).ladd();
            } else {
                code.lload(a.stride).ladd();
            }
            code.lstore(a.address);
        }
    }

    /// Pushes the bytes from a row's first element to its end.
    private void span(Left a, int k) {
        code.iload(k);
        if (transposed) {
            code.iconst_1()
                    .isub()
                    .i2l()
                    .lload(a.stride)
                    .lmul()
                    .loadConstant((long) Float.BYTES)
                    .ladd();
        } else {
            code.i2l().iconst_2().lshl();
        }
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
        int column = emitter.locals(1, 2);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0()
                .istore(step)
                .lconst_0()
                .lstore(column)
                .lconst_0()
                .lstore(b.offset)
                .labelBinding(top);
        code.iload(step).iload(k).if_icmpge(end);
        for (int j = 0; j < vectors; j++) {
            emitter.load(b.segment + j, () -> code.lload(b.offset));
            code.astore(right + j);
        }
        for (int i = 0; i < rows; i++) {
            int row = a.segments + i;
            emitter.broadcast(() -> element(row, step, column), left);
            for (int j = 0; j < vectors; j++) {
                emitter.fma(left, right + j, sums + i * vectors + j);
            }
        }
        if (transposed) {
            code.lload(column).lload(a.stride).ladd().lstore(column);
        }
        code.lload(b.offset).lload(b.stride).ladd().lstore(b.offset);
        code.iinc(step, 1).goto_(top).labelBinding(end);
    }

    /// Pushes an element of the segment of a row: number `step`, or the one at offset `column`.
    private void element(int segment, int step, int column) {
        code.aload(segment).getstatic(LANES, "FLOAT", LAYOUT);
        if (transposed) {
            code.lload(column);
        } else {
            code.iload(step).i2l().iconst_2().lshl();
        }
        code.invokeinterface(SEGMENT, "get", MethodTypeDesc.of(CD_float, LAYOUT, CD_long));
    }

    /// A segment of the result's size, the offset of a row in it, the bytes from one row to the next, and from a
    /// row's first vector to its last.
    private record Result(int segment, int offset, int stride, int last) {}

    private Result result(int tiles) {
        int stride = emitter.bytesOf("ldc");
        int last = emitter.bytesOf("last");
        int offset = emitter.locals(1, 2);
        code.lconst_0().lstore(offset);
        int segment = emitter.segment(
                "c",
                x -> x.iload(tiles).loadConstant(rows).imul(),
                stride,
                x -> x.lload(last).l2i().loadConstant(Lanes.BYTES).iadd());
        return new Result(segment, offset, stride, last);
    }

    /// Writes the sums to the tile's rows; the offset is then that of the next tile.
    private void store(Result c) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < vectors - 1; j++) {
                long shift = (long) Lanes.BYTES * j;
                code.aload(sums + i * vectors + j);
                emitter.store(
                        c.segment,
                        () -> code.lload(c.offset).loadConstant(shift).ladd());
            }
            code.aload(sums + (i + 1) * vectors - 1);
            emitter.store(c.segment, () -> code.lload(c.offset).lload(c.last).ladd());
            code.lload(c.offset).lload(c.stride).ladd().lstore(c.offset);
        }
    }
}

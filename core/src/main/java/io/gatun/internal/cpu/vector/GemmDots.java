package io.gatun.internal.cpu.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.Consumer;

/// The micro-kernel of products whose operands both lie along `k`, as a few rows times a transposed matrix do:
/// dot products of `rows × columns` pairs at once, one lane of the sum per `k` modulo the vector's length, then of
/// the same rows and the next columns, `tiles` times.
///
/// It leaves the vectors of sums, tile by tile and row by row, where `c` points to; [GemmLaneSums] adds up their
/// lanes, and whoever calls adds what is left of `k` behind the last full vector.
final class GemmDots implements Consumer<GemmEmitter> {

    private final int rows;
    private final int columns;
    private final boolean halves;
    private GemmEmitter emitter;
    private CodeBuilder code;
    private int sums;
    private int k;

    /// @param halves whether `b` is bfloat16
    GemmDots(int rows, int columns, boolean halves) {
        this.rows = rows;
        this.columns = columns;
        this.halves = halves;
    }

    @Override
    public void accept(GemmEmitter target) {
        emitter = target;
        code = target.code();
        sums = target.locals(rows * columns, 1);
        k = target.intOf("k");
        int tiles = target.intOf("tiles");
        Rows left = new Rows(target.longOf("a"), target.bytesOf("lda"), rows, target.locals(rows, 1));
        int strideB = halves ? target.halfBytesOf("ldb") : target.bytesOf("ldb");
        Rows right = new Rows(target.longOf("b"), strideB, columns, target.locals(columns, 1));
        int tileBytes = Lanes.BYTES * rows * columns;
        int stride = target.locals(1, 2);
        code.loadConstant((long) tileBytes).lstore(stride);
        int c = target.segment("c", x -> x.iload(tiles), stride, x -> x.loadConstant(tileBytes));
        int to = target.locals(1, 2);
        int tile = target.locals(1, 1);
        open(left, 2);
        code.lconst_0().lstore(to).iconst_0().istore(tile);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(tile).iload(tiles).if_icmpge(end);
        open(right, halves ? 1 : 2);
        for (int i = 0; i < rows * columns; i++) {
            target.zero(sums + i);
        }
        loop(left, right);
        for (int i = 0; i < rows * columns; i++) {
            long position = (long) Lanes.BYTES * i;
            code.aload(sums + i);
            emitter.store(c, () -> code.lload(to).loadConstant(position).ladd());
        }
        code.lload(to).lload(stride).ladd().lstore(to);
        code.iinc(tile, 1).goto_(top).labelBinding(end);
    }

    /// Rows to read: the local with the address of the next one and that with the distance of two, how many there
    /// are, and the first of the locals for a segment of each.
    private record Rows(int address, int stride, int count, int segments) {}

    /// Makes the segments of the next rows: all of one size, and read at one offset, so that C2 sees that one check of
    /// bounds does for all.
    private void open(Rows next, int log2Bytes) {
        for (int i = 0; i < next.count; i++) {
            emitter.bytes(
                    () -> code.lload(next.address),
                    () -> code.iload(k).loadConstant(log2Bytes).ishl().i2l());
            code.astore(next.segments + i);
            code.lload(next.address).lload(next.stride).ladd().lstore(next.address);
        }
    }

    /// The loop over `k`. Its stride is a field and not a constant: C2 unrolls a loop that it can count, whose sums
    /// then no longer fit the registers.
    private void loop(Rows a, Rows b) {
        int stride = emitter.longOf("stride");
        int end = emitter.locals(1, 2);
        int offset = emitter.locals(1, 2);
        code.iload(k).iconst_2().ishl().i2l().lstore(end).lconst_0().lstore(offset);
        Label top = code.newLabel();
        Label done = code.newLabel();
        code.labelBinding(top).lload(offset).lload(end).lcmp().ifge(done);
        int left = emitter.locals(rows, 1);
        for (int i = 0; i < rows; i++) {
            emitter.load(a.segments + i, () -> code.lload(offset));
            code.astore(left + i);
        }
        int right = emitter.locals(1, 1);
        for (int j = 0; j < columns; j++) {
            int segment = b.segments + j;
            if (halves) {
                emitter.loadHalves(segment, () -> code.lload(offset).iconst_1().lshr());
            } else {
                emitter.load(segment, () -> code.lload(offset));
            }
            code.astore(right);
            for (int i = 0; i < rows; i++) {
                emitter.fma(left + i, right, sums + i * columns + j);
            }
        }
        code.lload(offset).lload(stride).ladd().lstore(offset).goto_(top).labelBinding(done);
    }
}

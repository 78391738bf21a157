package io.gatun.internal.cpu.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.Consumer;

/// The micro-kernel of products whose operands both lie along `k`, as a few rows times a transposed matrix do:
/// dot products of `rows × columns` pairs at once, one lane of the sum per `k` modulo the vector's length, then of
/// the same rows and the next columns, `tiles` times.
///
/// A tile of one pair takes `depth` vectors an iteration: then `b` is read from its beginning to its end, which is the
/// one order in which memory is as fast as it can be. Eight columns at once would be eight streams, too short for the
/// processor to foresee.
///
/// It leaves the vectors of sums of a row of all tiles behind one another where `c` points to, the rows `ldc` apart;
/// [GemmLaneSums] adds up their lanes, and whoever calls adds what is left of `k` behind the last full vector.
final class GemmDots implements Consumer<GemmEmitter> {

    private final int rows;
    private final int columns;
    private final int depth;
    private final GemmElement element;
    private GemmEmitter emitter;
    private CodeBuilder code;
    private int sums;
    private int k;

    /// @param depth how many vectors of `k` an iteration takes, each with sums of its own; `k` is a multiple of them
    /// @param element how `b` is stored
    GemmDots(int rows, int columns, int depth, GemmElement element) {
        this.rows = rows;
        this.columns = columns;
        this.depth = depth;
        this.element = element;
    }

    @Override
    public void accept(GemmEmitter target) {
        emitter = target;
        code = target.code();
        sums = target.locals(rows * columns * depth, 1);
        k = target.intOf("k");
        int tiles = target.intOf("tiles");
        Rows left = new Rows(target.longOf("a"), target.bytesOf("lda"), rows, target.locals(rows * depth, 1));
        int strideB = target.bytesOf("ldb", element.log2Bytes());
        Rows right = new Rows(target.longOf("b"), strideB, columns, target.locals(columns * depth, 1));
        int tileBytes = Lanes.BYTES * columns;
        int strideC = target.bytesOf("ldc");
        int c = target.segment(
                "c",
                x -> x.loadConstant(rows),
                strideC,
                x -> x.iload(tiles).loadConstant(tileBytes).imul());
        int to = target.locals(1, 2);
        int row = target.locals(1, 2);
        int tile = target.locals(1, 1);
        open(left, GemmElement.FLOATS);
        code.lconst_0().lstore(to).iconst_0().istore(tile);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(tile).iload(tiles).if_icmpge(end);
        open(right, element);
        for (int i = 0; i < rows * columns * depth; i++) {
            target.zero(sums + i);
        }
        loop(left, right);
        code.lload(to).lstore(row);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                long position = (long) Lanes.BYTES * j;
                total(sums + i * columns + j, rows * columns);
                emitter.store(c, () -> code.lload(row).loadConstant(position).ladd());
            }
            code.lload(row).lload(strideC).ladd().lstore(row);
        }
        code.lload(to).loadConstant((long) tileBytes).ladd().lstore(to);
        code.iinc(tile, 1).goto_(top).labelBinding(end);
    }

    /// Rows to read: the local with the address of the next one and that with the distance of two, how many there
    /// are, and the first of the locals for a segment of each.
    private record Rows(int address, int stride, int count, int segments) {}

    /// Makes the segments of the next rows, one for each vector of an iteration: all of one size, and read at one
    /// offset, so that C2 sees that one check of bounds does for all.
    private void open(Rows next, GemmElement stored) {
        for (int i = 0; i < next.count; i++) {
            for (int u = 0; u < depth; u++) {
                long shift = (long) Lanes.W * u << stored.log2Bytes();
                emitter.bytes(
                        () -> code.lload(next.address).loadConstant(shift).ladd(),
                        () -> code.iload(k)
                                .loadConstant(stored.spare() - Lanes.W * (depth - 1))
                                .iadd()
                                .loadConstant(stored.log2Bytes())
                                .ishl()
                                .i2l());
                code.astore(next.segments + u * next.count + i);
            }
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
        int right = emitter.locals(1, 1);
        for (int u = 0; u < depth; u++) {
            for (int i = 0; i < rows; i++) {
                emitter.load(a.segments + u * rows + i, () -> code.lload(offset));
                code.astore(left + i);
            }
            for (int j = 0; j < columns; j++) {
                element.load(emitter, b.segments + u * columns + j, offset);
                code.astore(right);
                for (int i = 0; i < rows; i++) {
                    emitter.fma(left + i, right, sums + (u * rows + i) * columns + j);
                }
            }
        }
        code.lload(offset)
                .lload(stride)
                .loadConstant((long) depth)
                .lmul()
                .ladd()
                .lstore(offset);
        code.goto_(top).labelBinding(done);
    }

    /// Pushes the sum of the vectors of an iteration, `apart` locals apart, added up as a balanced tree.
    private void total(int first, int apart) {
        for (int distance = depth / 2; distance > 0; distance /= 2) {
            for (int u = 0; u < distance; u++) {
                int to = first + u * apart;
                code.aload(to).aload(to + distance * apart);
                emitter.add();
                code.astore(to);
            }
        }
        code.aload(first);
    }
}

package io.gatun.internal.cpu.vector;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/// A product of blocks that are in the second-level cache: `a`, transposed or not, and the rows of `b` are read where
/// they lie. [Gemm] would bring both into order first, which pays for large matrices only: to transpose a block of
/// probabilities takes a sixth of the time that its product does.
final class AttentionProduct {

    // a tile's sums, a row of b and an element of a are registers; more rows, and C1 gives up (docs/decisions/0004)
    private static final int ROWS = GemmKernels.MANY_REGISTERS ? 4 : 6;
    private static final int VECTORS = GemmKernels.MANY_REGISTERS ? 4 : 2;
    private static final AtomicReferenceArray<GemmKernel> MADE = new AtomicReferenceArray<>((ROWS + 1) * (VECTORS + 1));

    private final GemmTile tile = new GemmTile();

    /// Computes `c [m, n] = a [m, k] · b [k, n]`.
    void run(Gemm product) {
        GemmOperand b = product.b();
        if (product.k() == 0 || b.transposed() || Lanes.full(product.n()) != product.n()) {
            product.run();
            return;
        }
        GemmOperand a = product.a();
        GemmResult c = product.c();
        tile.lda = a.transposed() ? 1 : a.stride();
        tile.stride = a.transposed() ? a.stride() : 1;
        tile.ldb = b.stride();
        tile.ldc = c.stride();
        tile.ldstart = c.add() ? tile.ldc : 0;
        tile.k = product.k();
        for (int column = 0; column < product.n(); column += VECTORS * Lanes.W) {
            tile.b = b.at(0, column);
            panel(product, column, Math.min(VECTORS, (product.n() - column) / Lanes.W));
        }
    }

    private void panel(Gemm product, int column, int vectors) {
        GemmOperand a = product.a();
        GemmResult c = product.c();
        int rows;
        for (int row = 0; row < product.m(); row += rows) {
            rows = Math.min(ROWS, product.m() - row);
            tile.a = a.at(row, 0);
            tile.c = c.at(row, column);
            tile.start = c.add() ? tile.c : GemmScratch.ZEROS;
            kernel(rows, vectors).run(tile);
        }
    }

    private static GemmKernel kernel(int rows, int vectors) {
        int index = rows * (VECTORS + 1) + vectors;
        GemmKernel kernel = MADE.getPlain(index);
        return kernel != null ? kernel : make(index, new Code(rows, vectors));
    }

    private static synchronized GemmKernel make(int index, Code code) {
        GemmKernel kernel = MADE.get(index);
        if (kernel == null) {
            kernel = GemmEmitter.define(MethodHandles.lookup(), GemmKernel.class, GemmTile.class, code);
            MADE.set(index, kernel);
        }
        return kernel;
    }

    /// The kernel of one tile: sums in registers, and per step of `k` one row of `b` loaded, the elements of a
    /// column of `a` broadcast. Each row of `a`, and each vector of a row of `b`, has a segment of its own, all of
    /// one size: then one check of bounds does for all of them.
    private record Code(int rows, int vectors) implements Consumer<GemmEmitter> {

        private static final ClassDesc LANES = Lanes.class.describeConstable().orElseThrow();
        private static final ClassDesc LAYOUT =
                ValueLayout.OfFloat.class.describeConstable().orElseThrow();
        private static final ClassDesc SEGMENT =
                MemorySegment.class.describeConstable().orElseThrow();

        @Override
        public void accept(GemmEmitter emitter) {
            CodeBuilder code = emitter.code();
            int k = emitter.intOf("k");
            Steps steps = new Steps(emitter, k, emitter.bytesOf("stride"), emitter.bytesOf("ldb"));
            int left = left(steps);
            int right = right(steps);
            int sums = emitter.locals(rows * vectors, 1);
            result(emitter, "start", (segment, offset, sum) -> {
                emitter.load(segment, offset);
                code.astore(sums + sum);
            });
            loop(steps, left, right, sums);
            result(emitter, "c", (segment, offset, sum) -> {
                code.aload(sums + sum);
                emitter.store(segment, offset);
            });
        }

        /// The locals with the number of steps, and with the bytes from one to the next in `a` and in `b`.
        private record Steps(GemmEmitter emitter, int k, int a, int b) {}

        /// Makes a segment for each row of `a` and returns the first.
        private int left(Steps steps) {
            GemmEmitter emitter = steps.emitter;
            CodeBuilder code = emitter.code();
            int stride = emitter.bytesOf("lda");
            int address = emitter.longOf("a");
            int first = emitter.locals(rows, 1);
            for (int i = 0; i < rows; i++) {
                emitter.bytes(
                        () -> code.lload(address),
                        () -> code.iload(steps.k)
                                .iconst_1()
                                .isub()
                                .i2l()
                                .lload(steps.a)
                                .lmul()
                                .loadConstant((long) Float.BYTES)
                                .ladd());
                code.astore(first + i);
                code.lload(address).lload(stride).ladd().lstore(address);
            }
            return first;
        }

        /// Makes a segment for each vector of a row of `b` and returns the first.
        private int right(Steps steps) {
            int first = 0;
            for (int j = 0; j < vectors; j++) {
                long shift = (long) Lanes.BYTES * j;
                int made = steps.emitter.segment(
                        "b", shift, c -> c.iload(steps.k), steps.b, c -> c.loadConstant(Lanes.BYTES));
                first = j == 0 ? made : first;
            }
            return first;
        }

        private void loop(Steps steps, int left, int right, int sums) {
            GemmEmitter emitter = steps.emitter;
            CodeBuilder code = emitter.code();
            int step = emitter.locals(1, 1);
            int a = emitter.locals(1, 2);
            int b = emitter.locals(1, 2);
            int element = emitter.locals(1, 1);
            int row = emitter.locals(vectors, 1);
            Label top = code.newLabel();
            Label end = code.newLabel();
            code.iconst_0()
                    .istore(step)
                    .lconst_0()
                    .lstore(a)
                    .lconst_0()
                    .lstore(b)
                    .labelBinding(top);
            code.iload(step).iload(steps.k).if_icmpge(end);
            for (int j = 0; j < vectors; j++) {
                emitter.load(right + j, () -> code.lload(b));
                code.astore(row + j);
            }
            for (int i = 0; i < rows; i++) {
                int segment = left + i;
                emitter.broadcast(
                        () -> code.aload(segment)
                                .getstatic(LANES, "FLOAT", LAYOUT)
                                .lload(a)
                                .invokeinterface(SEGMENT, "get", MethodTypeDesc.of(CD_float, LAYOUT, CD_long)),
                        element);
                for (int j = 0; j < vectors; j++) {
                    emitter.fma(element, row + j, sums + i * vectors + j);
                }
            }
            code.lload(a).lload(steps.a).ladd().lstore(a);
            code.lload(b).lload(steps.b).ladd().lstore(b);
            code.iinc(step, 1).goto_(top).labelBinding(end);
        }

        /// What is done with one sum and its place in the result.
        private interface Access {
            void at(int segment, Runnable offset, int sum);
        }

        private void result(GemmEmitter emitter, String name, Access access) {
            CodeBuilder code = emitter.code();
            int stride = emitter.bytesOf("ld" + name);
            int segment = emitter.segment(
                    name, c -> c.loadConstant(rows), stride, c -> c.loadConstant(vectors * Lanes.BYTES));
            int offset = emitter.locals(1, 2);
            code.lconst_0().lstore(offset);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < vectors; j++) {
                    long shift = (long) Lanes.BYTES * j;
                    access.at(
                            segment,
                            () -> code.lload(offset).loadConstant(shift).ladd(),
                            i * vectors + j);
                }
                code.lload(offset).lload(stride).ladd().lstore(offset);
            }
        }
    }
}

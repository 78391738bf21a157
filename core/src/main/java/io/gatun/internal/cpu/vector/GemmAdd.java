package io.gatun.internal.cpu.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.Consumer;

/// The kernel that adds `k` rows a few vectors wide of `a` to those of `c`. The last vector of a row is at `last` and
/// may overlap the one before: so a row is read whole before it is written.
final class GemmAdd implements Consumer<GemmEmitter> {

    private final int vectors;

    GemmAdd(int vectors) {
        this.vectors = vectors;
    }

    @Override
    public void accept(GemmEmitter emitter) {
        CodeBuilder code = emitter.code();
        int strideA = emitter.bytesOf("lda");
        int strideC = emitter.bytesOf("ldc");
        int k = emitter.intOf("k");
        int last = emitter.bytesOf("last");
        Consumer<CodeBuilder> width =
                x -> x.lload(last).l2i().loadConstant(Lanes.BYTES).iadd();
        int a = emitter.segment("a", x -> x.iload(k), strideA, width);
        int c = emitter.segment("c", x -> x.iload(k), strideC, width);
        int from = emitter.locals(1, 2);
        int to = emitter.locals(1, 2);
        int step = emitter.locals(1, 1);
        int sums = emitter.locals(vectors, 1);
        code.lconst_0().lstore(from).lconst_0().lstore(to).iconst_0().istore(step);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(step).iload(k).if_icmpge(end);
        for (int j = 0; j < vectors; j++) {
            emitter.load(a, vectorOf(code, from, last, j));
            emitter.load(c, vectorOf(code, to, last, j));
            emitter.add();
            code.astore(sums + j);
        }
        for (int j = 0; j < vectors; j++) {
            code.aload(sums + j);
            emitter.store(c, vectorOf(code, to, last, j));
        }
        code.iinc(step, 1).lload(from).lload(strideA).ladd().lstore(from);
        code.lload(to).lload(strideC).ladd().lstore(to).goto_(top).labelBinding(end);
    }

    /// Pushes the offset of vector `j` of the row at offset `row`.
    private Runnable vectorOf(CodeBuilder code, int row, int last, int j) {
        return () -> {
            code.lload(row);
            if (j == vectors - 1) {
                code.lload(last).ladd();
            } else {
                code.loadConstant((long) Lanes.BYTES * j).ladd();
            }
        };
    }
}

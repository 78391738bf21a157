package io.gatun.internal.cpu.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.Consumer;

/// The kernel that copies `k` rows a few vectors wide from `a` to `c`. The last vector of a row is read at
/// `last`.
final class GemmCopy implements Consumer<GemmEmitter> {

    private final int vectors;

    GemmCopy(int vectors) {
        this.vectors = vectors;
    }

    @Override
    public void accept(GemmEmitter emitter) {
        CodeBuilder code = emitter.code();
        int strideA = emitter.bytesOf("lda");
        int strideC = emitter.bytesOf("ldc");
        int k = emitter.intOf("k");
        int last = emitter.bytesOf("last");
        Consumer<CodeBuilder> read =
                x -> x.lload(last).l2i().loadConstant(Lanes.BYTES).iadd();
        int a = emitter.segment("a", x -> x.iload(k), strideA, read);
        int c = emitter.segment("c", x -> x.iload(k), strideC, x -> x.loadConstant(Lanes.BYTES * vectors));
        int from = emitter.locals(1, 2);
        int to = emitter.locals(1, 2);
        int step = emitter.locals(1, 1);
        code.lconst_0().lstore(from).lconst_0().lstore(to).iconst_0().istore(step);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(step).iload(k).if_icmpge(end);
        for (int j = 0; j < vectors; j++) {
            long shift = (long) Lanes.BYTES * j;
            boolean isLast = j == vectors - 1;
            emitter.load(a, () -> {
                code.lload(from);
                if (isLast) {
                    code.lload(last);
                } else {
                    code.loadConstant(shift);
                }
                code.ladd();
            });
            emitter.store(c, () -> code.lload(to).loadConstant(shift).ladd());
        }
        code.iinc(step, 1).lload(from).lload(strideA).ladd().lstore(from);
        code.lload(to).lload(strideC).ladd().lstore(to).goto_(top).labelBinding(end);
    }
}

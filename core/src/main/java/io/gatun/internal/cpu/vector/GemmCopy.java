package io.gatun.internal.cpu.vector;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.Consumer;

/// The kernel that copies `k` rows a few vectors wide from `a` to `c`. Of the last vector only `lanes` are
/// read (0 for
/// all); the others become zeros.
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
        int k = emitter.locals(1, 1);
        int lanes = emitter.locals(1, 1);
        Label full = code.newLabel();
        emitter.field("k", CD_int);
        code.istore(k);
        emitter.field("lanes", CD_int);
        code.istore(lanes).iload(lanes).ifne(full).loadConstant(Lanes.W).istore(lanes);
        code.labelBinding(full).iload(lanes);
        int mask = emitter.mask();
        Consumer<CodeBuilder> read = c -> c.iload(lanes)
                .loadConstant((vectors - 1) * Lanes.W)
                .iadd()
                .iconst_2()
                .ishl();
        int a = emitter.segment("a", c -> c.iload(k), strideA, read);
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
            int guard = j == vectors - 1 ? mask : -1;
            emitter.load(a, () -> code.lload(from).loadConstant(shift).ladd(), guard);
            emitter.store(c, () -> code.lload(to).loadConstant(shift).ladd(), -1);
        }
        code.iinc(step, 1).lload(from).lload(strideA).ladd().lstore(from);
        code.lload(to).lload(strideC).ladd().lstore(to).goto_(top).labelBinding(end);
    }
}

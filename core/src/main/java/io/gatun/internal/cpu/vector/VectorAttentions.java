package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Attentions;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Attention in float32; other types go to the reference. Threads share the heads, and the blocks of queries.
final class VectorAttentions implements Attentions {

    private final Attentions reference;

    VectorAttentions(Attentions reference) {
        this.reference = reference;
    }

    /// Returns whether an operand is none for these kernels.
    private static boolean foreign(Operands in) {
        return in.q().dtype() != DType.F32 || strided(in.q()) || strided(in.k()) || strided(in.v());
    }

    private static boolean strided(View x) {
        return x.dim(3) > 1 && x.stride(3) != 1;
    }

    @Override
    public void attend(Operands in, View y, View logSumExp) {
        if (foreign(in)) {
            reference.attend(in, y, logSumExp);
            return;
        }
        int queries = in.q().dim(1);
        int heads = in.q().dim(2);
        int blocks = Math.ceilDiv(queries, AttentionScratch.QUERIES);
        Parallel.forRange((long) in.q().dim(0) * heads * blocks, grain(in, AttentionScratch.QUERIES), (from, to) -> {
            for (long piece = from; piece < to; piece++) {
                int index = (int) (piece / blocks);
                int i = (int) (piece % blocks) * AttentionScratch.QUERIES;
                AttentionHead head = new AttentionHead(in, index / heads, index % heads);
                new AttentionForward(head, y, logSumExp).run(i, Math.min(AttentionScratch.QUERIES, queries - i));
            }
        });
    }

    /// Returns how many pieces of `queries` one thread should at least be given.
    private static long grain(Operands in, int queries) {
        long rows = Math.min(queries, in.q().dim(1));
        long work = rows * in.keys() * (in.q().dim(3) + in.v().dim(3));
        return Math.ceilDiv(GemmBlocks.PIECE, Math.max(1, work));
    }

    /// Heads that share a bias add to its gradient one after the other, in the order of the batch.
    @Override
    public void gradient(Operands in, Saved saved, Gradients out) {
        if (foreign(in)) {
            reference.gradient(in, saved, out);
            return;
        }
        int batch = in.q().dim(0);
        int heads = in.q().dim(2);
        View dBias = out.dBias();
        boolean sharedBatch = dBias != null && dBias.dim(0) == 1;
        boolean sharedHeads = dBias != null && dBias.dim(1) == 1;
        if (dBias != null) {
            Copies.fill(dBias.address(), 0, dBias.size());
        }
        int rows = sharedBatch ? 1 : batch;
        int columns = sharedHeads ? 1 : heads;
        Parallel.forRange((long) rows * columns, grain(in, Integer.MAX_VALUE), (from, to) -> {
            for (int group = (int) from; group < to; group++) {
                int b = group / columns;
                int h = group % columns;
                for (int row = b; row < (sharedBatch ? batch : b + 1); row++) {
                    for (int head = h; head < (sharedHeads ? heads : h + 1); head++) {
                        new AttentionBackward(new AttentionHead(in, row, head), saved, out).run();
                    }
                }
            }
        });
    }
}

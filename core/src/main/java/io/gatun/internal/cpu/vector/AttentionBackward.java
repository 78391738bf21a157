package io.gatun.internal.cpu.vector;

import io.gatun.internal.cpu.vector.AttentionHead.Block;
import io.gatun.internal.cpu.vector.AttentionScratch.Room;
import io.gatun.kernel.Attentions.Gradients;
import io.gatun.kernel.Attentions.Saved;

/// The gradients of a head: probabilities are made again from the scores, a block of queries and keys at a time (Dao
/// et al. 2022, algorithm 4).
record AttentionBackward(AttentionHead head, Saved saved, Gradients out) {

    /// Computes them; that of the bias is added to what is there.
    void run() {
        AttentionScratch scratch = AttentionScratch.current();
        int queries = head.in().q().dim(1);
        int end = queries == 0 ? 0 : Math.max(0, head.seen(queries));
        head.clear(out.dk(), end, head.in().keys());
        head.clear(out.dv(), end, head.in().keys());
        if (end == 0) {
            head.clear(out.dq(), 0, queries);
            return;
        }
        boolean causal = head.in().form().causal();
        GemmOperand scaled = head.scaledQueries(scratch, 0, queries);
        GemmOperand flow = head.together(scratch, Room.FLOW, saved.g(), 0, queries, 1);
        delta(scratch, queries);
        for (int j = 0; j < end; j += AttentionScratch.KEYS) {
            int n = Math.min(AttentionScratch.KEYS, end - j);
            Keys keys = new Keys(
                    head.together(scratch, Room.KEYS, head.in().k(), j, n, 1),
                    head.across(scratch, Room.KEYS_ACROSS, head.in().k(), j, n),
                    head.across(scratch, Room.VALUES_ACROSS, head.in().v(), j, n));
            boolean add = false;
            for (int i = causal ? j : 0; i < queries; i += AttentionScratch.QUERIES) {
                Block block = new Block(i, Math.min(AttentionScratch.QUERIES, queries - i), j, n);
                block(scratch, block, new Rows(from(scaled, i), from(flow, i), keys), add);
                add = true;
            }
        }
        float scale = (float) head.in().form().scale();
        for (int i = 0; scale != 1 && i < queries; i++) {
            SoftmaxRows.scale(head.at(out.dq(), i), out.dq().dim(3), scale);
        }
    }

    /// Sums y ⊙ g of each query, which is the sum of its probabilities' gradients times themselves.
    private void delta(AttentionScratch scratch, int queries) {
        scratch.delta = scratch.delta.length < queries ? new float[queries] : scratch.delta;
        for (int i = 0; i < queries; i++) {
            scratch.delta[i] = SoftmaxRows.dot(
                    head.at(saved.y(), i), head.at(saved.g(), i), saved.y().dim(3));
        }
    }

    private static GemmOperand from(GemmOperand rows, int i) {
        return new GemmOperand(rows.at(i, 0), rows.stride(), false);
    }

    /// A block's keys, and they and the values across.
    private record Keys(GemmOperand rows, GemmOperand across, GemmOperand values) {}

    /// A block's queries, times the scale, the gradients of what they read, and its keys.
    private record Rows(GemmOperand queries, GemmOperand flow, Keys keys) {}

    /// @param add whether there are sums over earlier queries
    private void block(AttentionScratch scratch, Block at, Rows rows, boolean add) {
        int width = head.in().q().dim(3);
        int depth = head.in().v().dim(3);
        boolean drops = head.in().form().p() > 0;
        long p = scratch.scores();
        long dScores = scratch.flow();
        long kept = drops ? scratch.dropped() : p;
        GemmOperand g = rows.flow;
        head.scores(scratch, rows.queries, rows.keys.across, at);
        probabilities(at, p);
        new Gemm(at.rows(), at.n(), depth, g, rows.keys.values, new GemmResult(dScores, at.n(), false)).run();
        if (drops) {
            head.drop(scratch, at, p, kept);
            head.drop(scratch, at, dScores, dScores);
        }
        new Gemm(at.n(), depth, at.rows(), transposed(kept, at), g, head.result(out.dv(), at.j(), add)).run();
        for (int r = 0; r < at.rows(); r++) {
            long row = 4L * r * at.n();
            int i = at.i() + r;
            SoftmaxRows.gradientOfRow(p + row, dScores + row, dScores + row, at.n(), scratch.delta[i]);
            if (out.dBias() != null) {
                ColumnFolds.addOne(dScores + row, head.bias(out.dBias(), i, at.j()), at.n());
            }
        }
        GemmOperand ds = new GemmOperand(dScores, at.n(), false);
        GemmResult dq = head.result(out.dq(), at.i(), at.j() > 0);
        new Gemm(at.rows(), width, at.n(), ds, rows.keys.rows, dq).run();
        GemmResult dk = head.result(out.dk(), at.j(), add);
        new Gemm(at.n(), width, at.rows(), transposed(dScores, at), rows.queries, dk).run();
    }

    private static GemmOperand transposed(long block, Block at) {
        return new GemmOperand(block, at.n(), true);
    }

    /// Turns scores into probabilities.
    private void probabilities(Block at, long x) {
        long sums = saved.logSumExp().address() + 4 * head.row(at.i());
        SoftmaxRows.subtract(x, x, sums, at.rows(), at.n());
        SoftmaxRows.exps(x, (long) at.rows() * at.n());
    }
}

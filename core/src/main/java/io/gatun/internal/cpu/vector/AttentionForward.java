package io.gatun.internal.cpu.vector;

import io.gatun.internal.cpu.vector.AttentionHead.Block;
import io.gatun.internal.cpu.vector.AttentionScratch.Room;
import io.gatun.kernel.View;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// What some queries of a head read, a block of keys at a time: sums so far are scaled down whenever a larger score
/// turns up (Milakov and Gimelshein 2018; Dao et al. 2022).
record AttentionForward(AttentionHead head, View y, View logSumExp) {

    /// Computes `rows` queries from `i` on.
    void run(int i, int rows) {
        AttentionScratch scratch = AttentionScratch.current();
        int end = head.seen(i + rows);
        if (end <= 0) {
            head.clear(y, i, i + rows);
            Copies.fill(sums(i), Float.floatToRawIntBits(Float.NEGATIVE_INFINITY), rows);
            return;
        }
        Arrays.fill(scratch.max, 0, rows, Float.NEGATIVE_INFINITY);
        Arrays.fill(scratch.sum, 0, rows, 0);
        GemmOperand queries = head.scaledQueries(scratch, i, rows);
        for (int j = 0; j < end; j += AttentionScratch.KEYS) {
            int first = head.in().form().causal() ? Math.max(i, j) : i; // those before see none of these keys
            Block block = new Block(first, i + rows - first, j, Math.min(AttentionScratch.KEYS, end - j));
            GemmOperand some = new GemmOperand(queries.at(first - i, 0), queries.stride(), false);
            GemmOperand keys = head.few()
                    ? head.columns(head.in().k(), j)
                    : head.across(scratch, Room.KEYS_ACROSS, head.in().k(), j, block.n());
            head.scores(scratch, some, keys, block);
            exponentials(scratch, block, first - i);
            read(scratch, block, first - i);
        }
        finish(scratch, i, rows);
    }

    private long sums(int i) {
        return logSumExp.address() + 4 * head.row(i);
    }

    /// Turns scores into exponentials of what they are below the largest, and sums them.
    private static void exponentials(AttentionScratch scratch, Block at, int state) {
        long perRow = Scratch.current().buffer(0);
        int chunk = (int) SoftmaxRows.block(at.n());
        for (int r = 0; r < at.rows(); r += chunk) {
            int count = Math.min(chunk, at.rows() - r);
            long x = scratch.scores() + 4L * r * at.n();
            SoftmaxRows.maxima(x, perRow, count, at.n());
            raise(scratch, state + r, perRow, count);
            SoftmaxRows.subtract(x, x, perRow, count, at.n());
            SoftmaxRows.exps(x, (long) count * at.n());
            for (int c = 0; c < count; c++) {
                int row = state + r + c;
                double sum = RowFolds.sum(x + 4L * c * at.n(), at.n());
                scratch.sum[row] = scratch.sum[row] * scratch.factor[row] + sum;
            }
        }
    }

    /// Raises the largest scores of some rows to the maxima found, and replaces those by what is to be subtracted.
    private static void raise(AttentionScratch scratch, int row, long maxima, int count) {
        MemorySegment found = Lanes.words(maxima, count);
        for (int c = 0; c < count; c++) {
            float old = scratch.max[row + c];
            float now = Math.max(old, found.get(Lanes.FLOAT, 4L * c));
            scratch.max[row + c] = now;
            scratch.factor[row + c] = now == old ? 1 : (float) Math.exp(old - now);
            found.set(Lanes.FLOAT, 4L * c, now == Float.NEGATIVE_INFINITY ? 0 : now); // −∞ − −∞ is no number
        }
    }

    /// Adds what is read of these keys to what was read of those before.
    private void read(AttentionScratch scratch, Block at, int state) {
        boolean later = at.j() > 0;
        int depth = y.dim(3);
        for (int r = 0; later && r < at.rows(); r++) {
            float factor = scratch.factor[state + r];
            if (factor != 1) {
                SoftmaxRows.scale(head.at(y, at.i() + r), depth, factor);
            }
        }
        if (head.in().form().p() > 0) {
            head.drop(scratch, at, scratch.scores(), scratch.scores());
        }
        GemmOperand p = new GemmOperand(scratch.scores(), at.n(), false);
        GemmOperand values = head.few()
                ? head.rows(head.in().v(), at.j())
                : head.together(scratch, Room.VALUES, head.in().v(), at.j(), at.n(), 1);
        new Gemm(at.rows(), depth, at.n(), p, values, head.result(y, at.i(), later)).run();
    }

    private void finish(AttentionScratch scratch, int i, int rows) {
        MemorySegment sums = Lanes.words(sums(i), rows);
        for (int r = 0; r < rows; r++) {
            double sum = scratch.sum[r];
            SoftmaxRows.scale(head.at(y, i + r), y.dim(3), (float) (1 / sum));
            sums.set(Lanes.FLOAT, 4L * r, (float) (scratch.max[r] + Math.log(sum)));
        }
    }
}

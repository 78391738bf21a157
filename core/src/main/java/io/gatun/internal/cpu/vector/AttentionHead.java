package io.gatun.internal.cpu.vector;

import io.gatun.internal.cpu.vector.AttentionScratch.Room;
import io.gatun.kernel.Attentions.Form;
import io.gatun.kernel.Attentions.Operands;
import io.gatun.kernel.Products;
import io.gatun.kernel.View;

/// One head of one row of the batch: where its operands lie, and its scores.
///
/// @param in the operands of all
/// @param b the row of the batch
/// @param h the head
record AttentionHead(Operands in, int b, int h) {

    private static final int HIDDEN = Float.floatToRawIntBits(Float.NEGATIVE_INFINITY);

    /// Some queries and keys: `rows` from `i` on, and `n` from `j` on.
    record Block(int i, int rows, int j, int n) {}

    /// Returns how many keys are seen by one of the queries before `end`.
    int seen(int end) {
        int keys = in.keys();
        if (in.lengths() != null) {
            keys = Math.min(keys, Lanes.words(in.lengths().address(), b + 1L).get(Lanes.INT, 4L * b));
        }
        return in.form().causal() ? Math.min(keys, end) : keys;
    }

    /// Returns the address of time `t` in a tensor whose axes are batch, time, heads and others.
    long at(View x, int t) {
        return x.address() + 4 * (b * x.stride(0) + t * x.stride(1) + h * x.stride(2));
    }

    /// Returns a matrix of the times from `t` on: a row for each.
    GemmOperand rows(View x, int t) {
        return new GemmOperand(at(x, t), x.stride(1), false);
    }

    /// Returns that matrix, transposed.
    GemmOperand columns(View x, int t) {
        return new GemmOperand(at(x, t), x.stride(1), true);
    }

    /// Returns the same rows as a result.
    GemmResult result(View x, int t, boolean add) {
        return new GemmResult(at(x, t), x.stride(1), add);
    }

    /// Returns the index of a query among those of all heads.
    long row(int i) {
        return ((long) b * in.q().dim(2) + h) * in.q().dim(1) + i;
    }

    /// Returns the address of the bias (or of its gradient) of query `i` and key `j`.
    long bias(View bias, int i, int j) {
        long batch = bias.dim(0) == 1 ? 0 : b;
        long head = bias.dim(1) == 1 ? 0 : h;
        return bias.address() + 4 * (((batch * bias.dim(1) + head) * bias.dim(2) + i) * bias.dim(3) + j);
    }

    /// Returns the queries from `i` on, times the scale.
    GemmOperand scaledQueries(AttentionScratch scratch, int i, int rows) {
        float scale = (float) in.form().scale();
        return scale == 1 ? rows(in.q(), i) : together(scratch, Room.QUERIES, in.q(), i, rows, scale);
    }

    /// Returns whether there are so few queries, as when generating, that laying keys and values out anew costs more
    /// than their products.
    boolean few() {
        return in.q().dim(1) <= Products.FEW_ROWS;
    }

    /// Returns rows next to each other, times a factor.
    GemmOperand together(AttentionScratch scratch, Room room, View x, int t, int rows, float factor) {
        int width = x.dim(3);
        long to = scratch.room(room, (long) rows * width);
        for (int r = 0; r < rows; r++) {
            long row = to + 4L * r * width;
            Copies.bytes(at(x, t + r), row, 4L * width);
            if (factor != 1) {
                SoftmaxRows.scale(row, width, factor);
            }
        }
        return new GemmOperand(to, width, false);
    }

    /// Returns the transpose of rows: moved, where they are full vectors, so that several products read it.
    GemmOperand across(AttentionScratch scratch, Room room, View x, int t, int rows) {
        int width = x.dim(3);
        if (width == 0 || Lanes.full(rows) != rows) {
            return columns(x, t);
        }
        long to = scratch.room(room, (long) rows * width);
        GemmPacking.right(columns(x, t), new GemmPacking.Region(0, width, 0, rows), GemmScratch.current().block, to);
        return new GemmOperand(to, rows, false);
    }

    /// Writes a block's scores, of queries and of keys across, row behind row; −∞ where a key is hidden from a query.
    void scores(AttentionScratch scratch, GemmOperand queries, GemmOperand keys, Block at) {
        long to = scratch.scores();
        new Gemm(at.rows, at.n, in.q().dim(3), queries, keys, new GemmResult(to, at.n, false)).run();
        for (int r = 0; in.bias() != null && r < at.rows; r++) {
            ColumnFolds.addOne(bias(in.bias(), at.i + r, at.j), to + 4L * r * at.n, at.n);
        }
        if (in.form().causal()) {
            hide(at, to);
        }
    }

    private static void hide(Block at, long scores) {
        int rows = Math.clamp(at.j + at.n - 1 - at.i, 0, at.rows); // those that do not see all keys
        for (int r = 0; r < rows; r++) {
            int hidden = at.j + at.n - 1 - (at.i + r);
            Copies.fill(scores + 4L * ((r + 1L) * at.n - hidden), HIDDEN, hidden);
        }
    }

    /// Drops from a block of probabilities, or of their gradients.
    void drop(AttentionScratch scratch, Block at, long from, long to) {
        Form form = in.form();
        DropLanes drop = DropLanes.of(form.p());
        long words = Math.ceilDiv(at.n, 2 * PhiloxLanes.STEP) * (long) PhiloxLanes.STEP; // two keys a word
        for (int r = 0; r < at.rows; r++) {
            long first = row(at.i + r) * Form.pitch(in.keys()) + at.j;
            PhiloxLanes.words(form.key(), first / 2, scratch.words(), words);
            long shift = 4L * r * at.n;
            drop.run(scratch.words(), from + shift, to + shift, at.n);
        }
    }

    /// Fills rows with zeros.
    void clear(View x, int from, int to) {
        for (int t = from; t < to; t++) {
            Copies.fill(at(x, t), 0, x.dim(3));
        }
    }
}

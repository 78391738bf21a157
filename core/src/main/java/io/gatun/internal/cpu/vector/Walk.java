package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.View;

/// The loop nest over views of one shape: axes of extent 1 are dropped and neighbours merged where every view
/// allows it, so that contiguous operands are one long run. The last axis left is the run; all before it are
/// rows.
final class Walk {

    private final View[] views;
    private final long[] extents; // of the axes that are left, the run's last
    private final long[][] strides; // in bytes, by view and axis
    private final int axes;

    /// Lays out the loops over views of one shape.
    Walk(View... views) {
        this.views = views;
        int rank = views[0].shape().rank();
        extents = new long[Math.max(1, rank)];
        strides = new long[views.length][Math.max(1, rank)];
        int last = -1;
        for (int axis = 0; axis < rank; axis++) {
            int extent = views[0].dim(axis);
            if (extent == 1) {
                continue;
            }
            if (last >= 0 && follows(axis, extent, last)) {
                extents[last] *= extent;
            } else {
                extents[++last] = extent;
            }
            for (int v = 0; v < views.length; v++) {
                strides[v][last] = bytes(v, axis);
            }
        }
        if (last < 0) {
            extents[++last] = 1;
            for (int v = 0; v < views.length; v++) {
                strides[v][last] = views[v].dtype().bytes();
            }
        }
        axes = last + 1;
    }

    private long bytes(int view, int axis) {
        return views[view].stride(axis) * views[view].dtype().bytes();
    }

    private boolean follows(int axis, int extent, int last) {
        for (int v = 0; v < views.length; v++) {
            if (strides[v][last] != bytes(v, axis) * extent) {
                return false;
            }
        }
        return true;
    }

    /// Returns the extent of the run.
    long run() {
        return extents[axes - 1];
    }

    /// Returns how many bytes apart a view's elements of one run are.
    long step(int view) {
        return strides[view][axes - 1];
    }

    /// Returns how many bytes apart the rows of a view are within one body's.
    long rowStep(int view) {
        return axes > 1 ? strides[view][axes - 2] : 0;
    }

    private long rows() {
        long rows = 1;
        for (int i = 0; i < axes - 1; i++) {
            rows *= extents[i];
        }
        return rows;
    }

    /// What is done with rows.
    interface Body {

        /// Treats `rows` rows of `n` elements; `at[v]` is the address of view `v`'s first element, its elements
        /// are [#step] apart and its rows [#rowStep]. The array is the body's until it returns.
        void run(long[] at, long rows, long n);
    }

    /// Runs `body` over everything, in parallel.
    void forEach(Body body) {
        long run = run();
        long rows = rows();
        if (rows == 0 || run == 0) {
            return;
        }
        if (run >= 2 * Lanes.GRAIN) {
            for (long row = 0; row < rows; row++) {
                long[] start = new long[views.length];
                addresses(row, start);
                Parallel.forRange(run, Lanes.GRAIN, (from, to) -> {
                    long[] at = start.clone();
                    for (int v = 0; v < at.length; v++) {
                        at[v] += from * step(v);
                    }
                    body.run(at, 1, to - from);
                });
            }
            return;
        }
        long neighbours = axes > 1 ? extents[axes - 2] : 1;
        Parallel.forRange(rows, Math.max(1, Lanes.GRAIN / run), (from, to) -> {
            long[] at = new long[views.length];
            for (long row = from; row < to; ) {
                long count = Math.min(to - row, neighbours - row % neighbours);
                addresses(row, at);
                body.run(at, count, run);
                row += count;
            }
        });
    }

    private void addresses(long row, long[] at) {
        for (int v = 0; v < at.length; v++) {
            at[v] = views[v].address();
        }
        long rest = row;
        for (int axis = axes - 2; axis >= 0; axis--) {
            long index = rest % extents[axis];
            rest /= extents[axis];
            for (int v = 0; v < at.length; v++) {
                at[v] += index * strides[v][axis];
            }
        }
    }
}

package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.View;
import io.gatun.tensor.Shape;

/// Walks the positions that views of one shape share, in row-major order and a run at a time: a run is a
/// stretch of positions whose elements lie evenly spaced in every view.
///
/// ```
/// for (Odometer at = new Odometer(x, y); at.next(); ) {
///     for (long k = 0; k < at.run(); k++) … x at.offset(0) + k * at.step(0), y at.offset(1) + k * at.step(1)
/// }
/// ```
final class Odometer {

    private final int rank;
    private final long[] dims; // outermost first, neighbours merged where every view allows
    private final long[][] strides; // [view][axis]
    private final long[] position;
    private final long[] offset; // [view]
    private final boolean empty;
    private boolean started;

    /// Begins before the first position of the first view; of the others only strides are read.
    Odometer(View... views) {
        Shape shape = views[0].shape();
        long[] merged = new long[shape.rank() + 1];
        long[][] steps = new long[views.length][shape.rank() + 1];
        int axes = 0;
        for (int i = 0; i < shape.rank(); i++) {
            if (shape.dim(i) == 1) {
                continue;
            }
            boolean merges = axes > 0;
            for (int v = 0; v < views.length && merges; v++) {
                merges = steps[v][axes - 1] == views[v].stride(i) * shape.dim(i);
            }
            axes += merges ? 0 : 1;
            merged[axes - 1] = merges ? merged[axes - 1] * shape.dim(i) : shape.dim(i);
            for (int v = 0; v < views.length; v++) {
                steps[v][axes - 1] = views[v].stride(i);
            }
        }
        if (axes == 0) {
            merged[axes++] = 1; // a single element
        }
        rank = axes;
        dims = merged;
        strides = steps;
        position = new long[axes];
        offset = new long[views.length];
        empty = shape.size() == 0;
    }

    /// Goes to the next run. Returns false after the last.
    boolean next() {
        if (empty || !started) {
            started = true;
            return !empty;
        }
        for (int axis = rank - 2; axis >= 0; axis--) {
            boolean carries = ++position[axis] >= dims[axis];
            for (int v = 0; v < offset.length; v++) {
                offset[v] += carries ? strides[v][axis] * (1 - dims[axis]) : strides[v][axis];
            }
            if (!carries) {
                return true;
            }
            position[axis] = 0;
        }
        return false;
    }

    /// Returns the number of positions in a run.
    long run() {
        return dims[rank - 1];
    }

    /// Returns where the run begins in a view.
    long offset(int view) {
        return offset[view];
    }

    /// Returns the distance of neighbours of a run in a view.
    long step(int view) {
        return strides[view][rank - 1];
    }
}

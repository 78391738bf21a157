package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.kernel.View;
import io.gatun.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The positions that views of one shape share, for a kernel that goes over them: `struct Walk` of
/// walk.cuh. Neighbouring axes are merged where every view allows, so that contiguous views, of whatever
/// rank, have one axis.
final class Walk implements Launch.Struct {

    private static final int AXES = 6;
    private static final int VIEWS = 4;
    private static final long BYTES = (3 + AXES + VIEWS * AXES) * Long.BYTES;

    private final long size;
    private final int views;
    private int rank;
    private int together = 1;
    private final long[] extents = new long[AXES];
    private final long[][] strides = new long[VIEWS][AXES];

    private Walk(long size, int views) {
        this.size = size;
        this.views = views;
    }

    /// Returns the walk over the positions of the first view, which the others have too.
    ///
    /// @param op the op's name, for the message
    /// @throws IllegalArgumentException if more axes are left than kernels take
    static Walk over(String op, View... views) {
        Shape shape = views[0].shape();
        Walk walk = new Walk(shape.size(), views.length);
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.dim(axis) == 1) {
                continue;
            }
            if (!walk.merges(axis, views)) {
                if (walk.rank == AXES) {
                    throw new IllegalArgumentException(op + ": expected operands whose strides fit " + AXES
                            + " axes on a CUDA device, got " + shape + "; make them contiguous first");
                }
                walk.extents[walk.rank++] = 1;
            }
            walk.extents[walk.rank - 1] *= shape.dim(axis);
            for (int v = 0; v < views.length; v++) {
                walk.strides[v][walk.rank - 1] = views[v].stride(axis);
            }
        }
        if (walk.rank == 0) {
            walk.extents[walk.rank++] = 1; // a single element
        }
        return walk;
    }

    private boolean merges(int axis, View... views) {
        for (int v = 0; v < views.length; v++) {
            if (rank == 0 || strides[v][rank - 1] != views[v].stride(axis) * views[v].dim(axis)) {
                return false;
            }
        }
        return true;
    }

    /// Returns the walk over packs of `each` neighbours; nothing where elements are not neighbours in
    /// every view, or rows of them do not begin and end with a pack.
    Optional<Walk> inPacks(int each) {
        return inRows(each) ? Optional.of(packs(each)) : Optional.empty();
    }

    /// Lets a kernel take `each` neighbours along the innermost axis together, where every view has them
    /// side by side, or one element for all of them. Of a single axis some may be left over.
    Walk together(int each) {
        boolean fits = extents[rank - 1] % each == 0 || rank == 1;
        for (int v = 0; v < views; v++) {
            fits &= step(v) == 0 || packed(v, each);
        }
        together = fits ? each : 1;
        return this;
    }

    private boolean inRows(int each) {
        boolean whole = extents[rank - 1] % each == 0;
        for (int v = 0; v < views; v++) {
            whole &= packed(v, each);
        }
        return whole;
    }

    /// Returns whether a view's elements are neighbours along the innermost axis, and each row of them
    /// begins with a pack.
    private boolean packed(int view, int each) {
        boolean packed = step(view) == 1;
        for (int axis = 0; axis < rank - 1; axis++) {
            packed &= strides[view][axis] % each == 0;
        }
        return packed;
    }

    private Walk packs(int each) {
        Walk packs = new Walk(size / each, views);
        packs.rank = rank;
        for (int axis = 0; axis < rank; axis++) {
            boolean inner = axis == rank - 1;
            packs.extents[axis] = inner ? extents[axis] / each : extents[axis];
            for (int v = 0; v < views; v++) {
                packs.strides[v][axis] = inner ? 1 : strides[v][axis] / each;
            }
        }
        return packs;
    }

    /// Returns the number of positions.
    long size() {
        return size;
    }

    /// Returns whether the positions of every view lie one step apart.
    boolean isEven() {
        return rank == 1;
    }

    /// Returns how many elements lie between positions along the innermost axis of a view.
    long step(int view) {
        return strides[view][rank - 1];
    }

    @Override
    public long bytes() {
        return BYTES;
    }

    @Override
    public void write(MemorySegment to) {
        to.set(JAVA_LONG, 0, size);
        to.set(JAVA_LONG, Long.BYTES, rank);
        to.setAtIndex(JAVA_LONG, 2, together);
        for (int axis = 0; axis < AXES; axis++) {
            to.setAtIndex(JAVA_LONG, 3L + axis, extents[axis]);
            for (int v = 0; v < VIEWS; v++) {
                to.setAtIndex(JAVA_LONG, 3L + AXES + (long) v * AXES + axis, strides[v][axis]);
            }
        }
    }
}

package io.gatun.catalogue;

import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;

/// How the elements of an operand lie in memory.
public enum Layout {
    /// Row-major without gaps.
    CONTIGUOUS,
    /// The axes in reversed order.
    TRANSPOSED,
    /// Inside a larger tensor whose other elements must not be touched: −1, which is no valid index.
    SLICED,
    /// Rows along the last axis, which begin one element further apart than they are long.
    PITCHED,
    /// The first position of the outermost axis, repeated with stride 0.
    EXPANDED;

    /// Returns a tensor of `x`'s shape in this layout; of its elements too but for [#EXPANDED], which repeats
    /// some.
    public Tensor arrange(Tensor x) {
        int rank = x.rank();
        return switch (this) {
            case CONTIGUOUS -> x;
            case TRANSPOSED -> x.permute(reversed(rank)).copy().permute(reversed(rank));
            case SLICED -> {
                Tensor wide = x.unsqueeze(rank).pad(rank, 1, 2, -1);
                for (int axis = 0; axis < rank; axis++) {
                    wide = wide.pad(axis, 1, 1, -1);
                }
                Tensor inner = wide;
                for (int axis = 0; axis < rank; axis++) {
                    inner = inner.slice(axis, 1, 1 + x.dim(axis));
                }
                yield inner.select(rank, 1);
            }
            case PITCHED -> rank == 0 ? x : x.pad(rank - 1, 0, 1, -1).slice(rank - 1, 0, x.dim(rank - 1));
            case EXPANDED -> {
                if (rank == 0 || x.dim(0) == 0) {
                    yield x;
                }
                Shape shape = x.shape();
                yield x.slice(0, 0, 1).expand(shape);
            }
        };
    }

    private static int[] reversed(int rank) {
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) {
            order[i] = rank - 1 - i;
        }
        return order;
    }
}

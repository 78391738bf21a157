package io.gatun.internal.cpu.vector;

/// What a micro-kernel works on: rows of `a`, a panel of `b` a few vectors wide, and the tiles of `c` where they
/// meet. Addresses in bytes, everything else in elements.
///
/// Filled in and handed on anew for each tile by the thread that owns it: an argument list of nine would say
/// no more.
final class GemmTile {

    /// First element of `a`, and the distance of its rows or, if it is transposed, of its columns.
    long a;

    long lda;

    /// First element of the panel, and the distance of its rows. All lanes of each row can be read.
    long b;

    long ldb;

    /// First element of the result's first tile, and the distance of its rows.
    long c;

    long ldc;

    /// How many tiles there are, one below the other or, of dot products, side by side.
    int tiles;

    /// How many products each element of the tile is the sum of.
    int k;

    /// The bytes of a vector, as C2 is not to know them: see [GemmDots].
    long stride = Lanes.BYTES;

    /// Where the last vector of each row of `c` (when copying, of `a`; when adding, of both) begins, in elements from
    /// the row's first: it may overlap the one before, so that no lane lies beyond the row's end.
    long last;

    /// How many rows of `a` there are to transpose, at most a vector's lanes.
    int rows;
}

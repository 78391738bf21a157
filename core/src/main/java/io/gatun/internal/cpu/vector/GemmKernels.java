package io.gatun.internal.cpu.vector;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/// The micro-kernels, each made when first asked for: a class per size, because only then are its sums
/// registers.
final class GemmKernels {

    /// Whether the processor has 32 vector registers, as with AVX-512 and on ARM, or 16.
    static final boolean MANY_REGISTERS =
            Lanes.W == 16 || System.getProperty("os.arch").equals("aarch64");

    /// Rows of the largest tile.
    static final int ROWS = MANY_REGISTERS ? 5 : 6;
    /// How many dot products a tile of them has: a block of [GemmLaneSums] or two, and no fewer than hide an addition's
    /// time.
    static final int DOTS_AT_ONCE = Math.max(8, Lanes.W);
    /// Rows of the tallest tile of dot products: a power of two.
    static final int DOT_ROWS = DOTS_AT_ONCE / 4;
    /// Vectors of `k` that a single dot product takes at a time: no fewer than hide an addition's time.
    static final int LINE_DEPTH = 4;
    /// Vectors of sums that stay in registers.
    static final int SUMS = MANY_REGISTERS ? 20 : 12;

    /// Vectors of the widest tile.
    static final int MOST_VECTORS = 8;
    private static final int TILES = 0;
    private static final int TRANSPOSED_TILES = 1;
    private static final int COPIES = 2;
    private static final int ADDITIONS = 3;
    private static final int TRANSPOSITIONS = 4;
    private static final int LANE_SUMS = 5;
    private static final int DOTS = 6;
    private static final int LINES = 7; // of bytes; then of elements twice as large, and so on
    private static final int WIDTHS = Math.max(MOST_VECTORS, DOTS_AT_ONCE) + 1;
    private static final AtomicReferenceArray<GemmKernel> MADE =
            new AtomicReferenceArray<>((LINES + GemmElement.values().length) * (ROWS + 1) * WIDTHS);

    private GemmKernels() {}

    /// Returns how many vectors wide tiles are, if there are `rows` rows in all.
    static int vectors(int rows) {
        return Math.min(MOST_VECTORS, SUMS / Math.min(rows, ROWS));
    }

    /// Returns the kernel of a tile, for `a` as it is or transposed.
    static GemmKernel tile(int rows, int vectors, boolean transposed) {
        int index = index(transposed ? TRANSPOSED_TILES : TILES, rows, vectors);
        GemmKernel kernel = MADE.getPlain(index);
        return kernel != null ? kernel : make(index, new GemmCode(rows, vectors, transposed));
    }

    /// Returns the kernel of a tile of dot products.
    static GemmKernel dots(int rows, int columns) {
        int index = index(DOTS, rows, columns);
        GemmKernel kernel = MADE.getPlain(index);
        return kernel != null ? kernel : make(index, new GemmDots(rows, columns, 1, GemmElement.FLOATS));
    }

    /// Returns the kernel of single dot products, [#LINE_DEPTH] vectors of `k` at a time.
    static GemmKernel lines(GemmElement element) {
        int index = index(LINES + element.log2Bytes(), 0, 0);
        GemmKernel kernel = MADE.getPlain(index);
        return kernel != null ? kernel : make(index, new GemmDots(1, 1, LINE_DEPTH, element));
    }

    /// Returns the kernel that copies rows of that many vectors.
    static GemmKernel copy(int vectors) {
        int index = index(COPIES, 0, vectors);
        GemmKernel kernel = MADE.getPlain(index);
        return kernel != null ? kernel : make(index, new GemmCopy(vectors));
    }

    /// Returns the kernel that adds rows of that many vectors.
    static GemmKernel add(int vectors) {
        int index = index(ADDITIONS, 0, vectors);
        GemmKernel kernel = MADE.getPlain(index);
        return kernel != null ? kernel : make(index, new GemmAdd(vectors));
    }

    /// Returns the kernel that transposes.
    static GemmKernel transposition() {
        int index = index(TRANSPOSITIONS, 0, 0);
        GemmKernel kernel = MADE.getPlain(index);
        return kernel != null ? kernel : make(index, new GemmTransposition());
    }

    /// Returns the kernel that adds up lanes.
    static GemmKernel laneSums() {
        int index = index(LANE_SUMS, 0, 0);
        GemmKernel kernel = MADE.getPlain(index);
        return kernel != null ? kernel : make(index, new GemmLaneSums());
    }

    private static int index(int kind, int rows, int width) {
        return (kind * (ROWS + 1) + rows) * WIDTHS + width;
    }

    private static synchronized GemmKernel make(int index, Consumer<GemmEmitter> code) {
        GemmKernel kernel = MADE.get(index);
        if (kernel == null) {
            kernel = GemmEmitter.define(MethodHandles.lookup(), GemmKernel.class, GemmTile.class, code);
            MADE.set(index, kernel);
        }
        return kernel;
    }
}

package io.gatun.cuda;

import io.gatun.kernel.View;

/// How kernels go over rows: the ways of rows.cuh.
enum RowWay {
    /// A block for each row, of any type, length and address.
    ELEMENTS("", 0),
    /// A warp holds a row of up to 256 elements.
    WARP256("_warp256", 1024),
    /// A warp holds a row of up to 512 elements.
    WARP512("_warp512", 768),
    /// A warp holds a row of up to 1024 elements.
    WARP1024("_warp1024", 512),
    /// A block holds a row, 16 elements in each thread.
    BLOCK("_block", 768),
    /// A block reads a row in packs, in each pass over it.
    LONG("_long", 0);

    private static final int WARPS = 8; // of a block, each with rows of its own
    private static final int EACH = 16; // elements that a thread of BLOCK holds
    private static final int MOST_THREADS = 512;

    /// Teams that take several rows are as many as have a place at once on a large device, one of so
    /// many multiprocessors: the last would else begin when others end. How many a device really has does
    /// not count, so sums over rows have the same bits everywhere.
    private static final int MULTIPROCESSORS = 128;

    private static final int LEAST_ROWS = 2; // for each such team: few rows are better spread than summed at once

    private final String suffix;
    private final int threadsAtOnce;

    /// @param threadsAtOnce how many threads that hold rows a multiprocessor has registers for: REGISTERS
    ///     of rows.cuh, of 65,536; or 0, if none holds any
    RowWay(String suffix, int threadsAtOnce) {
        this.suffix = suffix;
        this.threadsAtOnce = threadsAtOnce;
    }

    /// Returns how to go over rows as long as those of `x [rows, n]` in all these views.
    static RowWay of(View x, View... views) {
        int n = x.dim(1);
        if (!packed(x, views)) {
            return ELEMENTS;
        }
        return n <= 256 ? WARP256 : n <= 512 ? WARP512 : n <= 1024 ? WARP1024 : n <= EACH * MOST_THREADS ? BLOCK : LONG;
    }

    /// Whether rows as long as those of `x [rows, n]` are whole packs in all these views.
    static boolean packed(View x, View... views) {
        return Packs.typed(x.dtype()) && x.dim(1) % Packs.size(x.dtype()) == 0 && Packs.aligned(views);
    }

    /// Returns what the kernel that goes this way is called, but for the type.
    String named(String kernel) {
        return kernel + suffix;
    }

    /// Whether rows stay in registers.
    boolean holdsRows() {
        return threadsAtOnce > 0;
    }

    /// Returns the launch in which a team takes one of `rows` rows of `n` elements.
    LaunchShape each(int rows, int n) {
        return switch (this) {
            case ELEMENTS -> LaunchShape.of(rows, Launcher.rowThreads(n));
            case WARP256, WARP512, WARP1024 -> LaunchShape.of(Math.ceilDiv(rows, WARPS), 32 * WARPS);
            case BLOCK -> LaunchShape.of(rows, Math.ceilDiv(n, EACH * 32) * 32);
            case LONG -> LaunchShape.of(rows, MOST_THREADS);
        };
    }

    /// Returns the launch in which a team takes several of `rows` rows of `n` elements, which it holds.
    LaunchShape several(int rows, int n) {
        LaunchShape each = each(rows, n);
        int places = MULTIPROCESSORS * Math.max(1, threadsAtOnce / each.blockX());
        return LaunchShape.of(Math.min(Math.ceilDiv(each.gridX(), LEAST_ROWS), places), each.blockX());
    }
}

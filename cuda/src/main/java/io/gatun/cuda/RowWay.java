package io.gatun.cuda;

import io.gatun.kernel.View;

/// How kernels go over rows: the ways of rows.cuh.
enum RowWay {
    /// A block for each row, of any type, length and address.
    ELEMENTS(""),
    /// A warp holds a row of up to 256 elements.
    WARP256("_warp256"),
    /// A warp holds a row of up to 512 elements.
    WARP512("_warp512"),
    /// A warp holds a row of up to 1024 elements.
    WARP1024("_warp1024"),
    /// A block holds a row, 16 elements in each thread.
    BLOCK("_block"),
    /// A block reads a row in packs, in each pass over it.
    LONG("_long");

    private static final int WARPS = 8; // of a block, each with rows of its own
    private static final int EACH = 16; // elements that a thread of BLOCK holds
    private static final int MOST_THREADS = 512;

    /// Teams that take several rows are as many as have a place at once on a large device, one of so
    /// many multiprocessors: the last would else begin when others end. How many a device really has does
    /// not count, so sums over rows have the same bits everywhere.
    private static final int MULTIPROCESSORS = 128;

    private static final int LEAST_ROWS = 2; // for each such team: few rows are better spread than summed at once

    private final String suffix;

    RowWay(String suffix) {
        this.suffix = suffix;
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
        return Packs.typed(x.dtype()) && (long) x.dim(1) * x.dtype().bytes() % Packs.BYTES == 0 && Packs.aligned(views);
    }

    /// Returns what the kernel that goes this way is called, but for the type.
    String named(String kernel) {
        return kernel + suffix;
    }

    /// Whether rows stay in registers.
    boolean holdsRows() {
        return this != ELEMENTS && this != LONG;
    }

    /// Returns the launch in which a team takes one of `rows` rows of `n` elements.
    LaunchShape each(int rows, int n) {
        return switch (this) {
            case WARP256, WARP512, WARP1024 -> LaunchShape.of(Math.ceilDiv(rows, WARPS), 32 * WARPS);
            case ELEMENTS, BLOCK, LONG -> LaunchShape.of(rows, threads(n));
        };
    }

    /// Returns the launch in which a team takes several of `rows` rows of `n` elements.
    LaunchShape several(int rows, int n) {
        LaunchShape each = each(rows, n);
        int places = MULTIPROCESSORS * Math.max(1, threadsAtOnce() / each.blockX());
        return LaunchShape.of(Math.min(Math.ceilDiv(each.gridX(), LEAST_ROWS), places), each.blockX());
    }

    /// Returns how many threads a multiprocessor has registers for: REGISTERS of rows.cuh, of 65,536.
    private int threadsAtOnce() {
        return switch (this) {
            case WARP256 -> 1024;
            case ELEMENTS, WARP512, BLOCK, LONG -> 768;
            case WARP1024 -> 512;
        };
    }

    private int threads(int n) {
        return switch (this) {
            case ELEMENTS -> Launcher.rowThreads(n);
            case BLOCK -> Math.ceilDiv(n, EACH * 32) * 32;
            case LONG -> MOST_THREADS;
            case WARP256, WARP512, WARP1024 -> 32;
        };
    }
}

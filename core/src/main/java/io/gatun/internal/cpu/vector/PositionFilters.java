package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;

/// Convolution with filters of their own at every position, `w [batch, time, heads, taps]`.
final class PositionFilters {

    private final Sequence sequence;
    private final HeadMap map;
    private final int taps;
    private final long row; // bytes of a position's channels
    private final long filters; // bytes of a position's filters

    PositionFilters(Sequence sequence, HeadMap map, int taps) {
        this.sequence = sequence;
        this.map = map;
        this.taps = taps;
        this.row = 4L * sequence.channels();
        this.filters = 4L * map.heads * taps;
    }

    /// What is done at one position: the taps from one to another (exclusive) read inside the sequence.
    private interface Position {
        void run(long p, int from, int to);
    }

    private void forEach(Position body) {
        long grain = Math.max(1, Lanes.GRAIN / Math.max(1, (long) sequence.channels() * taps / 2));
        long d = sequence.dilation();
        Parallel.forRange((long) sequence.batch() * sequence.time(), grain, (start, end) -> {
            for (long p = start; p < end; p++) {
                long s = p % sequence.time() + sequence.first();
                long from = Math.clamp(Math.ceilDiv(-s, d), 0, taps);
                long to = Math.clamp(Math.ceilDiv(sequence.time() - s, d), from, taps);
                body.run(p, (int) from, (int) to);
            }
        });
    }

    /// Computes `y`, the convolution of `x`.
    void convolve(long x, long w, long y) {
        PositionLoops loops = new PositionLoops(sequence.dilation() * row, map.wide() ? 4 : row);
        forEach((p, from, to) -> {
            long in = x + (p + sequence.first() + (long) from * sequence.dilation()) * row;
            position(
                    loops,
                    in,
                    new HeadMap.Filters(w + p * filters + 4L * from, 4, 4L * taps, to - from, false),
                    y + p * row);
        });
    }

    /// Computes `dx` from the gradient `g`; the sequence is the reversed one. Tap `m` of position `s` is tap
    /// `j = taps − 1 − m` of the output that it reads.
    void inputGradient(long w, long g, long dx) {
        long step = sequence.dilation() * filters - 4;
        PositionLoops loops = new PositionLoops(sequence.dilation() * row, map.wide() ? step : row);
        forEach((p, from, to) -> {
            long t = p + sequence.first() + (long) from * sequence.dilation();
            long first = w + t * filters + 4L * (taps - 1 - from);
            position(loops, g + t * row, new HeadMap.Filters(first, step, 4L * taps, to - from, false), dx + p * row);
        });
    }

    private void position(PositionLoops loops, long x, HeadMap.Filters w, long y) {
        if (w.taps() == 0) {
            Copies.fill(y, 0, sequence.channels());
        } else if (map.wide()) {
            for (int h = 0; h < map.heads; h++) {
                long c = 4L * map.start(h);
                loops.head(x + c, w.address() + h * w.stride(), y + c, w.taps(), map.width(h));
            }
        } else {
            long spread = Scratch.current().room(row * taps);
            map.spread(w, spread, row);
            loops.spread(x, spread, y, w.taps(), sequence.channels());
        }
    }

    /// Computes `dw` from `x` and the gradient `g`.
    void weightGradient(long x, long g, long dw) {
        PositionLoops loops = new PositionLoops(sequence.dilation() * row, 4);
        forEach((p, from, to) -> {
            long out = dw + p * filters;
            if (to - from < taps) {
                Copies.fill(out, 0, filters / 4);
            }
            if (to == from) {
                return;
            }
            long in = x + (p + sequence.first() + (long) from * sequence.dilation()) * row;
            if (map.wide()) {
                for (int h = 0; h < map.heads; h++) {
                    long c = 4L * map.start(h);
                    long first = out + 4L * (h * taps + from);
                    loops.dots(in + c, g + p * row + c, first, to - from, map.width(h));
                }
            } else {
                long products = Scratch.current().room(row * taps);
                loops.products(in, g + p * row, products, to - from, sequence.channels());
                map.gather(products, row, new HeadMap.Filters(out + 4L * from, 4, 4L * taps, to - from, false));
            }
        });
    }
}

package io.gatun.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Where each piece of memory of a routine lies within one block: pieces whose lives overlap lie apart.
///
/// A run allocates the same sizes in the same order each time, so a piece is known by its number. The
/// largest are placed first, each at the lowest offset where nothing is that lives at the same time.
final class MemoryPlan {

    private static final long ALIGNMENT = 256; // as the driver's own

    /// A piece.
    ///
    /// @param bytes its size
    /// @param from when it is allocated
    /// @param to when it is freed
    record Piece(long bytes, int from, int to) {

        private boolean meets(Piece other) {
            return from < other.to && other.from < to;
        }
    }

    private final List<Piece> pieces;
    private final long[] offsets;
    private final long bytes;

    private MemoryPlan(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
        this.offsets = new long[pieces.size()];
        List<Integer> placed = new ArrayList<>(); // by offset
        IntStream.range(0, pieces.size())
                .boxed()
                .sorted(Comparator.comparingLong(i -> -pieces.get(i).bytes()))
                .forEach(i -> place(i, placed));
        this.bytes =
                IntStream.range(0, offsets.length).mapToLong(this::end).max().orElse(0);
    }

    /// Plans these pieces.
    static MemoryPlan of(List<Piece> pieces) {
        return new MemoryPlan(pieces);
    }

    private void place(int piece, List<Integer> placed) {
        long offset = 0;
        for (int other : placed) {
            if (pieces.get(other).meets(pieces.get(piece))) {
                if (offsets[other] - offset >= pieces.get(piece).bytes()) {
                    break; // it fits before this one, and so before all that follow
                }
                offset = Math.max(offset, end(other));
            }
        }
        offsets[piece] = offset;
        long at = offset;
        int index = 0;
        while (index < placed.size() && offsets[placed.get(index)] <= at) {
            index++;
        }
        placed.add(index, piece);
    }

    private long end(int piece) {
        return Math.ceilDiv(offsets[piece] + pieces.get(piece).bytes(), ALIGNMENT) * ALIGNMENT;
    }

    /// Returns how many pieces there are.
    int size() {
        return pieces.size();
    }

    /// Returns a piece.
    Piece piece(int number) {
        return pieces.get(number);
    }

    /// Returns where a piece lies within the block.
    long offset(int piece) {
        return offsets[piece];
    }

    /// Returns how large the block is.
    long bytes() {
        return bytes;
    }
}

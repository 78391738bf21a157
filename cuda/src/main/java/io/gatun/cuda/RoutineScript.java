package io.gatun.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What a run of a routine put on the stream, against which the next run is held: a graph repeats the
/// arguments and the copies that it was recorded with, so they may not depend on the data.
final class RoutineScript implements AutoCloseable {

    private record Piece(String what, long fingerprint) {}

    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final DriverMemory memory;
    private final CudaStream stream;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<MemorySegment> constants = new ArrayList<>(); // in host memory that stays where it is
    private boolean comparing;
    private int nextPiece;
    private int nextConstant;

    RoutineScript(DriverMemory memory, CudaStream stream) {
        this.memory = memory;
        this.stream = stream;
    }

    /// Begins to compare what follows with what was noted.
    void compare() {
        comparing = true;
        nextPiece = 0;
        nextConstant = 0;
    }

    /// Notes or compares a piece of work.
    void work(String what, long fingerprint) {
        if (!comparing) {
            pieces.add(new Piece(what, fingerprint));
            return;
        }
        Piece before = nextPiece < pieces.size() ? pieces.get(nextPiece) : new Piece("nothing", 0);
        nextPiece++;
        if (!before.what().equals(what)) {
            throw differs("piece %d: %s, %s before".formatted(nextPiece, what, before.what()));
        }
        if (before.fingerprint() != fingerprint) {
            throw differs("piece %d, %s: other arguments than before".formatted(nextPiece, what));
        }
    }

    /// Copies a constant to the device, from host memory that graphs may read later.
    void write(MemorySegment from, long address) {
        MemorySegment constant;
        if (comparing) {
            if (nextConstant == constants.size() || constants.get(nextConstant).mismatch(from) != -1) {
                throw differs("copy %d to the device: other values than before".formatted(nextConstant + 1));
            }
            constant = constants.get(nextConstant++);
        } else {
            constant = memory.memAllocHost(Math.max(1, from.byteSize())).asSlice(0, from.byteSize());
            constant.copyFrom(from);
            constants.add(constant);
        }
        if (from.byteSize() > 0) {
            memory.memcpyHtoDAsync(address, constant, stream.handle());
        }
        work("a copy to the device", fingerprint(address, from.byteSize()));
    }

    /// Ends a run.
    void end() {
        if (comparing && nextPiece < pieces.size()) {
            throw differs("%d pieces, %d before".formatted(nextPiece, pieces.size()));
        }
    }

    /// Returns a number that, but for rare chance, is another if one of these is.
    static long fingerprint(long... values) {
        long hash = values.length;
        for (long value : values) {
            hash = fold(hash, value);
        }
        return hash;
    }

    /// Returns the fingerprint of what `hash` is of and one more value.
    static long fold(long hash, long value) {
        return Long.rotateLeft(hash * FACTOR, 29) + value;
    }

    static IllegalStateException differs(String how) {
        return new IllegalStateException(
                "routine: expected its work to be the same each time but for what tensors hold, got " + how
                        + ". What changes from run to run must be in tensors that are made outside it");
    }

    @Override
    public void close() {
        constants.forEach(memory::memFreeHost);
        constants.clear();
    }
}

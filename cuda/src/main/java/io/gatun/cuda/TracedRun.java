package io.gatun.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A routine's first run: all is done as usual, and noted is when memory is allocated and freed.
final class TracedRun implements RoutineStage {

    private final DevicePool pool;
    private final Staging staging;
    private final Map<Long, Integer> open = new HashMap<>(); // pieces by address
    private final List<MemoryPlan.Piece> pieces = new ArrayList<>();
    private int clock;

    TracedRun(DevicePool pool, Staging staging) {
        this.pool = pool;
        this.staging = staging;
    }

    @Override
    public long allocate(long bytes) {
        long address = pool.take(bytes);
        open.put(address, pieces.size());
        pieces.add(new MemoryPlan.Piece(bytes, clock++, Integer.MAX_VALUE));
        return address;
    }

    @Override
    public void free(long address, long bytes) {
        Integer number = open.remove(address);
        if (number != null) {
            MemoryPlan.Piece piece = pieces.get(number);
            pieces.set(number, new MemoryPlan.Piece(piece.bytes(), piece.from(), clock++));
        }
        pool.giveBack(address, bytes);
    }

    @Override
    public void work(String what, long fingerprint) {}

    @Override
    public void write(MemorySegment from, long address) {
        staging.write(from, address);
    }

    /// Ends the run.
    ///
    /// @throws IllegalStateException if memory of it has not been freed
    void end() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("routine: expected all tensors that it makes to be freed at its end, got "
                    + open.size() + " that are kept; assign what is wanted to tensors that were made outside");
        }
    }

    /// Returns where memory may lie in later runs.
    MemoryPlan plan() {
        return MemoryPlan.of(pieces);
    }
}

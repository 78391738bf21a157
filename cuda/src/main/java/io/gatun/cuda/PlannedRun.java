package io.gatun.cuda;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// A later run of a routine, in memory that was planned, noting or comparing what it does.
final class PlannedRun implements RoutineStage {

    private final MemoryPlan plan;
    private final long base;
    private final RoutineScript script;
    private final RoutineStages stages;
    private final DevicePool pool;
    private final Map<Long, Integer> open = new HashMap<>(); // pieces by address
    private int next;
    private int clock;
    private IllegalStateException early; // a difference in what was freed: thrown when the work goes on

    /// @param base where the planned memory begins
    PlannedRun(MemoryPlan plan, long base, RoutineScript script, RoutineStages stages, DevicePool pool) {
        this.plan = plan;
        this.base = base;
        this.script = script;
        this.stages = stages;
        this.pool = pool;
    }

    @Override
    public long allocate(long bytes) {
        goOn();
        boolean as = next < plan.size() && plan.piece(next).bytes() == bytes;
        if (!as || plan.piece(next).from() != clock) {
            throw RoutineScript.differs("allocation %d: %s"
                    .formatted(
                            next + 1,
                            next == plan.size()
                                    ? "there was none before"
                                    : as
                                            ? "at another time than before"
                                            : "%,d bytes, %,d before"
                                                    .formatted(
                                                            bytes,
                                                            plan.piece(next).bytes())));
        }
        clock++;
        long address = base + plan.offset(next);
        open.put(address, next++);
        return address;
    }

    /// Memory of the plan is simply used again, from the moment on that the first run freed it; other
    /// memory waits until the run has ended.
    @Override
    public void free(long address, long bytes) {
        Integer piece = open.remove(address);
        if (piece == null) {
            stages.giveBack(pool, address, bytes);
        } else if (plan.piece(piece).to() != clock++ && early == null) {
            early = RoutineScript.differs("allocation %d: freed at another time than before".formatted(piece + 1));
        }
    }

    /// What an exception frees on its way is no difference: it is the exception that counts.
    private void goOn() {
        if (early != null) {
            throw early;
        }
    }

    /// Ends the run.
    void end() {
        goOn();
        if (next < plan.size() || !open.isEmpty()) {
            throw RoutineScript.differs("%d allocations, %d of them kept; %d before, none of them kept"
                    .formatted(next, open.size(), plan.size()));
        }
        script.end();
    }

    @Override
    public void work(String what, long fingerprint) {
        goOn();
        script.work(what, fingerprint);
    }

    @Override
    public void write(MemorySegment from, long address) {
        script.write(from, address);
    }
}

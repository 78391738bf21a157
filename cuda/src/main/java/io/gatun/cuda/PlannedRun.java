package io.gatun.cuda;

import java.lang.foreign.MemorySegment;

/// A later run of a routine, in memory that was planned, noting or comparing what it does.
final class PlannedRun implements RoutineStage {

    private final MemoryPlan plan;
    private final long base;
    private final RoutineScript script;
    private final RoutineStages stages;
    private int next;

    PlannedRun(MemoryPlan plan, long base, RoutineScript script, RoutineStages stages) {
        this.plan = plan;
        this.base = base;
        this.script = script;
        this.stages = stages;
    }

    @Override
    public long allocate(long bytes) {
        if (next == plan.size() || plan.bytes(next) != bytes) {
            throw RoutineScript.differs("allocation %d: %s"
                    .formatted(
                            next + 1,
                            next == plan.size()
                                    ? "there was none before"
                                    : "%,d bytes, %,d before".formatted(bytes, plan.bytes(next))));
        }
        return base + plan.offset(next++);
    }

    /// Memory of the plan is simply used again; other memory waits until the run has ended.
    @Override
    public void free(long address, long bytes) {
        if (address < base || address >= base + plan.bytes()) {
            stages.freeLater(address, bytes);
        }
    }

    @Override
    public void work(String what, long fingerprint) {
        script.work(what, fingerprint);
    }

    @Override
    public void write(MemorySegment from, long address) {
        script.write(from, address);
    }
}

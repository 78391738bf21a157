package io.gatun.cuda;

import io.gatun.kernel.Routine;
import io.gatun.tensor.Generator;

/// A routine that becomes a graph. Its first run shows what memory it takes, for which places are then
/// planned; its second, in those places, what it puts on the stream; its third is captured, and must be
/// the same but for what tensors hold. All three do the work, and all that follow are one launch.
final class CudaRoutine implements Routine {

    /// What routines of a device share.
    record Parts(
            CudaContext context,
            CudaStream stream,
            DevicePool pool,
            Staging staging,
            RandomStreams randoms,
            RoutineStages stages,
            RoutineMemory memory) {}

    private final Parts parts;
    private final Generator generator;
    private final Routine once;
    private MemoryPlan plan; // after the first run
    private RoutineMemory.Lease place; // after the second
    private RoutineScript script;
    private CudaGraph graph; // after the third
    private long streams; // of random numbers that a run takes

    CudaRoutine(Parts parts, Generator generator, Runnable work) {
        this.parts = parts;
        this.generator = generator;
        this.once = Routine.plain(work);
    }

    @Override
    public void run() {
        parts.context().enter();
        long first = generator.position();
        boolean done = false;
        try {
            parts.randoms().from(first, this::next);
            done = true;
        } finally {
            if (!done) {
                close(); // what is half recorded is of no use
                generator.seek(first);
            }
        }
        if (graph != null) {
            generator.seek(first + streams);
        } else {
            streams = generator.position() - first;
        }
    }

    private void next() {
        if (graph != null) {
            graph.launch(parts.stream());
        } else if (plan == null) {
            TracedRun run = new TracedRun(parts.pool(), parts.staging());
            during(run);
            plan = run.plan();
        } else if (script == null) {
            place = parts.memory().lease(plan.bytes());
            script = new RoutineScript(parts.context().driver().memory(), parts.stream());
            during(planned());
        } else {
            script.compare();
            graph = parts.stream().capture(() -> during(planned()));
            script.end();
            graph.launch(parts.stream());
        }
    }

    private PlannedRun planned() {
        return new PlannedRun(plan, place.address(), script, parts.stages());
    }

    private void during(RoutineStage stage) {
        parts.stages().during(stage, parts.pool(), once::run);
    }

    /// Waits for the device, since what was recorded may still run.
    @Override
    public void close() {
        if (script != null) {
            parts.context().enter();
            parts.stream().synchronize();
            script.close();
            place.close();
        }
        if (graph != null) {
            graph.close();
        }
        graph = null;
        script = null;
        place = null;
        plan = null;
    }
}

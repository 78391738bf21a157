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
    private TracedRun traced; // after the first run
    private MemoryPlan plan; // after the second
    private RoutineMemory.Lease place;
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
        try {
            parts.randoms().from(first, this::next);
        } catch (RuntimeException | Error e) {
            generator.seek(first);
            discard(e);
            throw e;
        }
        generator.seek(first + streams);
    }

    private void next() {
        if (graph != null) {
            graph.launch(parts.stream());
        } else if (traced == null) {
            TracedRun run = new TracedRun(parts.pool(), parts.staging());
            streams = during(run, once::run);
            run.end();
            traced = run;
        } else if (plan == null) {
            plan = traced.plan();
            place = parts.memory().lease(plan.bytes());
            script = new RoutineScript(parts.context().driver().memory(), parts.stream());
            again(once::run);
        } else {
            script.compare();
            again(() -> graph = parts.stream().capture(once::run));
            graph.launch(parts.stream());
        }
    }

    private void again(Runnable work) {
        PlannedRun run = new PlannedRun(plan, place.address(), script, parts.stages(), parts.pool());
        long taken = during(run, work);
        run.end();
        if (taken != streams) {
            throw RoutineScript.differs("%d streams of random numbers, %d before".formatted(taken, streams));
        }
    }

    /// Returns how many streams of random numbers the work took.
    private long during(RoutineStage stage, Runnable work) {
        long before = generator.position();
        parts.stages().during(stage, parts.pool(), work);
        return generator.position() - before;
    }

    /// Forgets what is half recorded.
    private void discard(Throwable cause) {
        try {
            close();
        } catch (CudaException e) {
            cause.addSuppressed(e); // a device that has failed refuses everything
        }
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
        traced = null;
    }
}

package io.gatun.cuda;

/// A queue of work for a device, which does it in order. It waits neither for other streams nor for the null stream,
/// on which copies without a stream run: events order streams, [#synchronize] orders stream and host.
final class CudaStream implements AutoCloseable {

    private static final int NON_BLOCKING = 1;

    private final Driver driver;
    private final long handle;

    CudaStream(Driver driver) {
        this.driver = driver;
        this.handle = driver.streams().streamCreate(NON_BLOCKING);
    }

    long handle() {
        return handle;
    }

    /// Allocates `bytes` bytes, uninitialised, for work that comes after on this stream. They are freed in its order
    /// too,
    /// so it must not be closed before them.
    DeviceMemory allocate(long bytes) {
        return DeviceMemory.allocate(driver.memory(), bytes, handle);
    }

    /// Puts an event behind all work so far.
    void mark(CudaEvent event) {
        driver.streams().eventRecord(event.handle(), handle);
    }

    /// Makes work that comes after wait for an event of another stream.
    void waitFor(CudaEvent event) {
        driver.streams().streamWaitEvent(handle, event.handle());
    }

    /// Returns whether all work has ended.
    boolean isIdle() {
        return driver.streams().streamQuery(handle);
    }

    /// Waits until all work has ended, and throws what went wrong in it.
    void synchronize() {
        driver.streams().streamSynchronize(handle);
    }

    /// Keeps what `work` puts on this stream, instead of running it, as a graph that can run again and again.
    ///
    /// `work` may not wait for the device, nor allocate or free its memory: the capture then fails, here or at
    /// that call.
    CudaGraph capture(Runnable work) {
        DriverGraphs graphs = driver.graphs();
        graphs.streamBeginCapture(handle);
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            if (!done) {
                abandonCapture();
            }
        }
        return new CudaGraph(graphs, graphs.streamEndCapture(handle));
    }

    /// Ends a capture whose work has thrown: that exception counts, not that the capture is no good.
    private void abandonCapture() {
        try {
            driver.graphs().graphDestroy(driver.graphs().streamEndCapture(handle));
        } catch (CudaException _) {
            // an invalid capture has ended too, and left no graph
        }
    }

    /// Returns whether work is kept rather than run.
    boolean isCapturing() {
        return driver.graphs().streamIsCapturing(handle);
    }

    @Override
    public void close() {
        driver.streams().streamDestroy(handle);
    }
}

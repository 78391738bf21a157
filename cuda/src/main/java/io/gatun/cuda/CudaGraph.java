package io.gatun.cuda;

/// Work that was captured from a stream, with the arguments it had then, to be put on streams as a whole.
final class CudaGraph implements AutoCloseable {

    private final DriverGraphs driver;
    private final long executable;
    private final long nodes;

    /// Takes over a captured graph: what can be launched of it needs it no more.
    CudaGraph(DriverGraphs driver, long graph) {
        this.driver = driver;
        try {
            this.nodes = driver.graphGetNodes(graph);
            this.executable = driver.graphInstantiate(graph);
        } finally {
            driver.graphDestroy(graph);
        }
    }

    /// Returns how many pieces of work it holds.
    long nodes() {
        return nodes;
    }

    /// Puts it on a stream.
    void launch(CudaStream stream) {
        driver.graphLaunch(executable, stream.handle());
    }

    @Override
    public void close() {
        driver.graphExecDestroy(executable);
    }
}

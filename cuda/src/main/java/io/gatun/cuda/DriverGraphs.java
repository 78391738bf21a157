package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The driver's calls for graphs: one method for each C function, named after it.
final class DriverGraphs {

    /// This thread may make no call that a capture cannot hold; others, with devices of their own, may.
    private static final int CAPTURE_MODE_THREAD_LOCAL = 1;

    private final DriverStatus status;
    private final NativeFunction streamBeginCapture;
    private final NativeFunction streamEndCapture;
    private final NativeFunction streamIsCapturing;
    private final NativeFunction graphGetNodes;
    private final NativeFunction graphInstantiate;
    private final NativeFunction graphLaunch;
    private final NativeFunction graphExecDestroy;
    private final NativeFunction graphDestroy;

    DriverGraphs(NativeLibrary library, DriverStatus status) {
        this.status = status;
        streamBeginCapture = new NativeFunction(library, "cuStreamBeginCapture_v2(stream, mode)");
        streamEndCapture = new NativeFunction(library, "cuStreamEndCapture(stream, graph)");
        streamIsCapturing = new NativeFunction(library, "cuStreamIsCapturing(stream, status)");
        graphGetNodes = new NativeFunction(library, "cuGraphGetNodes(graph, nodes, count)");
        graphInstantiate = new NativeFunction(library, "cuGraphInstantiateWithFlags(executable, graph, flags)");
        graphLaunch = new NativeFunction(library, "cuGraphLaunch(executable, stream)");
        graphExecDestroy = new NativeFunction(library, "cuGraphExecDestroy(executable)");
        graphDestroy = new NativeFunction(library, "cuGraphDestroy(graph)");
    }

    /// Begins to keep the stream's work instead of running it.
    void streamBeginCapture(long stream) {
        int result = streamBeginCapture.li(stream, CAPTURE_MODE_THREAD_LOCAL);
        status.check(result, streamBeginCapture, stream, CAPTURE_MODE_THREAD_LOCAL);
    }

    /// Ends that, and returns the graph.
    long streamEndCapture(long stream) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment graph = arena.allocate(JAVA_LONG);
            status.check(streamEndCapture.lp(stream, graph), streamEndCapture, stream, graph);
            return graph.get(JAVA_LONG, 0);
        }
    }

    /// Returns whether the stream's work is being kept, even if the capture has become invalid.
    boolean streamIsCapturing(long stream) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(JAVA_INT);
            status.check(streamIsCapturing.lp(stream, capture), streamIsCapturing, stream, capture);
            return capture.get(JAVA_INT, 0) != 0;
        }
    }

    /// Returns how many nodes the graph has.
    long graphGetNodes(long graph) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            status.check(
                    graphGetNodes.lpp(graph, MemorySegment.NULL, count),
                    graphGetNodes,
                    graph,
                    MemorySegment.NULL,
                    count);
            return count.get(JAVA_LONG, 0);
        }
    }

    /// Returns what can be launched of the graph.
    long graphInstantiate(long graph) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment executable = arena.allocate(JAVA_LONG);
            status.check(graphInstantiate.pll(executable, graph, 0), graphInstantiate, executable, graph, 0);
            return executable.get(JAVA_LONG, 0);
        }
    }

    void graphLaunch(long executable, long stream) {
        status.check(graphLaunch.ll(executable, stream), graphLaunch, executable, stream);
    }

    void graphExecDestroy(long executable) {
        status.check(graphExecDestroy.l(executable), graphExecDestroy, executable);
    }

    void graphDestroy(long graph) {
        status.check(graphDestroy.l(graph), graphDestroy, graph);
    }
}

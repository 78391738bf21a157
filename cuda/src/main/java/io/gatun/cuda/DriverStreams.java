package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The driver's calls for streams and events: one method for each C function, named after it.
final class DriverStreams {

    private final DriverStatus status;
    private final NativeFunction streamCreate;
    private final NativeFunction streamDestroy;
    private final NativeFunction streamSynchronize;
    private final NativeFunction streamQuery;
    private final NativeFunction streamWaitEvent;
    private final NativeFunction eventCreate;
    private final NativeFunction eventDestroy;
    private final NativeFunction eventRecord;
    private final NativeFunction eventQuery;
    private final NativeFunction eventSynchronize;
    private final NativeFunction eventElapsedTime;

    DriverStreams(NativeLibrary library, DriverStatus status) {
        this.status = status;
        streamCreate = new NativeFunction(library, "cuStreamCreate(stream, flags)");
        streamDestroy = new NativeFunction(library, "cuStreamDestroy_v2(stream)");
        streamSynchronize = new NativeFunction(library, "cuStreamSynchronize(stream)");
        streamQuery = new NativeFunction(library, "cuStreamQuery(stream)");
        streamWaitEvent = new NativeFunction(library, "cuStreamWaitEvent(stream, event, flags)");
        eventCreate = new NativeFunction(library, "cuEventCreate(event, flags)");
        eventDestroy = new NativeFunction(library, "cuEventDestroy_v2(event)");
        eventRecord = new NativeFunction(library, "cuEventRecord(event, stream)");
        eventQuery = new NativeFunction(library, "cuEventQuery(event)");
        eventSynchronize = new NativeFunction(library, "cuEventSynchronize(event)");
        eventElapsedTime =
                new NativeFunction(library, "cuEventElapsedTime_v2|cuEventElapsedTime(milliseconds, start, end)");
    }

    /// Makes a stream; with flag 1 it does not wait for the null stream.
    long streamCreate(int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stream = arena.allocate(JAVA_LONG);
            status.check(streamCreate.pi(stream, flags), streamCreate, stream, flags);
            return stream.get(JAVA_LONG, 0);
        }
    }

    void streamDestroy(long stream) {
        status.check(streamDestroy.l(stream), streamDestroy, stream);
    }

    /// Waits until all work on the stream has ended.
    void streamSynchronize(long stream) {
        status.check(streamSynchronize.l(stream), streamSynchronize, stream);
    }

    /// Returns whether all work on the stream has ended.
    boolean streamQuery(long stream) {
        return ended(streamQuery.l(stream), streamQuery, stream);
    }

    /// Makes what comes after on the stream wait for the event.
    void streamWaitEvent(long stream, long event) {
        status.check(streamWaitEvent.lli(stream, event, 0), streamWaitEvent, stream, event, 0);
    }

    /// Makes an event that takes the time.
    long eventCreate() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(JAVA_LONG);
            status.check(eventCreate.pi(event, 0), eventCreate, event, 0);
            return event.get(JAVA_LONG, 0);
        }
    }

    void eventDestroy(long event) {
        status.check(eventDestroy.l(event), eventDestroy, event);
    }

    void eventRecord(long event, long stream) {
        status.check(eventRecord.ll(event, stream), eventRecord, event, stream);
    }

    /// Returns whether the stream has come to the event.
    boolean eventQuery(long event) {
        return ended(eventQuery.l(event), eventQuery, event);
    }

    /// Waits until the stream has come to the event.
    void eventSynchronize(long event) {
        status.check(eventSynchronize.l(event), eventSynchronize, event);
    }

    /// Returns the milliseconds from one event to another.
    float eventElapsedTime(long start, long end) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment milliseconds = arena.allocate(JAVA_FLOAT);
            status.check(eventElapsedTime.pll(milliseconds, start, end), eventElapsedTime, milliseconds, start, end);
            return milliseconds.get(JAVA_FLOAT, 0);
        }
    }

    private boolean ended(int result, NativeFunction function, long handle) {
        if (result == DriverStatus.NOT_READY) {
            return false;
        }
        status.check(result, function, handle);
        return true;
    }
}

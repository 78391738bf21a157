package io.gatun.data;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Batches made ahead of time on a thread of their own, in the order of their source.
///
/// The position is that of the consumer, not of the thread that runs ahead. An error of the source is thrown by
/// [#next()] where its batch would have come. Not for use by several threads.
public final class PrefetchedBatches implements BatchSource {

    private final BatchSource source;
    private final int ahead;
    private Position position;
    private BlockingQueue<Made> queue;
    private Thread maker;
    private boolean closed;

    /// A batch and the place after it, or an error in its stead.
    private record Made(Batch batch, Position after, Throwable error) {}

    /// Creates the batches; the source belongs to them from now on.
    ///
    /// @param ahead how many batches are kept ready
    /// @throws IllegalArgumentException if `ahead` is less than 1
    public PrefetchedBatches(BatchSource source, int ahead) {
        if (ahead < 1) {
            throw new IllegalArgumentException("prefetch: expected at least 1 batch ahead, got " + ahead);
        }
        this.source = source;
        this.ahead = ahead;
        this.position = source.position();
    }

    @Override
    public Batch next() {
        if (closed) {
            throw new IllegalStateException("prefetch: closed");
        }
        if (maker == null) {
            start();
        }
        Made made;
        try {
            made = queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("prefetch: interrupted while waiting for a batch", e);
        }
        switch (made.error()) {
            case null -> {}
            case RuntimeException e -> {
                stop();
                throw e;
            }
            case Error e -> {
                stop();
                throw e;
            }
            default -> throw new IllegalStateException(made.error());
        }
        position = made.after();
        return made.batch();
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void seek(Position place) {
        stop();
        source.seek(place);
        position = place;
    }

    /// Stops the thread, waits for its end, and closes the source.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stop();
            source.close();
        }
    }

    private void start() {
        // each thread has a queue of its own, so that one that is stopped late cannot disturb the next
        var made = new ArrayBlockingQueue<Made>(ahead);
        queue = made;
        maker = Thread.ofPlatform().daemon().name("gatun-batches").start(() -> make(made));
    }

    private void make(BlockingQueue<Made> made) {
        try {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Batch batch = source.next();
                    made.put(new Made(batch, source.position(), null));
                }
            } catch (RuntimeException | Error e) {
                made.put(new Made(null, null, e));
            }
        } catch (InterruptedException _) {
            // the consumer wants no more
        }
    }

    private void stop() {
        if (maker == null) {
            return;
        }
        maker.interrupt();
        boolean interrupted = false;
        while (maker.isAlive()) {
            try {
                maker.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        maker = null;
        queue = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

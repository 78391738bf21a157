package io.gatun.models;

import io.gatun.kernel.Backend;
import io.gatun.kernel.Backends;
import io.gatun.kernel.Routine;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Optional;

/// A decoder advanced by one token at a time. It remembers keys and values (attention) or the last few
/// inputs (convolutions) in tensors that are made once, so that generating takes no more memory with
/// every token. Where a device records routines, a step becomes one.
///
/// Its tensors belong to the memory scope in which it was made; what a device has recorded is given back
/// by [#close].
public final class IncrementalDecoder implements TokenDecoder, AutoCloseable {

    private static final int WORTH_RECORDING = 16; // tokens: the first three steps take longer for it

    private final EncoderDecoder model;
    private final Stack stack;
    private final Stack.Memory memory;
    private final Optional<Recorded> recorded;
    private final int rows;
    private final int longest;
    private int seen;
    private boolean closed;

    IncrementalDecoder(EncoderDecoder model, Stack stack, EncoderDecoder.Encoded source, int longest) {
        if (longest < 1) {
            throw new IllegalArgumentException("decoder: expected at least 1 token, got " + longest);
        }
        this.model = model;
        this.stack = stack;
        this.rows = source.states().dim(0);
        this.longest = longest;
        Backend backend = Backends.of(model.device());
        boolean records = backend.recordsRoutines() && longest >= WORTH_RECORDING;
        memory = stack.begin(source, longest, records ? MixerState.Kind.SLIDING : MixerState.Kind.IN_PLACE);
        recorded = records ? Optional.of(new Recorded(backend)) : Optional.empty();
    }

    @Override
    public int rows() {
        return rows;
    }

    /// Returns how many tokens have been seen.
    public int seen() {
        return seen;
    }

    /// @throws IllegalStateException if as many tokens have been seen as the decoder was made for, or it has
    ///     been closed
    @Override
    public Tensor step(int... ids) {
        if (ids.length != rows) {
            throw new IllegalArgumentException("decoder: expected " + rows + " ids, one a row, got " + ids.length);
        }
        if (closed) {
            throw new IllegalStateException("decoder: closed after " + seen + " tokens, got one more");
        }
        if (seen >= longest) {
            throw new IllegalStateException("decoder: made for " + longest + " tokens, got one more");
        }
        Tensor x = model.embed(model.place(ids, rows), seen);
        Tensor logits = recorded.map(step -> step.take(x)).orElseGet(() -> logits(x));
        seen++;
        return logits;
    }

    /// Returns the logits `[rows, vocab]` behind the embedded token `x [rows, 1, d]`.
    private Tensor logits(Tensor x) {
        Tensor logits = model.logits(stack.step(x, memory, seen));
        return logits.reshape(rows, logits.dim(-1));
    }

    /// A step as a routine. What depends on the position is done outside: the token is embedded there.
    private final class Recorded {

        private final Tensor x;
        private final Tensor logits;
        private final Routine routine;

        Recorded(Backend backend) {
            ModelConfig.Size size = model.config().size();
            x = zeros(Shape.of(rows, 1, size.dModel()));
            logits = zeros(Shape.of(rows, size.vocab()));
            routine = backend.routine(Generator.seeded(0), () -> logits.assign(IncrementalDecoder.this.logits(x)));
        }

        private Tensor zeros(Shape shape) {
            return Tensor.full(model.like().dtype(), shape, 0).to(model.device());
        }

        Tensor take(Tensor next) {
            x.assign(next);
            routine.run();
            return logits.copy(); // the next step overwrites them
        }
    }

    @Override
    public void reorder(int... parents) {
        boolean changed = false;
        for (int i = 0; i < parents.length; i++) {
            changed |= parents[i] != i;
        }
        if (changed) {
            Tensor order = Tensor.ofInts(Shape.of(parents.length), parents).to(model.device());
            memory.layers().forEach(state -> state.mixer().reorder(order));
        }
    }

    /// Gives back what a device has recorded; no step can follow.
    @Override
    public void close() {
        closed = true;
        recorded.ifPresent(step -> step.routine.close());
    }
}

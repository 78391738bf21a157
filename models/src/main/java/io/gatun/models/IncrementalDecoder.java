package io.gatun.models;

import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.List;

/// A decoder advanced by one token at a time. It remembers keys and values (attention) or the last few
/// inputs (convolutions) in tensors that are made once, so that generating takes no more memory with
/// every token.
///
/// Its tensors belong to the memory scope in which it was made.
public final class IncrementalDecoder implements TokenDecoder {

    private final EncoderDecoder model;
    private final Stack stack;
    private final List<Layer.State> states;
    private final int rows;
    private final int longest;

    IncrementalDecoder(EncoderDecoder model, Stack stack, EncoderDecoder.Encoded source, int longest) {
        if (longest < 1) {
            throw new IllegalArgumentException("decoder: expected at least 1 token, got " + longest);
        }
        this.model = model;
        this.stack = stack;
        this.states = stack.begin(source, longest);
        this.rows = source.states().dim(0);
        this.longest = longest;
    }

    @Override
    public int rows() {
        return rows;
    }

    /// Returns how many tokens have been seen.
    public int seen() {
        return states.get(0).mixer().seen();
    }

    /// @throws IllegalStateException if as many tokens have been seen as the decoder was made for
    @Override
    public Tensor step(int... ids) {
        if (ids.length != rows) {
            throw new IllegalArgumentException("decoder: expected " + rows + " ids, one a row, got " + ids.length);
        }
        int at = seen();
        if (at >= longest) {
            throw new IllegalStateException("decoder: made for " + longest + " tokens, got one more");
        }
        Tensor logits = model.logits(stack.step(model.embed(model.place(ids, rows), at), states, at));
        return logits.reshape(rows, logits.dim(-1));
    }

    @Override
    public void reorder(int... parents) {
        boolean changed = false;
        for (int i = 0; i < parents.length; i++) {
            changed |= parents[i] != i;
        }
        if (changed) {
            Tensor order = Tensor.ofInts(Shape.of(parents.length), parents)
                    .to(model.like().device());
            states.forEach(state -> state.mixer().reorder(order));
        }
    }
}

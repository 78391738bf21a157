package io.gatun.models;

import io.gatun.nn.Attention;
import io.gatun.nn.Padding;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A decoder advanced by one token at a time. It remembers keys and values (attention) or the last few inputs
/// (convolutions) in tensors that are made once.
///
/// Its tensors belong to the memory scope in which it was made.
public final class IncrementalDecoder {

    private final EncoderDecoder model;
    private final Stack stack;
    private final List<MixerState> states;
    private final List<Layer.Reading> readings;
    private final int longest;

    private IncrementalDecoder(
            EncoderDecoder model, Stack stack, List<MixerState> states, List<Layer.Reading> readings, int longest) {
        this.model = model;
        this.stack = stack;
        this.states = states;
        this.readings = readings;
        this.longest = longest;
    }

    static IncrementalDecoder create(EncoderDecoder model, Stack stack, EncoderDecoder.Encoded source, int longest) {
        List<MixerState> states = new ArrayList<>();
        List<Layer.Reading> readings = new ArrayList<>();
        for (Layer layer : stack.layers()) {
            states.add(layer.mixer().begin(source.states(), source.states().dim(0), longest));
            layer.reading().ifPresent(attention -> {
                Attention.Memory memory = attention.remember(source.states());
                // read at every step: worth laying out once
                readings.add(new Layer.Reading(
                        new Attention.Memory(memory.k().contiguous(), memory.v().contiguous()), source.padding()));
            });
        }
        return new IncrementalDecoder(model, stack, states, readings, longest);
    }

    /// Returns the logits `[batch, vocab]` that follow the token `ids[i]` of each row.
    ///
    /// @throws IllegalStateException if `longest` tokens have been seen
    public Tensor step(int[] ids) {
        int at = states.get(0).seen();
        if (at >= longest) {
            throw new IllegalStateException("decoder: made for " + longest + " tokens, got one more");
        }
        Tensor x = model.embed(ids, ids.length, at);
        Tensor logits = model.logits(stack.step(x, states, readings));
        return logits.reshape(ids.length, logits.dim(-1));
    }

    /// Makes row i go on as row `parents[i]` was; the rows must read the same source.
    public void reorder(int[] parents) {
        Tensor rows = Tensor.ofInts(Shape.of(parents.length), parents);
        states.forEach(state -> state.reorder(rows));
    }

    /// Returns an encoded batch with each row repeated `times` times, as beam search needs it.
    public static EncoderDecoder.Encoded repeat(EncoderDecoder.Encoded source, int times) {
        int batch = source.states().dim(0);
        int[] rows = new int[batch * times];
        int[] lengths = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i / times;
            lengths[i] = source.padding().lengths()[i / times];
        }
        Tensor states = source.states().take(Tensor.ofInts(Shape.of(rows.length), rows));
        DType dtype = states.dtype();
        return new EncoderDecoder.Encoded(
                states, Padding.of(lengths, source.padding().time(), dtype));
    }
}

package io.gatun.models;

import io.gatun.data.Batch;
import io.gatun.nn.Padding;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/// A batch where a model computes. The tensors can be given another batch of the same [Form], so that
/// work on them is the same for both ([io.gatun.kernel.Routine]).
public final class BatchTensors {

    /// The target that does not count.
    static final int IGNORED = -1;

    /// What batches must have in common to lie in the same tensors.
    ///
    /// @param rows the number of examples
    /// @param inputLength the padded length of inputs
    /// @param targetLength the padded length of targets
    /// @param padded whether an input is padded
    public record Form(int rows, int inputLength, int targetLength, boolean padded) {

        /// Returns the form of a batch.
        public static Form of(Batch batch) {
            boolean padded = IntStream.of(batch.inputLengths()).anyMatch(length -> length < batch.inputLength());
            return new Form(batch.size(), batch.inputLength(), batch.targetLength(), padded);
        }
    }

    private final Form form;
    private final Tensor inputs;
    private final Padding padding;
    private final Tensor decoderInputs;
    private final Tensor targets;
    private final Tensor tokens;

    private BatchTensors(Batch batch, Tensor like) {
        form = Form.of(batch);
        inputs = ints(batch.size(), batch.inputs()).to(like.device());
        padding = Padding.of(batch.inputLengths(), batch.inputLength(), like);
        decoderInputs = ints(batch.size(), batch.decoderInputs()).to(like.device());
        targets = ints(batch.size(), wanted(batch)).to(like.device());
        tokens = count(batch, like.dtype()).to(like.device());
    }

    /// Places a batch.
    ///
    /// @param like a tensor of the type and on the device of activations
    static BatchTensors of(Batch batch, Tensor like) {
        return new BatchTensors(batch, like);
    }

    /// Overwrites the tensors with another batch.
    ///
    /// @throws IllegalArgumentException if it has another form
    public void assign(Batch batch) {
        Form other = Form.of(batch);
        if (!other.equals(form)) {
            throw new IllegalArgumentException("batch: expected " + form + ", got " + other);
        }
        inputs.assign(ints(batch.size(), batch.inputs()));
        padding.assign(batch.inputLengths());
        decoderInputs.assign(ints(batch.size(), batch.decoderInputs()));
        targets.assign(ints(batch.size(), wanted(batch)));
        tokens.assign(count(batch, tokens.dtype()));
    }

    private static Tensor ints(int rows, int... values) {
        return Tensor.ofInts(Shape.of(rows, values.length / rows), values);
    }

    private static int[] wanted(Batch batch) {
        int[] targets = batch.targets().clone();
        for (int row = 0; row < batch.size(); row++) {
            int begin = row * batch.targetLength();
            Arrays.fill(targets, begin + batch.targetLengths()[row], begin + batch.targetLength(), IGNORED);
        }
        return targets;
    }

    /// Returns the number of targets that count; bfloat16 could not hold it.
    private static Tensor count(Batch batch, DType dtype) {
        long count = Arrays.stream(batch.targetLengths()).asLongStream().sum();
        return Tensor.scalar((double) count).to(dtype == DType.F64 ? DType.F64 : DType.F32);
    }

    /// Returns the type of a model's loss on the batch.
    public DType lossType() {
        return tokens.dtype();
    }

    /// Returns the encoder's ids `[batch, time]`.
    Tensor inputs() {
        return inputs;
    }

    /// Returns which of the encoder's positions are padding.
    Padding padding() {
        return padding;
    }

    /// Returns the decoder's ids `[batch, time]`.
    Tensor decoderInputs() {
        return decoderInputs;
    }

    /// Returns the ids to be predicted `[batch, time]`, with [#IGNORED] where there is padding.
    Tensor targets() {
        return targets;
    }

    /// Returns the number of targets that count, a scalar.
    Tensor tokens() {
        return tokens;
    }
}

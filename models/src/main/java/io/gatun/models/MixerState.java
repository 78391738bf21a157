package io.gatun.models;

import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// What a decoder's mixer remembers of the positions so far: keys and values of all of them for
/// attention, the last few inputs for a convolution. The tensors, `[batch, places, …]`, are made once and
/// written in place.
sealed interface MixerState {

    /// How positions lie in the tensors.
    enum Kind {
        /// In the order in which they came, from the first place on again when all are taken: nothing
        /// moves.
        IN_PLACE,
        /// The last position in the last place, those before it in the places before: all move with each
        /// step, so that every step is the same work, which a device can record
        /// ([io.gatun.kernel.Routine]).
        SLIDING
    }

    /// Remembers a position, `[batch, 1, …]`, in tensor `index`; returns `[batch, positions, …]`, which
    /// ends with it. What sliding tensors hold before the first position is zero.
    Tensor append(int index, Tensor now);

    /// Returns what tensor `index` remembers of the position that came so many before the last, less than
    /// it has places.
    Tensor back(int index, int positions);

    /// Ends a position: all that is appended from now on belongs to the next.
    void advance();

    /// Makes row i remember what row `parents[i]` did.
    void reorder(Tensor parents);

    /// Returns zeros of these shapes, in the type and on the device of another tensor.
    static MixerState zeros(Kind kind, Tensor like, Shape... shapes) {
        List<Tensor> tensors = Arrays.stream(shapes)
                .map(shape -> Tensor.full(like.dtype(), shape, 0).to(like.device()))
                .toList();
        return kind == Kind.SLIDING ? new Sliding(tensors) : new InPlace(tensors);
    }

    private static Tensor slot(Tensor tensor, int place) {
        return tensor.slice(1, place, place + 1);
    }

    private static void reorder(List<Tensor> tensors, Tensor parents) {
        tensors.forEach(tensor -> tensor.assign(tensor.take(parents)));
    }

    /// [Kind#IN_PLACE].
    final class InPlace implements MixerState {

        private final List<Tensor> tensors;
        private int now; // the position that is being written

        private InPlace(List<Tensor> tensors) {
            this.tensors = tensors;
        }

        @Override
        public Tensor append(int index, Tensor value) {
            Tensor tensor = tensors.get(index);
            slot(tensor, now % tensor.dim(1)).assign(value);
            return tensor.slice(1, 0, Math.min(now + 1, tensor.dim(1)));
        }

        @Override
        public Tensor back(int index, int positions) {
            Tensor tensor = tensors.get(index);
            return slot(tensor, Math.floorMod(now - positions, tensor.dim(1)));
        }

        @Override
        public void advance() {
            now++;
        }

        @Override
        public void reorder(Tensor parents) {
            MixerState.reorder(tensors, parents);
        }
    }

    /// [Kind#SLIDING].
    ///
    /// @param tensors what is remembered
    record Sliding(List<Tensor> tensors) implements MixerState {

        @Override
        public Tensor append(int index, Tensor now) {
            return slide(tensors.get(index), 1, now);
        }

        /// Drops what is first along an axis and puts `last` behind the rest; returns a copy.
        static Tensor slide(Tensor tensor, int axis, Tensor last) {
            Tensor moved = tensor.dim(axis) == 1
                    ? last
                    : Tensor.concat(axis, List.of(tensor.slice(axis, 1, tensor.dim(axis)), last));
            tensor.assign(moved);
            return moved;
        }

        @Override
        public Tensor back(int index, int positions) {
            Tensor tensor = tensors.get(index);
            return slot(tensor, tensor.dim(1) - 1 - positions);
        }

        @Override
        public void advance() {}

        @Override
        public void reorder(Tensor parents) {
            MixerState.reorder(tensors, parents);
        }
    }
}

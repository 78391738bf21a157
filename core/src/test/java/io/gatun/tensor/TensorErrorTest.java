package io.gatun.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What a user reads who made a mistake: the op, what it expected, what it got.
class TensorErrorTest {

    private static final Tensor X = Tensor.zeros(2, 3);

    private static void assertShapeError(ThrowingCallable mistake, String message) {
        assertThatThrownBy(mistake).isInstanceOf(ShapeException.class).hasMessage(message);
    }

    private static void assertTypeError(ThrowingCallable mistake, String message) {
        assertThatThrownBy(mistake).isInstanceOf(DTypeException.class).hasMessage(message);
    }

    @Test
    void shapes_that_do_not_broadcast() {
        assertShapeError(() -> X.add(Tensor.zeros(2)), "add: expected shapes that broadcast, got [2, 3] and [2]");
        assertShapeError(
                () -> X.expand(Shape.of(2, 4)), "expand: expected shapes that broadcast, got [2, 3] and [2, 4]");
        assertShapeError(
                () -> X.expand(Shape.of(3)),
                "expand: expected a shape that broadcasts to the second, got [2, 3] and [3]");
    }

    @Test
    void matrices_that_do_not_fit() {
        assertShapeError(() -> X.matmul(X), "matmul: expected [..., m, k] and [..., k, n], got [2, 3] and [2, 3]");
        assertShapeError(
                () -> X.matmul(Tensor.zeros(3)), "matmul: expected [..., m, k] and [..., k, n], got [2, 3] and [3]");
    }

    @Test
    void axes_that_are_not_there() {
        assertShapeError(() -> X.sum(2), "axis 2 is out of range for shape [2, 3]: expected -2 to 1");
        assertShapeError(() -> X.softmax().select(-3, 0), "axis -3 is out of range for shape [2, 3]: expected -2 to 1");
        assertShapeError(() -> X.sum(0, -2), "reduce: axis -2 of [2, 3] is given twice");
    }

    @Test
    void positions_that_are_not_there() {
        assertShapeError(
                () -> X.slice(1, 1, 4), "slice: expected 0 <= from <= to <= 3 at axis 1 of [2, 3], got 1 and 4");
        assertShapeError(() -> X.select(0, 2), "slice: expected 0 <= from <= to <= 2 at axis 0 of [2, 3], got 2 and 3");
        assertShapeError(() -> X.chunk(2, 1), "chunk: expected a number of parts that divides 3 of [2, 3], got 2");
    }

    @Test
    void shapes_of_another_size() {
        assertShapeError(() -> X.reshape(4, 2), "reshape: expected a shape of 6 elements for [2, 3], got [4, 2]");
        assertShapeError(() -> X.reshape(-1, 4), "reshape: expected a shape of 6 elements for [2, 3], got [-1, 4]");
        assertShapeError(() -> X.reshape(-1, -1), "reshape: at most one extent may be -1, got [-1, -1]");
        assertShapeError(() -> X.squeeze(0), "squeeze: expected extent 1 at axis 0, got [2, 3]");
        assertShapeError(() -> Tensor.of(Shape.of(2), 1, 2, 3), "tensor: shape [2] holds 2 elements, got 3");
        assertShapeError(() -> Tensor.zeros(-1), "shape: extents must not be negative, got [-1]");
        assertShapeError(X::item, "item: expected exactly one element, got [2, 3]");
    }

    @Test
    void joins_that_do_not_fit() {
        assertShapeError(
                () -> Tensor.concat(0, List.of(X, Tensor.zeros(2, 2))),
                "concat: expected extents that are equal but at axis 0, got [2, 3] and [2, 2]");
        assertShapeError(() -> Tensor.concat(0, List.of()), "concat: expected at least one tensor, got none");
        assertShapeError(() -> X.pad(0, -1, 0, 0), "pad: expected amounts that are not negative, got -1 and 0");
    }

    @Test
    void nothing_to_choose_from() {
        assertShapeError(() -> Tensor.zeros(2, 0).max(1), "max: expected at least one element to fold, got none");
        assertShapeError(
                () -> Tensor.zeros(0).argMax(0), "argmax: expected at least one element to choose from, got none");
        assertShapeError(() -> X.topK(4), "topk: expected 0 <= k <= 3 for [2, 3], got 4");
    }

    @Test
    void element_types_that_do_not_fit() {
        Tensor ids = Tensor.ofInts(Shape.of(2, 3), 0, 0, 0, 0, 0, 0);
        assertTypeError(
                () -> X.add(ids), "add: expected two numbers of one type, got f32 and i32; convert with to(DType)");
        assertTypeError(ids::exp, "exp: expected a floating type, got i32; convert with to(DType)");
        assertTypeError(ids::softmax, "softmax: expected a floating type, got i32; convert with to(DType)");
        assertTypeError(() -> X.take(X), "takerows: expected i32 ids, got f32; convert with to(DType)");
        assertTypeError(
                () -> Tensor.where(X, X, X),
                "where: expected a bool and two operands of one type, got f32, f32 and f32; convert with to(DType)");
        assertTypeError(
                () -> X.matmul(ids.transpose()),
                "matmul: expected two operands of one floating type, or f32 and bf16, got f32 and i32; convert with to(DType)");
        assertTypeError(
                () -> X.equal(ids),
                "equal: expected two operands of one type, got f32 and i32; convert with to(DType)");
    }

    @Test
    void fused_functions_that_do_not_fit() {
        assertShapeError(
                () -> X.rmsNorm(Tensor.ones(2), 1e-6), "rmsnorm: expected [..., n] and [n], got [2, 3] and [2]");
        assertShapeError(X::glu, "glu: expected an even last extent, got [2, 3]");
        assertShapeError(() -> Tensor.scalar(1).softmax(), "softmax: expected at least one axis, got []");
        assertShapeError(
                () -> X.crossEntropy(Tensor.ofInts(Shape.of(3), 0, 0, 0), -1),
                "crossentropy: expected logits [..., classes] and targets [...], got [2, 3] and [3]");
        assertShapeError(
                () -> X.depthwiseConvolution(X, Taps.causal(3, 1)),
                "convolve: expected [batch, time, channels] and [heads, taps] or [batch, time, heads, taps], got [2, 3]"
                        + " and [2, 3]");
        assertThatThrownBy(() -> X.dropout(1, Generator.seeded(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dropout: expected a probability 0 <= p < 1, got 1.0");
        assertThatThrownBy(() -> Taps.causal(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("taps: expected");
    }

    @Test
    void devices_that_are_not_there() {
        assertThatThrownBy(() -> X.to(Device.cuda(7)))
                .isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("device cuda:7 is not available: found cpu");
    }
}

package io.gatun.tensor;

import io.gatun.kernel.Dense;
import io.gatun.kernel.Reductions.Kind;
import io.gatun.op.Abs;
import io.gatun.op.Add;
import io.gatun.op.ArgMax;
import io.gatun.op.Attention;
import io.gatun.op.Cast;
import io.gatun.op.Ceil;
import io.gatun.op.Comparison;
import io.gatun.op.Concat;
import io.gatun.op.Convolve;
import io.gatun.op.Copy;
import io.gatun.op.Cos;
import io.gatun.op.Create;
import io.gatun.op.CrossEntropy;
import io.gatun.op.CumulativeSum;
import io.gatun.op.DenseConvolution;
import io.gatun.op.Div;
import io.gatun.op.Dropout;
import io.gatun.op.Erf;
import io.gatun.op.Exp;
import io.gatun.op.Expand;
import io.gatun.op.Expm1;
import io.gatun.op.Floor;
import io.gatun.op.Gather;
import io.gatun.op.Gelu;
import io.gatun.op.GeluTanh;
import io.gatun.op.Glu;
import io.gatun.op.LayerNorm;
import io.gatun.op.Log;
import io.gatun.op.Log1p;
import io.gatun.op.MatMul;
import io.gatun.op.Maximum;
import io.gatun.op.Minimum;
import io.gatun.op.Mul;
import io.gatun.op.Neg;
import io.gatun.op.Ops;
import io.gatun.op.Pad;
import io.gatun.op.Permute;
import io.gatun.op.Pow;
import io.gatun.op.Reciprocal;
import io.gatun.op.Reduce;
import io.gatun.op.Relu;
import io.gatun.op.Reshape;
import io.gatun.op.RmsNorm;
import io.gatun.op.Rsqrt;
import io.gatun.op.ScatterAdd;
import io.gatun.op.Sigmoid;
import io.gatun.op.Sign;
import io.gatun.op.Silu;
import io.gatun.op.Sin;
import io.gatun.op.Slice;
import io.gatun.op.Softmax;
import io.gatun.op.Softplus;
import io.gatun.op.Sqrt;
import io.gatun.op.Square;
import io.gatun.op.Step;
import io.gatun.op.Sub;
import io.gatun.op.TakeRows;
import io.gatun.op.Tanh;
import io.gatun.op.TopK;
import io.gatun.op.Transfer;
import io.gatun.op.Where;
import java.util.List;

/// An array of numbers of any rank, and everything that can be done with it.
///
/// Every method that computes returns a new tensor. Methods that only rearrange (`reshape`, `permute`, `slice`,
/// `expand`, …) return a view of the same elements and copy nothing where strides allow. Element-wise methods
/// of two tensors broadcast by NumPy's rule; both must have one element type. Axes may be counted from the end.
///
/// Shapes that do not fit throw [ShapeException], element types that do not fit [DTypeException], both saying
/// what was expected and what was given. Tensors are meant to be used by one thread at a time.
public sealed interface Tensor permits Dense {

    // ----- making tensors

    /// Returns a float32 vector of these values.
    static Tensor of(float... values) {
        return Create.floats(Shape.of(values.length), values);
    }

    /// Returns a float32 tensor of these values in row-major order.
    ///
    /// @throws ShapeException if the shape holds another number of elements
    static Tensor of(Shape shape, float... values) {
        return Create.floats(shape, values);
    }

    /// Returns a float64 tensor of these values in row-major order.
    ///
    /// @throws ShapeException if the shape holds another number of elements
    static Tensor ofDoubles(Shape shape, double... values) {
        return Create.doubles(shape, values);
    }

    /// Returns an int32 tensor of these values in row-major order.
    ///
    /// @throws ShapeException if the shape holds another number of elements
    static Tensor ofInts(Shape shape, int... values) {
        return Create.ints(shape, values);
    }

    /// Returns a tensor of truth values in row-major order.
    ///
    /// @throws ShapeException if the shape holds another number of elements
    static Tensor ofBooleans(Shape shape, boolean... values) {
        return Create.booleans(shape, values);
    }

    /// Returns a float32 scalar, shape `[]`.
    static Tensor scalar(double value) {
        return full(DType.F32, Shape.SCALAR, value);
    }

    /// Returns float32 zeros.
    static Tensor zeros(int... shape) {
        return full(DType.F32, Shape.of(shape), 0);
    }

    /// Returns float32 ones.
    static Tensor ones(int... shape) {
        return full(DType.F32, Shape.of(shape), 1);
    }

    /// Returns a tensor on the CPU with every element equal to `value`.
    static Tensor full(DType dtype, Shape shape, double value) {
        return Create.full(dtype, shape, value, Device.CPU);
    }

    /// Returns `0, 1, …, n − 1`.
    static Tensor arange(DType dtype, int n) {
        return Create.arange(dtype, n);
    }

    /// Returns float32 numbers uniform in [0, 1), from the next stream of `generator`.
    static Tensor uniform(Generator generator, int... shape) {
        return Create.uniform(generator.next(), Shape.of(shape));
    }

    /// Returns float32 standard normal numbers, from the next stream of `generator`.
    static Tensor normal(Generator generator, int... shape) {
        return Create.normal(generator.next(), Shape.of(shape));
    }

    /// Returns a tensor of this type, shape and device with every element equal to `value`.
    default Tensor fullLike(double value) {
        return Create.full(dtype(), shape(), value, device());
    }

    // ----- what a tensor is

    /// Returns the extents.
    Shape shape();

    /// Returns the element type.
    DType dtype();

    /// Returns where the elements lie.
    Device device();

    /// Returns whether the elements lie row-major without gaps.
    boolean isContiguous();

    /// Returns the number of axes.
    default int rank() {
        return shape().rank();
    }

    /// Returns the number of elements.
    default long size() {
        return shape().size();
    }

    /// Returns the extent of an axis.
    default int dim(int axis) {
        return shape().dim(axis);
    }

    // ----- elements

    /// Returns a copy of the elements in row-major order, as floats.
    default float[] toArray() {
        return Transfer.floats(this);
    }

    /// Returns a copy of the elements in row-major order, as doubles.
    default double[] toDoubles() {
        return Transfer.doubles(this);
    }

    /// Returns a copy of the elements in row-major order, as ints; fractions are cut off.
    default int[] toInts() {
        return Transfer.ints(this);
    }

    /// Returns a copy of the elements in row-major order, as truth values: anything but 0 is true.
    default boolean[] toBooleans() {
        return Transfer.booleans(this);
    }

    /// Returns the only element.
    ///
    /// @throws ShapeException if there is not exactly one
    default double item() {
        return Transfer.item(this);
    }

    /// Overwrites the elements with those of a tensor of the same shape, converting the type. Not recorded:
    /// gradients that still need the old elements would be wrong.
    default void assign(Tensor values) {
        Transfer.assign(values, this);
    }

    /// Returns this tensor in another element type; itself if it has that type.
    default Tensor to(DType dtype) {
        return dtype == dtype() ? this : Ops.apply(new Cast(dtype), this);
    }

    /// Returns this tensor on another device; itself if it is there.
    default Tensor to(Device device) {
        return device.equals(device()) ? this : Transfer.move(this, device);
    }

    /// Returns a tensor with the same elements through which no gradient flows.
    default Tensor detach() {
        return Dense.sharing(this, Dense.view(this));
    }

    /// Returns this tensor if it is contiguous, else a contiguous copy.
    default Tensor contiguous() {
        return isContiguous() ? this : copy();
    }

    /// Returns a contiguous copy.
    default Tensor copy() {
        return Ops.apply(new Copy(), this);
    }

    // ----- views

    /// Returns the elements in row-major order under another shape; one extent may be -1 to be worked out. A
    /// view if strides allow, else a copy.
    default Tensor reshape(int... shape) {
        return Ops.apply(Reshape.to(this, shape), Reshape.viewable(this, shape) ? this : copy());
    }

    /// Returns the axes `from` to `to` (both included) merged into one.
    default Tensor flatten(int from, int to) {
        return reshape(Reshape.flattened(shape(), from, to));
    }

    /// Returns a view with the axes in the given order.
    default Tensor permute(int... order) {
        return Ops.apply(Permute.of(shape(), order), this);
    }

    /// Returns a view with two axes exchanged.
    default Tensor transpose(int a, int b) {
        return permute(Permute.exchange(shape(), a, b));
    }

    /// Returns a view with the last two axes exchanged.
    default Tensor transpose() {
        return transpose(-2, -1);
    }

    /// Returns a view of the elements `from` (included) to `to` (excluded) of an axis.
    ///
    /// @throws ShapeException unless 0 ≤ from ≤ to ≤ extent
    default Tensor slice(int axis, int from, int to) {
        return Ops.apply(Slice.of(shape(), axis, from, to), this);
    }

    /// Returns a view of one position of an axis, without that axis.
    default Tensor select(int axis, int index) {
        return slice(axis, index, index + 1).squeeze(axis);
    }

    /// Returns `parts` equal views along an axis.
    ///
    /// @throws ShapeException if the extent does not divide
    default List<Tensor> chunk(int parts, int axis) {
        return Slice.chunk(this, parts, axis);
    }

    /// Returns a view with axes of extent 1 repeated, and new axes in front, up to the given shape.
    default Tensor expand(Shape shape) {
        return shape.equals(shape()) ? this : Ops.apply(Expand.of(shape(), shape), this);
    }

    /// Returns a view without an axis of extent 1.
    ///
    /// @throws ShapeException if its extent is not 1
    default Tensor squeeze(int axis) {
        return reshape(Reshape.squeezed(shape(), axis));
    }

    /// Returns a view with a new axis of extent 1 before `axis`.
    default Tensor unsqueeze(int axis) {
        return reshape(Reshape.unsqueezed(shape(), axis));
    }

    // ----- joining and choosing

    /// Returns tensors joined along an axis; the other extents must be equal.
    static Tensor concat(int axis, List<Tensor> parts) {
        return Ops.apply(Concat.of(parts, axis), parts.toArray(Tensor[]::new));
    }

    /// Returns tensors of one shape joined along a new axis.
    static Tensor stack(int axis, List<Tensor> parts) {
        return concat(axis, parts.stream().map(part -> part.unsqueeze(axis)).toList());
    }

    /// Returns the elements with `before` and `after` copies of `value` added along an axis.
    default Tensor pad(int axis, int before, int after, double value) {
        return Ops.apply(Pad.of(shape(), axis, new Pad.Amount(before, after, value)), this);
    }

    /// Returns `condition ? a : b`, element by element; all three broadcast.
    static Tensor where(Tensor condition, Tensor a, Tensor b) {
        return Ops.apply(new Where(), condition, a, b);
    }

    /// Returns this tensor with `value` where `mask` is true.
    default Tensor maskedFill(Tensor mask, double value) {
        return where(mask, Create.full(dtype(), Shape.SCALAR, value, device()), this);
    }

    /// Returns the rows of this `[n, …]` table that an int32 tensor of any shape names: shape `ids.shape +
    /// […]`. An embedding.
    ///
    /// @throws IndexOutOfBoundsException if an id is negative or not below n
    default Tensor take(Tensor ids) {
        return TakeRows.take(this, ids);
    }

    /// Returns `y[…, i, …] = x[…, index[…, i, …], …]` along an axis; `index` is int32 and agrees with this
    /// tensor in all other extents.
    ///
    /// @throws IndexOutOfBoundsException if an index is out of range
    default Tensor gather(int axis, Tensor index) {
        return Gather.gather(this, axis, index);
    }

    /// Returns a tensor of `extent` along `axis`, zero but for `y[…, index[…, i, …], …] += x[…, i, …]`; `index`
    /// is int32 and has this shape.
    ///
    /// @throws IndexOutOfBoundsException if an index is out of range
    default Tensor scatterAdd(int axis, Tensor index, int extent) {
        return ScatterAdd.scatter(this, axis, index, extent);
    }

    /// Returns float32 rows with a 1 where these int32 ids say: shape `ids.shape + [classes]`; a row is all 0
    /// if its id is out of range.
    default Tensor oneHot(int classes) {
        return unsqueeze(rank()).equal(arange(dtype(), classes).to(device())).to(DType.F32);
    }

    // ----- arithmetic, element by element

    /// Returns this + other.
    default Tensor add(Tensor other) {
        return Ops.apply(new Add(), this, other);
    }

    /// Returns this − other.
    default Tensor sub(Tensor other) {
        return Ops.apply(new Sub(), this, other);
    }

    /// Returns this · other.
    default Tensor mul(Tensor other) {
        return Ops.apply(new Mul(), this, other);
    }

    /// Returns this / other.
    default Tensor div(Tensor other) {
        return Ops.apply(new Div(), this, other);
    }

    /// Returns this to the power of other.
    default Tensor pow(Tensor other) {
        return Ops.apply(new Pow(), this, other);
    }

    /// Returns the larger of this and other; NaN if either is.
    default Tensor maximum(Tensor other) {
        return Ops.apply(new Maximum(), this, other);
    }

    /// Returns the smaller of this and other; NaN if either is.
    default Tensor minimum(Tensor other) {
        return Ops.apply(new Minimum(), this, other);
    }

    /// Returns this + value.
    default Tensor add(double value) {
        return add(Create.full(dtype(), Shape.SCALAR, value, device()));
    }

    /// Returns this − value.
    default Tensor sub(double value) {
        return sub(Create.full(dtype(), Shape.SCALAR, value, device()));
    }

    /// Returns this · value.
    default Tensor mul(double value) {
        return mul(Create.full(dtype(), Shape.SCALAR, value, device()));
    }

    /// Returns this / value.
    default Tensor div(double value) {
        return div(Create.full(dtype(), Shape.SCALAR, value, device()));
    }

    /// Returns this to the power of value.
    default Tensor pow(double value) {
        return pow(Create.full(dtype(), Shape.SCALAR, value, device()));
    }

    /// Returns the elements limited to [low, high]; NaN stays.
    default Tensor clamp(double low, double high) {
        return minimum(Create.full(dtype(), Shape.SCALAR, high, device()))
                .maximum(Create.full(dtype(), Shape.SCALAR, low, device()));
    }

    /// Returns −x, element by element.
    default Tensor neg() {
        return Ops.apply(new Neg(), this);
    }

    /// Returns |x|, element by element.
    default Tensor abs() {
        return Ops.apply(new Abs(), this);
    }

    /// Returns −1, 0 or 1 by the sign of x, element by element.
    default Tensor sign() {
        return Ops.apply(new Sign(), this);
    }

    /// Returns x², element by element.
    default Tensor square() {
        return Ops.apply(new Square(), this);
    }

    /// Returns √x, element by element.
    default Tensor sqrt() {
        return Ops.apply(new Sqrt(), this);
    }

    /// Returns 1 / √x, element by element.
    default Tensor rsqrt() {
        return Ops.apply(new Rsqrt(), this);
    }

    /// Returns 1 / x, element by element.
    default Tensor reciprocal() {
        return Ops.apply(new Reciprocal(), this);
    }

    /// Returns eˣ, element by element.
    default Tensor exp() {
        return Ops.apply(new Exp(), this);
    }

    /// Returns eˣ − 1, element by element.
    default Tensor expm1() {
        return Ops.apply(new Expm1(), this);
    }

    /// Returns the natural logarithm, element by element.
    default Tensor log() {
        return Ops.apply(new Log(), this);
    }

    /// Returns log(1 + x), element by element.
    default Tensor log1p() {
        return Ops.apply(new Log1p(), this);
    }

    /// Returns the sine of radians, element by element.
    default Tensor sin() {
        return Ops.apply(new Sin(), this);
    }

    /// Returns the cosine of radians, element by element.
    default Tensor cos() {
        return Ops.apply(new Cos(), this);
    }

    /// Returns the hyperbolic tangent, element by element.
    default Tensor tanh() {
        return Ops.apply(new Tanh(), this);
    }

    /// Returns the error function, element by element.
    default Tensor erf() {
        return Ops.apply(new Erf(), this);
    }

    /// Returns the largest integer not above x, element by element.
    default Tensor floor() {
        return Ops.apply(new Floor(), this);
    }

    /// Returns the smallest integer not below x, element by element.
    default Tensor ceil() {
        return Ops.apply(new Ceil(), this);
    }

    /// Returns 1 where x > 0, else 0; its derivative is taken to be 0, element by element.
    default Tensor step() {
        return Ops.apply(new Step(), this);
    }

    /// Returns max(x, 0), element by element.
    default Tensor relu() {
        return Ops.apply(new Relu(), this);
    }

    /// Returns x · Φ(x) with the exact normal distribution (Hendrycks and Gimpel 2016), element by element.
    default Tensor gelu() {
        return Ops.apply(new Gelu(), this);
    }

    /// Returns the tanh approximation of GELU: 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))), element by element.
    default Tensor geluTanh() {
        return Ops.apply(new GeluTanh(), this);
    }

    /// Returns x · sigmoid(x), element by element.
    default Tensor silu() {
        return Ops.apply(new Silu(), this);
    }

    /// Returns 1 / (1 + e⁻ˣ), element by element.
    default Tensor sigmoid() {
        return Ops.apply(new Sigmoid(), this);
    }

    /// Returns log(1 + eˣ), element by element.
    default Tensor softplus() {
        return Ops.apply(new Softplus(), this);
    }

    // ----- comparing

    /// Returns the truth of this = other, element by element.
    default Tensor equal(Tensor other) {
        return Ops.apply(Comparison.EQUAL, this, other);
    }

    /// Returns the truth of this ≠ other, element by element.
    default Tensor notEqual(Tensor other) {
        return Ops.apply(Comparison.NOT_EQUAL, this, other);
    }

    /// Returns the truth of this < other, element by element.
    default Tensor less(Tensor other) {
        return Ops.apply(Comparison.LESS, this, other);
    }

    /// Returns the truth of this ≤ other, element by element.
    default Tensor lessOrEqual(Tensor other) {
        return Ops.apply(Comparison.LESS_OR_EQUAL, this, other);
    }

    /// Returns the truth of this > other, element by element.
    default Tensor greater(Tensor other) {
        return Ops.apply(Comparison.GREATER, this, other);
    }

    /// Returns the truth of this ≥ other, element by element.
    default Tensor greaterOrEqual(Tensor other) {
        return Ops.apply(Comparison.GREATER_OR_EQUAL, this, other);
    }

    /// Returns the opposite truth value.
    default Tensor not() {
        return equal(Create.full(dtype(), Shape.SCALAR, 0, device()));
    }

    // ----- folding axes

    /// Returns the sum along the given axes, which are dropped; of all elements, as a scalar, if none is given.
    default Tensor sum(int... axes) {
        return Reduce.over(Kind.SUM, this, axes);
    }

    /// Returns the mean along the given axes, which are dropped; of all elements, as a scalar, if none is
    /// given.
    default Tensor mean(int... axes) {
        return Reduce.over(Kind.MEAN, this, axes);
    }

    /// Returns the largest element along the given axes, which are dropped; of all elements, as a scalar, if
    /// none is given.
    default Tensor max(int... axes) {
        return Reduce.over(Kind.MAX, this, axes);
    }

    /// Returns the smallest element along the given axes, which are dropped; of all elements, as a scalar, if
    /// none is given.
    default Tensor min(int... axes) {
        return Reduce.over(Kind.MIN, this, axes);
    }

    /// Returns the logarithm of the sum of exponentials along the given axes, which are dropped; of all
    /// elements, as a scalar, if none is given.
    default Tensor logSumExp(int... axes) {
        return Reduce.over(Kind.LOG_SUM_EXP, this, axes);
    }

    /// Returns the sum over the axes that broadcasting from `target` to this shape would have repeated.
    default Tensor sumTo(Shape target) {
        return Reduce.sumTo(this, target);
    }

    /// Returns the index of the first largest element along an axis, which is dropped; int32.
    default Tensor argMax(int axis) {
        return ArgMax.along(this, axis);
    }

    /// Returns the running sums along an axis.
    default Tensor cumulativeSum(int axis) {
        return CumulativeSum.along(this, axis, false);
    }

    /// Returns the `k` largest elements along the last axis, largest first, and their indices (int32).
    default TopKResult topK(int k) {
        return TopK.of(this, k);
    }

    // ----- products

    /// Returns the matrix product over the last two axes; axes before them are batches, and broadcast.
    ///
    /// `[…, m, k] · […, k, n] → […, m, n]`. Transposed operands cost no copy.
    default Tensor matmul(Tensor other) {
        return MatMul.product(this, other);
    }

    // ----- fused functions over the last axis

    /// Returns softmax over the last axis.
    default Tensor softmax() {
        return Ops.apply(new Softmax(), this);
    }

    /// Returns log-softmax over the last axis.
    default Tensor logSoftmax() {
        return sub(logSumExp(-1).unsqueeze(rank() - 1));
    }

    /// Returns root-mean-square norm over the last axis, `x / sqrt(mean(x²) + epsilon) ⊙ weight` (Zhang and
    /// Sennrich 2019); `weight` has the last extent.
    default Tensor rmsNorm(Tensor weight, double epsilon) {
        return Ops.apply(new RmsNorm(epsilon), this, weight);
    }

    /// Returns layer norm over the last axis (Ba et al. 2016); `weight` and `bias` have the last extent.
    default Tensor layerNorm(Tensor weight, Tensor bias, double epsilon) {
        return Ops.apply(new LayerNorm(epsilon), this, weight, bias);
    }

    /// Returns `a ⊙ sigmoid(b)` for the halves a, b of the last axis (Dauphin et al. 2017).
    default Tensor glu() {
        return Ops.apply(new Glu(), this);
    }

    /// Returns for each row of these logits `[…, classes]` the cross-entropy with the int32 `targets […]`: `log
    /// Σ exp x − x[target]`, 0 where the target is `ignore`.
    default Tensor crossEntropy(Tensor targets, int ignore) {
        return CrossEntropy.loss(this, targets, ignore, 0);
    }

    /// Returns the cross-entropy plus `z · (log Σ exp x)²`, the z-loss of Mesh TensorFlow.
    default Tensor crossEntropy(Tensor targets, int ignore, double z) {
        return CrossEntropy.loss(this, targets, ignore, z);
    }

    /// Returns the elements scaled by 1 / (1 − p), each set to 0 with probability `p`, by the next stream of
    /// `generator`.
    default Tensor dropout(double p, Generator generator) {
        return p == 0 ? this : Ops.apply(Dropout.of(p, generator.next()), this);
    }

    // ----- attention

    /// Returns what these queries `[batch, queries, heads, width]` read from `values [batch, keys, heads, depth]`
    /// where `keys [batch, keys, heads, width]` fit: `softmax(scale · q kᵀ + bias) v` for each head, shape `[batch,
    /// queries, heads, depth]`. The scores are never held as a whole. A query that sees no key reads 0.
    ///
    /// @throws ShapeException if shapes do not fit, or there are not as many keys as queries though it is causal
    /// @throws DTypeException if operands are not of one floating type, or lengths not int32
    default Tensor attention(Tensor keys, Tensor values, AttentionOptions options) {
        return Attention.of(this, keys, values, options);
    }

    // ----- convolutions over time

    /// Returns the depthwise convolution of this `[batch, time, channels]` with filters shared by groups of
    /// channels (see [Taps]): `weight` is `[heads, taps]`, or `[batch, time, heads, taps]` for a set of filters
    /// per position.
    default Tensor depthwiseConvolution(Tensor weight, Taps taps) {
        return Ops.apply(new Convolve(taps), this, weight);
    }

    /// Returns the dense convolution of this `[batch, time, in]` with `weight [taps, in, out]`: shape `[batch,
    /// time, out]`; tap j of output t reads input t + j·dilation − left, zero outside.
    default Tensor convolution(Tensor weight, int dilation, int left) {
        return DenseConvolution.convolve(this, weight, dilation, left);
    }
}

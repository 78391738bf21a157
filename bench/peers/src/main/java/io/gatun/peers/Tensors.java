package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.mul;
import static org.bytedeco.pytorch.global.torch.randint;
import static org.bytedeco.pytorch.global.torch.randn;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// The few things that libtorch says at length.
final class Tensors {

    private Tensors() {}

    /// Returns a weight to which gradients flow.
    static Tensor parameter(double deviation, long... shape) {
        Tensor x = mul(randn(shape), new Scalar(deviation)).detach();
        x.set_requires_grad(true);
        return x;
    }

    static TensorOptions longs() {
        return new TensorOptions(ScalarType.Long);
    }

    /// Returns ids below `end`.
    static Tensor ids(long end, long... shape) {
        return randint(end, shape, longs());
    }

    static TensorOptional none() {
        return new TensorOptional();
    }

    static TensorOptional some(Tensor x) {
        return new TensorOptional(x);
    }

    static void clearGradient(Tensor x) {
        x.mutable_grad().put(new Tensor());
    }

    static void backward(Tensor y, Tensor gradient) {
        y.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
    }
}

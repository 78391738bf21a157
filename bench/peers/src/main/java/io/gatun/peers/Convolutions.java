package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.addcmul;
import static org.bytedeco.pytorch.global.torch.bmm;
import static org.bytedeco.pytorch.global.torch.constant_pad_nd;
import static org.bytedeco.pytorch.global.torch.conv1d;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.mul;
import static org.bytedeco.pytorch.global.torch.zeros;

import org.bytedeco.pytorch.Tensor;

/// The ways in which lightweight and dynamic convolutions are written with libtorch's ops: input `[batch, time,
/// channels]`, head `h` owning `channels / heads` channels.
///
/// @param heads the number of filters
/// @param taps the length of a filter
/// @param causal whether a position sees none after it
record Convolutions(long heads, long taps, boolean causal) {

    private long before() {
        return causal ? taps - 1 : (taps - 1) / 2;
    }

    /// Returns the convolution with filters `[heads, taps]`, normalised by softmax.
    Tensor light(Tensor x, Tensor filters, String form) {
        Tensor w = filters.softmax(-1);
        long batch = x.size(0);
        long time = x.size(1);
        long channels = x.size(2);
        return switch (form) {
            case "conv" -> {
                Tensor y = conv1d(
                        x.transpose(1, 2),
                        spread(w, channels).view(channels, 1, taps),
                        Tensors.none(),
                        new long[] {1},
                        new long[] {before()},
                        new long[] {1},
                        channels);
                yield (causal ? y.narrow(2, 0, time) : y).transpose(1, 2).contiguous();
            }
            case "cl" -> {
                Tensor in = causal ? constant_pad_nd(x, 0, 0, before(), 0) : x;
                long padding = causal ? 0 : before();
                yield channelsLast(in, spread(w, channels).view(channels, 1, 1, taps), padding, 1)
                        .permute(0, 2, 3, 1)
                        .reshape(batch, time, channels);
            }
            case "unfold" -> unfold(x, w.view(1, heads, taps).expand(batch * time, heads, taps));
            case "band" -> band(x, w.view(1, heads, 1, taps).expand(batch, heads, time, taps));
            case "shift" ->
                shift(
                        x,
                        w.t().unsqueeze(2).expand(taps, heads, channels / heads).reshape(taps, channels));
            default -> throw new IllegalArgumentException("no light convolution is called '" + form + "'");
        };
    }

    private Tensor spread(Tensor w, long channels) {
        return w.view(heads, 1, taps).expand(heads, channels / heads, taps).reshape(channels, taps);
    }

    /// Returns a depthwise convolution of `x` where it lies, as `conv2d` on `[batch, channels, 1, time]`.
    static Tensor channelsLast(Tensor x, Tensor w, long padding, long dilation) {
        long channels = x.size(2);
        return conv2d(
                x.view(x.size(0), 1, x.size(1), channels).permute(0, 3, 1, 2),
                w,
                Tensors.none(),
                new long[] {1, 1},
                new long[] {0, padding},
                new long[] {1, dilation},
                channels);
    }

    private Tensor shift(Tensor x, Tensor w) {
        long time = x.size(1);
        Tensor padded = constant_pad_nd(x, 0, 0, before(), taps - 1 - before());
        Tensor y = mul(padded.narrow(1, 0, time), w.select(0, 0));
        for (long k = 1; k < taps; k++) {
            y = addcmul(y, padded.narrow(1, k, time), w.select(0, k));
        }
        return y;
    }

    /// Returns the convolution with filters predicted by a map of weight `w [heads · taps, channels]`.
    Tensor dynamic(Tensor x, Tensor w, String form) {
        long batch = x.size(0);
        long time = x.size(1);
        long channels = x.size(2);
        Tensor s = linear(x, w).view(batch, time, heads, taps).softmax(-1);
        return switch (form) {
            case "unfold" -> unfold(x, s);
            case "band" -> band(x, s.transpose(1, 2));
            case "shift" -> {
                Tensor padded = constant_pad_nd(x, 0, 0, before(), taps - 1 - before())
                        .view(batch, time + taps - 1, heads, channels / heads);
                Tensor y = mul(padded.narrow(1, 0, time), s.narrow(3, 0, 1));
                for (long k = 1; k < taps; k++) {
                    y = addcmul(y, padded.narrow(1, k, time), s.narrow(3, k, 1));
                }
                yield y.view(batch, time, channels);
            }
            default -> throw new IllegalArgumentException("no dynamic convolution is called '" + form + "'");
        };
    }

    /// As fairseq's `_forward_unfolded`.
    private Tensor unfold(Tensor x, Tensor w) {
        long rows = x.size(0) * x.size(1) * heads;
        Tensor u = constant_pad_nd(x, 0, 0, before(), taps - 1 - before())
                .unfold(1, taps, 1)
                .reshape(rows, x.size(2) / heads, taps);
        return bmm(u, w.reshape(rows, taps, 1)).view(x.size(0), x.size(1), x.size(2));
    }

    /// As fairseq's `_forward_expanded`.
    private Tensor band(Tensor x, Tensor w) {
        long batch = x.size(0);
        long time = x.size(1);
        long width = x.size(2) / heads;
        long long_ = time + taps - 1;
        Tensor in = x.view(batch, time, heads, width).transpose(1, 2).reshape(batch * heads, time, width);
        Tensor z = zeros(batch * heads, time, long_);
        z.as_strided(new long[] {batch * heads, time, taps}, time * long_, long_ + 1, 1)
                .copy_(w.reshape(batch * heads, time, taps));
        return bmm(z.narrow(2, before(), time), in)
                .view(batch, heads, time, width)
                .transpose(1, 2)
                .reshape(batch, time, x.size(2));
    }
}

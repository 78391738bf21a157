package io.gatun.bench;

import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// A function that has a kernel of its own, beside the same function composed of simpler ops.
public enum Fusion {
    /// Over the last axis.
    SOFTMAX(normal(1024, 512), in -> in.get(0).softmax(), in -> {
        Tensor powers = in.get(0).sub(in.get(0).max(-1).unsqueeze(-1)).exp();
        return powers.div(powers.sum(-1).unsqueeze(-1));
    }),
    /// With a gain, ε = 1e-6.
    RMS_NORM(
            normal(1024, 512).and(512),
            in -> in.get(0).rmsNorm(in.get(1), 1e-6),
            in -> in.get(0)
                    .mul(in.get(0).square().mean(-1).add(1e-6).rsqrt().unsqueeze(-1))
                    .mul(in.get(1))),
    /// With gain and shift, ε = 1e-5.
    LAYER_NORM(normal(1024, 512).and(512).and(512), in -> in.get(0).layerNorm(in.get(1), in.get(2), 1e-5), in -> {
        Tensor centred = in.get(0).sub(in.get(0).mean(-1).unsqueeze(-1));
        Tensor scale = centred.square().mean(-1).add(1e-5).rsqrt().unsqueeze(-1);
        return centred.mul(scale).mul(in.get(1)).add(in.get(2));
    }),
    /// By the error function.
    GELU(
            normal(1024, 512),
            in -> in.get(0).gelu(),
            in -> in.get(0).mul(0.5).mul(in.get(0).mul(Math.sqrt(0.5)).erf().add(1.0))),
    /// Half of the channels gated by the other.
    GLU(
            normal(1024, 1024),
            in -> in.get(0).glu(),
            in -> in.get(0).slice(-1, 0, 512).mul(in.get(0).slice(-1, 512, 1024).sigmoid())),
    /// Of logits over 8,000 classes.
    CROSS_ENTROPY(
            normal(256, 8000),
            in -> in.get(0).crossEntropy(targets(), -1),
            in -> in.get(0).logSoftmax().gather(-1, targets().unsqueeze(1)).neg()),
    /// Eight filters of seven taps over 512 channels.
    CONVOLUTION(
            normal(8, 128, 512).and(8, 7), in -> in.get(0).depthwiseConvolution(in.get(1), Taps.causal(7, 1)), in -> {
                Tensor padded = in.get(0).pad(1, 6, 0, 0);
                Tensor taps = in.get(1).unsqueeze(1).expand(Shape.of(8, 64, 7)).reshape(512, 7);
                Tensor sum = padded.slice(1, 0, 128).mul(taps.select(1, 0));
                for (int j = 1; j < 7; j++) {
                    sum = sum.add(padded.slice(1, j, j + 128).mul(taps.select(1, j)));
                }
                return sum;
            }),
    /// Eight heads of 64 channels, 256 positions each.
    ATTENTION(
            normal(4, 256, 8, 64).and(4, 256, 8, 64).and(4, 256, 8, 64),
            in -> in.get(0).attention(in.get(1), in.get(2), AttentionOptions.scaled(0.125)),
            in -> {
                Tensor q = in.get(0).transpose(1, 2);
                Tensor k = in.get(1).transpose(1, 2);
                Tensor v = in.get(2).transpose(1, 2);
                return q.matmul(k.transpose()).mul(0.125).softmax().matmul(v).transpose(1, 2);
            });

    private final Operands operands;
    private final Function<List<Tensor>, Tensor> fused;
    private final Function<List<Tensor>, Tensor> composed;

    Fusion(Operands operands, Function<List<Tensor>, Tensor> fused, Function<List<Tensor>, Tensor> composed) {
        this.operands = operands;
        this.fused = fused;
        this.composed = composed;
    }

    /// The shapes of a function's operands.
    private record Operands(List<Shape> shapes) {

        Operands and(int... shape) {
            List<Shape> more = new ArrayList<>(shapes);
            more.add(Shape.of(shape));
            return new Operands(more);
        }
    }

    private static Operands normal(int... shape) {
        return new Operands(List.of()).and(shape);
    }

    private static Tensor targets() {
        int[] ids = new int[256];
        Arrays.setAll(ids, i -> i * 31 % 8000);
        return Tensor.ofInts(Shape.of(256), ids);
    }

    /// Makes the operands: normal random numbers, the same each time.
    public List<Tensor> operands() {
        Generator generator = Generator.seeded(1);
        return operands.shapes.stream()
                .map(shape -> Tensor.normal(generator, shape.toArray()))
                .toList();
    }

    /// Returns the function's result.
    ///
    /// @param byOneKernel whether its own kernel computes it
    public Tensor result(List<Tensor> in, boolean byOneKernel) {
        return (byOneKernel ? fused : composed).apply(in);
    }
}

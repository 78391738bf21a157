package io.gatun.nn;

import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import java.util.Optional;

/// The convolution block that takes the place of self-attention: a gated linear unit, a depthwise convolution
/// over time whose filters are shared by groups of channels, and a linear map (Wu et al. 2019; Tay et al. 2021,
/// section 3).
///
/// @param input the gated linear unit
/// @param filters the convolution's filters
/// @param lie where their taps lie in time
/// @param extras what only the paper's released code has
/// @param out the output map
public record LocalConvolution(GatedLinear input, Filters filters, Taps lie, Extras extras, Linear out) {

    /// What the released code has beyond the paper's equations.
    ///
    /// @param bias added after the convolution, `[d]`
    /// @param pointwise a linear map after the convolution
    public record Extras(Optional<Tensor> bias, Optional<Linear> pointwise) {}

    /// What is made.
    ///
    /// @param d the channels
    /// @param dynamic whether filters follow from the input
    /// @param gated whether the input goes through a gated linear unit
    /// @param biases whether linear maps and the convolution have biases
    /// @param pointwise whether another linear map follows the convolution
    public record Options(int d, boolean dynamic, boolean gated, boolean biases, boolean pointwise) {}

    /// Makes the block with Mesh TensorFlow's initial values.
    public static LocalConvolution create(Parameters parameters, Options options, Filters.Form form, Taps lie) {
        int d = options.d();
        Linear.Init init = Linear.Init.keepingVariance(d, options.biases());
        GatedLinear input = GatedLinear.create(parameters, d, options.gated(), options.biases());
        Filters filters = options.dynamic()
                ? Filters.Dynamic.create(parameters, form, d, options.biases())
                : Filters.Fixed.create(parameters, form);
        Extras extras = new Extras(
                options.biases() ? Optional.of(parameters.full("bias", 0, d)) : Optional.empty(),
                options.pointwise()
                        ? Optional.of(Linear.create(parameters.at("pointwise"), d, d, init))
                        : Optional.empty());
        return new LocalConvolution(input, filters, lie, extras, Linear.create(parameters.at("out"), d, d, init));
    }

    /// Returns how many inputs before its own an output of a causal convolution reads.
    public int reach() {
        return lie.dilation() * (filters.form().taps() - 1);
    }

    /// Returns the block's result for whole sequences `x [batch, time, d]`. Padded positions are emptied behind
    /// the gated linear unit, where a bias can no longer fill them.
    public Tensor forward(Tensor x, Padding padding, Pass pass) {
        Tensor u = input.forward(x);
        Tensor weights = pass.dropTaps(filters.of(u));
        return finish(padding.zero(u).depthwiseConvolution(weights, lie));
    }

    /// Returns the result for one position.
    ///
    /// @param u the convolution's input at this position, `[batch, 1, d]`
    /// @param window the inputs that the taps read, oldest first, `[batch, taps, d]`
    public Tensor last(Tensor u, Tensor window) {
        int batch = window.dim(0);
        int taps = window.dim(1);
        int d = window.dim(2);
        int heads = filters.form().count();
        Tensor w = filters.of(u);
        // [1 or batch, taps, heads]
        Tensor perTap = w.reshape(w.rank() == 2 ? 1 : batch, heads, taps).transpose(1, 2);
        Tensor products = lie.interleaved()
                ? window.reshape(batch, taps, d / heads, heads).mul(perTap.unsqueeze(2))
                : window.reshape(batch, taps, heads, d / heads).mul(perTap.unsqueeze(3));
        return finish(products.sum(1).reshape(batch, 1, d));
    }

    private Tensor finish(Tensor y) {
        Tensor biased = extras.bias().map(y::add).orElse(y);
        Tensor mixed =
                extras.pointwise().map(pointwise -> pointwise.forward(biased)).orElse(biased);
        return out.forward(mixed);
    }
}

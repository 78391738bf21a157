package io.gatun.nn;

import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;

/// The convolution block that takes the place of self-attention: a gated linear unit, a depthwise convolution
/// over time
/// whose filters are shared by groups of channels, and a linear map (Wu et al. 2019; Tay et al. 2021, section
/// 3).
///
/// Lightweight: the filters are weights. Dynamic: the filters of a position follow from its vector by a linear
/// map.
/// Dilated: lightweight with distance between the taps.
///
/// @param value the gated half of the input map
/// @param gate the gating half; null without a gated linear unit
/// @param kernel `[filters, taps]`; null if dynamic
/// @param kernelMap the map to `filters · taps` taps, filter by filter; null if not dynamic
/// @param extras what only the released code has
/// @param out the output map
/// @param shape its constants
public record LocalConvolution(
        Linear value, Linear gate, Tensor kernel, Linear kernelMap, Extras extras, Linear out, Form shape) {

    /// What the released code has beyond the paper's equations.
    ///
    /// @param bias added after the convolution, `[d]`; null if there is none
    /// @param pointwise a linear map after the convolution; null if there is none
    public record Extras(Tensor bias, Linear pointwise) {}

    /// The constants of the block.
    ///
    /// @param taps the width of the filters
    /// @param filters how many filters share the channels
    /// @param lie how the taps lie in time
    /// @param softmax whether filters are normalised over their taps
    public record Form(int taps, int filters, Taps lie, boolean softmax) {

        /// Returns how many past inputs an output sees beyond its own.
        public int reach() {
            return lie.dilation() * (taps - 1);
        }
    }

    /// What is made.
    ///
    /// @param d the channels
    /// @param dynamic whether filters follow from the input
    /// @param gated whether the input goes through a gated linear unit
    /// @param biases whether linear maps and the convolution have biases
    /// @param pointwise whether another linear map follows the convolution
    public record Options(int d, boolean dynamic, boolean gated, boolean biases, boolean pointwise) {}

    /// Makes the block.
    public static LocalConvolution create(Parameters parameters, Options options, Form form) {
        int d = options.d();
        Linear.Init init = new Linear.Init(Math.pow(d, -0.5), options.biases());
        Linear value = Linear.create(parameters.at("linear"), d, d, init);
        Linear gate = options.gated() ? Linear.create(parameters.at("gate"), d, d, init) : null;
        int taps = form.taps();
        double tapDeviation = Math.pow((double) taps * d, -0.5); // variance scaling by 1 / taps
        Tensor kernel =
                options.dynamic() ? null : parameters.normal("kernel", Math.pow(taps, -0.5), form.filters(), taps);
        Linear kernelMap = options.dynamic()
                ? Linear.create(
                        parameters.at("kernel_proj"),
                        d,
                        form.filters() * taps,
                        new Linear.Init(tapDeviation, options.biases()))
                : null;
        Extras extras = new Extras(
                options.biases() ? parameters.full("bias", 0, d) : null,
                options.pointwise() ? Linear.create(parameters.at("pointwise"), d, d, init) : null);
        Linear out = Linear.create(parameters.at("out"), d, d, init);
        return new LocalConvolution(value, gate, kernel, kernelMap, extras, out, form);
    }

    /// Returns the block's result for whole sequences `x [batch, time, d]`.
    public Tensor forward(Tensor x, Padding padding, Pass pass) {
        Tensor u = gated(x);
        Tensor filters = pass.dropTaps(filters(u));
        Tensor inputs = padding == null ? u : padding.zero(u);
        return finish(inputs.depthwiseConvolution(filters, shape.lie()));
    }

    /// Returns the convolution's inputs: what a decoder must remember of the past.
    public Tensor gated(Tensor x) {
        Tensor u = value.forward(x);
        return gate == null ? u : u.mul(gate.forward(x).sigmoid());
    }

    /// Returns the filters for the convolution inputs `u [batch, time, d]`: `[filters, taps]`, or
    /// `[batch, time, filters, taps]` if dynamic.
    public Tensor filters(Tensor u) {
        Tensor logits = kernelMap == null
                ? kernel
                : kernelMap.forward(u).reshape(u.dim(0), u.dim(1), shape.filters(), shape.taps());
        return shape.softmax() ? logits.softmax() : logits;
    }

    /// Returns the result for one position from the `taps` inputs it sees, oldest first: `window [batch, taps,
    /// d]`.
    public Tensor last(Tensor window, Tensor filters) {
        int batch = window.dim(0);
        int taps = shape.taps();
        int heads = shape.filters();
        int each = window.dim(2) / heads;
        // [1 or batch, taps, heads]
        Tensor w = filters.reshape(filters.rank() == 2 ? 1 : batch, heads, taps).transpose(1, 2);
        Tensor products = shape.lie().interleaved()
                ? window.reshape(batch, taps, each, heads).mul(w.unsqueeze(2))
                : window.reshape(batch, taps, heads, each).mul(w.unsqueeze(3));
        return finish(products.sum(1).reshape(batch, 1, window.dim(2)));
    }

    private Tensor finish(Tensor y) {
        Tensor biased = extras.bias() == null ? y : y.add(extras.bias());
        Tensor mixed = extras.pointwise() == null ? biased : extras.pointwise().forward(biased);
        return out.forward(mixed);
    }
}

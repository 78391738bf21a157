package io.gatun.nn;

import io.gatun.tensor.Tensor;

/// The filters of a depthwise convolution, each shared by a group of channels.
public sealed interface Filters {

    /// What all kinds have in common.
    ///
    /// @param count how many filters share the channels
    /// @param taps their width
    /// @param softmax whether a filter is normalised over its taps
    record Form(int count, int taps, boolean softmax) {

        Tensor normalised(Tensor logits) {
            return softmax ? logits.softmax() : logits;
        }
    }

    /// Returns the constants.
    Form form();

    /// Returns the filters for the convolution's inputs `u [batch, time, d]`: `[filters, taps]` if they are the
    /// same at every position, else `[batch, time, filters, taps]`.
    Tensor of(Tensor u);

    /// Filters that are weights (lightweight convolution, Wu et al. 2019).
    ///
    /// @param kernel `[filters, taps]`
    /// @param form the constants
    record Fixed(Tensor kernel, Form form) implements Filters {

        /// Makes filters of variance 1 / taps.
        public static Fixed create(Parameters parameters, Form form) {
            return new Fixed(parameters.normal("kernel", Math.pow(form.taps(), -0.5), form.count(), form.taps()), form);
        }

        @Override
        public Tensor of(Tensor u) {
            return form.normalised(kernel);
        }
    }

    /// Filters that follow from the current position's vector by a linear map (dynamic convolution, Wu et al.
    /// 2019).
    ///
    /// @param map to `filters · taps` channels, filter by filter
    /// @param form the constants
    record Dynamic(Linear map, Form form) implements Filters {

        /// Makes the map, of variance 1 / (taps · d).
        public static Dynamic create(Parameters parameters, Form form, int d, boolean bias) {
            double deviation = Math.pow((double) form.taps() * d, -0.5);
            Linear.Init init = new Linear.Init(deviation, bias);
            return new Dynamic(Linear.create(parameters.at("kernel_proj"), d, form.count() * form.taps(), init), form);
        }

        @Override
        public Tensor of(Tensor u) {
            return form.normalised(map.forward(u).reshape(u.dim(0), u.dim(1), form.count(), form.taps()));
        }
    }
}

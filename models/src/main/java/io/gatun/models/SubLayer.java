package io.gatun.models;

import io.gatun.models.ModelConfig.NormPlacement;
import io.gatun.nn.Norm;
import io.gatun.nn.Pass;
import io.gatun.tensor.Tensor;
import java.util.function.UnaryOperator;

/// A residual connection around a function, with its norm.
///
/// @param norm the norm
/// @param placement where it stands
record SubLayer(Norm norm, NormPlacement placement) {

    /// Returns `x` with the function's result added.
    Tensor apply(Tensor x, Pass pass, UnaryOperator<Tensor> function) {
        return switch (placement) {
            case PRE -> x.add(pass.drop(function.apply(norm.forward(x))));
            case PAPER -> x.add(norm.forward(pass.drop(function.apply(x))));
            case POST -> norm.forward(x.add(pass.drop(function.apply(x))));
        };
    }
}

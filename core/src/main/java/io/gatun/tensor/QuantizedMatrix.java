package io.gatun.tensor;

import io.gatun.kernel.Products;
import io.gatun.op.Ops;
import io.gatun.op.ScaledMatMul;

/// A matrix in 8 bits a number: row `i` is `values[i] · scales[i]`.
///
/// This is symmetric quantization per output channel: the number of largest magnitude of a row becomes ±127, so no
/// number is off by more than half a scale. A quarter of the bytes of float32 means up to four times the speed where
/// reading weights is what takes the time, as in generating token by token.
///
/// ```java
/// var w = QuantizedMatrix.of(weight);   // [out, in]
/// Tensor y = w.product(x);              // about x.matmul(weight.transpose())
/// ```
///
/// @param values `[out, in]` of [DType#I8]
/// @param scales `[out]` of [DType#F32]
public record QuantizedMatrix(Tensor values, Tensor scales) {

    private static final double MOST = 127;
    private static final double LEAST_MAGNITUDE = 1e-30; // a row of zeros has a scale too

    /// Checks types and shapes.
    ///
    /// @throws DTypeException if they are of other types
    /// @throws ShapeException if they do not belong together
    public QuantizedMatrix {
        if (values.dtype() != DType.I8 || scales.dtype() != DType.F32) {
            throw DTypeException.of(
                    "quantized matrix", "values of i8 and scales of f32", values.dtype(), scales.dtype());
        }
        if (values.rank() != 2 || scales.rank() != 1 || values.dim(0) != scales.dim(0)) {
            throw ShapeException.of("quantized matrix", "values [n, k] and scales [n]", values.shape(), scales.shape());
        }
    }

    /// Quantizes a matrix of any floating type.
    ///
    /// @param matrix `[out, in]`, of finite numbers
    /// @throws ShapeException if it is no matrix
    /// @throws IllegalArgumentException if a number is not finite
    public static QuantizedMatrix of(Tensor matrix) {
        if (matrix.rank() != 2) {
            throw ShapeException.of("quantize", "a matrix [n, k]", matrix.shape());
        }
        return Memory.scope(() -> {
            Tensor x = matrix.detach().to(DType.F32);
            Tensor largest = x.dim(1) == 0 ? x.sum(1) : x.abs().max(1);
            Tensor scales = largest.add(LEAST_MAGNITUDE).div(MOST);
            if (!Double.isFinite(scales.sum().item())) {
                throw new IllegalArgumentException("quantize: expected finite numbers, got NaN or infinity");
            }
            Tensor steps = x.div(scales.unsqueeze(1)).add(0.5).floor(); // a cast cuts towards zero
            return new QuantizedMatrix(Memory.keep(steps.to(DType.I8)), Memory.keep(scales));
        });
    }

    /// Returns the matrix in float32.
    public Tensor dequantized() {
        return values.to(DType.F32).mul(scales.unsqueeze(1));
    }

    /// Returns the rows that int32 ids name, in float32: `ids.shape + [in]`.
    public Tensor take(Tensor ids) {
        return values.take(ids).to(DType.F32).mul(scales.take(ids).unsqueeze(-1));
    }

    /// Returns `x · matrixᵀ`: `[…, in]` becomes `[…, out]`, in the type of `x`.
    ///
    /// Up to 16 rows of `x` meet the matrix as it is. For more it is widened first: their product is bound by
    /// arithmetic.
    public Tensor product(Tensor x) {
        if (x.rank() == 0 || x.dim(-1) != values.dim(1)) {
            throw ShapeException.of("product", "[..., k] and a matrix [n, k]", x.shape(), values.shape());
        }
        Tensor rows = x.reshape(-1, x.dim(-1));
        Tensor y = rows.dim(0) <= Products.FEW_ROWS
                ? Ops.apply(new ScaledMatMul(), rows, values, scales)
                : rows.matmul(dequantized().to(x.dtype()).transpose());
        return y.reshape(x.shape().with(-1, values.dim(0)).toArray());
    }
}

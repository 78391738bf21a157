package io.gatun.nn;

import io.gatun.tensor.QuantizedMatrix;
import io.gatun.tensor.Tensor;

/// The matrix of a linear map, or the table of an embedding, as it is stored: `[rows, columns]`.
public sealed interface Weight {

    /// Returns the number of rows: of outputs, or of ids.
    int rows();

    /// Returns the number of columns: of inputs, or of channels.
    int columns();

    /// Returns `x · matrixᵀ`: `[…, columns]` becomes `[…, rows]`.
    Tensor product(Tensor x);

    /// Returns the rows that int32 ids name: `ids.shape + [columns]`.
    Tensor take(Tensor ids);

    /// Floating-point numbers, those of a trained model. Of bfloat16 they may stand beside activations in float32.
    ///
    /// @param matrix `[rows, columns]`
    record Full(Tensor matrix) implements Weight {

        @Override
        public int rows() {
            return matrix.dim(0);
        }

        @Override
        public int columns() {
            return matrix.dim(1);
        }

        @Override
        public Tensor product(Tensor x) {
            return x.matmul(matrix.transpose());
        }

        @Override
        public Tensor take(Tensor ids) {
            return matrix.take(ids);
        }
    }

    /// Numbers of 8 bits, for inference.
    ///
    /// @param matrix `[rows, columns]`
    record Quantized(QuantizedMatrix matrix) implements Weight {

        @Override
        public int rows() {
            return matrix.values().dim(0);
        }

        @Override
        public int columns() {
            return matrix.values().dim(1);
        }

        @Override
        public Tensor product(Tensor x) {
            return matrix.product(x);
        }

        @Override
        public Tensor take(Tensor ids) {
            return matrix.take(ids);
        }
    }
}

package io.gatun.kernel;

/// Fused kernels over the rows of `[rows, n]` matrices.
public interface Rows {

    /// Computes `y = softmax(x)` over each row.
    void softmax(View x, View y);

    /// Computes `dx = y ⊙ (g − Σ g ⊙ y)` over each row, from the result `y` of [#softmax].
    void softmaxGradient(View y, View g, View dx);

    /// Computes `y = w ⊙ x · s` with `s = 1 / sqrt(mean(x²) + epsilon)`, and writes `s` to `scale [rows]`.
    void rmsNorm(Norm norm, View y, View scale);

    /// Computes the gradients of [#rmsNorm] from its `scale`: `dx [rows, n]` and `dw [n]`.
    void rmsNormGradient(Norm norm, View scale, View g, NormGradient out);

    /// Computes `y = w ⊙ (x − mean) · s + bias` with `s = 1 / sqrt(variance + epsilon)` (biased variance), and
    /// writes `mean` and `s` to `statistics [rows, 2]`.
    void layerNorm(Norm norm, View bias, View y, View statistics);

    /// Computes the gradients of [#layerNorm] from its `statistics`: `dx [rows, n]`, `dw [n]`; the bias's is a
    /// sum.
    void layerNormGradient(Norm norm, View statistics, View g, NormGradient out);

    /// Computes `y = a ⊙ sigmoid(b)` for the halves `a`, `b` of each row of `x [rows, 2n]`; `y [rows, n]`.
    void glu(View x, View y);

    /// Computes the gradient of [#glu]: `dx [rows, 2n]` from `g [rows, n]`.
    void gluGradient(View x, View g, View dx);

    /// Computes `loss = lse − x[target] + z · lse²` with `lse = log Σ exp x` for each row, and writes `lse` to
    /// `logSumExp [rows]`. Rows whose target is `ignore` lose 0. Targets are int32.
    void crossEntropy(CrossEntropy rows, View loss, View logSumExp);

    /// Computes the gradient of [#crossEntropy]: `dx[k] = g · (p[k] · (1 + 2 z · lse) − (k = target))`, 0 in
    /// rows that are ignored; `g [rows]`.
    void crossEntropyGradient(CrossEntropy rows, View logSumExp, View g, View dx);

    /// What a norm reads.
    ///
    /// @param x the rows, `[rows, n]`
    /// @param weight the gain, `[n]`
    /// @param epsilon added to the mean square or variance
    record Norm(View x, View weight, double epsilon) {}

    /// Where a norm's gradients go.
    ///
    /// @param dx gradient of the rows, `[rows, n]`
    /// @param dw gradient of the gain, `[n]`
    record NormGradient(View dx, View dw) {}

    /// What the cross-entropy reads.
    ///
    /// @param logits unnormalised log-probabilities, `[rows, n]`
    /// @param targets the right class of each row, int32 `[rows]`
    /// @param ignore the target of rows that do not count
    /// @param z weight of the squared log-normaliser
    record CrossEntropy(View logits, View targets, int ignore, double z) {}
}

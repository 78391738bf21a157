package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.mm;
import static org.bytedeco.pytorch.global.torch.randn;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// `gemm:M,K,N` A·B, `gemmnt` A·Bᵀ, `gemmtn` Aᵀ·B, and `linear:M,K,N:fb`: y = x Wᵀ with both gradients.
final class ProductCases {

    private ProductCases() {}

    static void run(String[] parts, Options options, Line line) {
        String[] extents = parts[1].split(",", -1);
        long m = Long.parseLong(extents[0]);
        long k = Long.parseLong(extents[1]);
        long n = Long.parseLong(extents[2]);
        double work = 2.0 * m * n * k;
        Timing timing = Timing.of(options);
        if (parts[0].equals("linear")) {
            Tensor x = Tensors.parameter(1, m, k);
            Tensor w = Tensors.parameter(0.02, n, k);
            Tensor g = randn(m, n);
            timing.run(line, () -> {
                Tensors.backward(linear(x, w), g);
                Tensors.clearGradient(x);
                Tensors.clearGradient(w);
            });
            work *= 3;
        } else {
            Tensor a = parts[0].equals("gemmtn") ? randn(k, m).t() : randn(m, k);
            Tensor b = parts[0].equals("gemmnt") ? randn(n, k).t() : randn(k, n);
            try (NoGradGuard _ = new NoGradGuard()) {
                timing.run(line, () -> mm(a, b));
            }
        }
        line.round("gflops", work / (line.number("median_ms") * 1e6));
    }
}

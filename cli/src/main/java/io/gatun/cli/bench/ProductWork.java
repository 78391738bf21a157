package io.gatun.cli.bench;

import io.gatun.autograd.Gradients;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/// Products of matrices: `gemm` A [M, K] · B [K, N], `gemmnt` A · Bᵀ with B [N, K], `gemmtn` Aᵀ · B with
/// A [K, M]; `linear` is y = x · Wᵀ with the gradients of x and W.
final class ProductWork {

    private ProductWork() {}

    static Supplier<Work> of(Case asked, long seed) {
        String[] parts = asked.parts();
        boolean linear = parts[0].equals("linear");
        if (parts.length != (linear ? 3 : 2)
                || !parts[1].matches("[1-9]\\d{0,8}(,[1-9]\\d{0,8}){2}")
                || linear && !parts[2].equals("fb")) {
            throw asked.unknown((linear ? "linear:M,K,N:fb" : parts[0] + ":M,K,N") + " with numbers of at least 1");
        }
        asked.checkF32();
        String[] size = parts[1].split(",", -1);
        int m = Integer.parseInt(size[0]);
        int k = Integer.parseInt(size[1]);
        int n = Integer.parseInt(size[2]);
        asked.checkSize(m, k);
        asked.checkSize(k, n);
        asked.checkSize(m, n);
        return () -> work(parts[0], m, k, n, Generator.seeded(seed));
    }

    private static Work work(String kind, int m, int k, int n, Generator random) {
        double flops = 2.0 * m * k * n;
        return switch (kind) {
            case "gemm" -> product(Tensor.normal(random, m, k), Tensor.normal(random, k, n), flops);
            case "gemmnt" ->
                product(Tensor.normal(random, m, k), Tensor.normal(random, n, k).transpose(), flops);
            case "gemmtn" -> product(Tensor.normal(random, k, m).transpose(), Tensor.normal(random, k, n), flops);
            default -> linear(Tensor.normal(random, m, k), Tensor.normal(random, n, k), 3 * flops);
        };
    }

    private static Work product(Tensor a, Tensor b, double flops) {
        return new Iteration(() -> a.matmul(b), Work.Amount.flops(flops));
    }

    private static Work linear(Tensor x, Tensor w, double flops) {
        Tensor ones = Tensor.ones(x.dim(0), w.dim(0));
        List<Tensor> wrt = List.of(x, w);
        return new Iteration(
                () -> Gradients.vectorJacobian(() -> x.matmul(w.transpose()), ones, wrt), Work.Amount.flops(flops));
    }

    /// A computation whose results are dropped at once.
    record Iteration(Runnable computation, Work.Amount amount) implements Work {
        @Override
        public void iterate() {
            Memory.scope(computation);
        }
    }
}

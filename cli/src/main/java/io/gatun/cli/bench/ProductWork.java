package io.gatun.cli.bench;

import io.gatun.autograd.Gradients;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/// Products of matrices: `gemm` A [M, K] · B [K, N], `gemmnt` A · Bᵀ with B [N, K], `gemmtn` Aᵀ · B with
/// A [K, M]; `linear` is y = x · Wᵀ with the gradients of x and W.
final class ProductWork {

    private ProductWork() {}

    static Supplier<Work> of(Case asked, Setting setting) {
        String[] parts = asked.parts();
        boolean linear = parts[0].equals("linear");
        if (parts.length != (linear ? 3 : 2)
                || !parts[1].matches("[1-9]\\d{0,8}(,[1-9]\\d{0,8}){2}")
                || linear && !parts[2].equals("fb")) {
            throw asked.unknown((linear ? "linear:M,K,N:fb" : parts[0] + ":M,K,N") + " with numbers of at least 1");
        }
        DType dtype = asked.floating();
        String[] size = parts[1].split(",", -1);
        int m = Integer.parseInt(size[0]);
        int k = Integer.parseInt(size[1]);
        int n = Integer.parseInt(size[2]);
        asked.checkSize(m, k);
        asked.checkSize(k, n);
        asked.checkSize(m, n);
        return () -> work(parts[0], m, k, n, new Normal(setting.generator(), dtype, setting.device()));
    }

    private static Work work(String kind, int m, int k, int n, Normal random) {
        double flops = 2.0 * m * k * n;
        return switch (kind) {
            case "gemm" -> product(random.tensor(m, k), random.tensor(k, n), flops);
            case "gemmnt" -> product(random.tensor(m, k), random.tensor(n, k).transpose(), flops);
            case "gemmtn" -> product(random.tensor(k, m).transpose(), random.tensor(k, n), flops);
            default -> linear(random.tensor(m, k), random.tensor(n, k), 3 * flops);
        };
    }

    /// Makes normal random numbers of a type on a device.
    private record Normal(Generator generator, DType dtype, Device device) {
        Tensor tensor(int... shape) {
            return Tensor.normal(generator, shape).to(dtype).to(device);
        }
    }

    private static Work product(Tensor a, Tensor b, double flops) {
        return new Iteration(() -> a.matmul(b), Work.Amount.flops(flops));
    }

    private static Work linear(Tensor x, Tensor w, double flops) {
        Tensor ones = Tensor.ones(x.dim(0), w.dim(0)).to(x.dtype()).to(x.device());
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

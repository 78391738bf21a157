package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.compile;
import static org.bytedeco.pytorch.global.torch.zeros;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/// A step of Adam on weights that have gradients.
interface AdamUpdate {

    void step();

    /// Returns `torch::optim::Adam`.
    static AdamUpdate plain(Tensor... weights) {
        Adam adam = new Adam(new TensorVector(weights), new AdamOptions(1e-4));
        return adam::step;
    }

    /// Returns `aten::_fused_adam_`, what Python's `fused=True` runs, by way of TorchScript.
    static AdamUpdate fused(Tensor... weights) {
        return new Fused(weights)::step;
    }

    /// The fused update.
    final class Fused {

        private final Tensor[] weights;
        private final CompilationUnit unit;
        private final Function pack;
        private final IValue[] state;

        Fused(Tensor... weights) {
            this.weights = weights;
            String names =
                    IntStream.range(0, weights.length).mapToObj(i -> "t" + i).collect(Collectors.joining(", "));
            // lists must be arguments of "step": TorchScript drops the update as dead code if they are made inside
            unit = compile("def pack(" + names + "):\n  return [" + names + "]\n\n"
                    + "def step(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor]):\n"
                    + "  e: List[Tensor] = []\n  torch._foreach_add_(s, 1)\n"
                    + "  torch._fused_adam_(p, g, m, v, e, s, lr=1e-4, beta1=0.9, beta2=0.999, weight_decay=0.0,"
                    + " eps=1e-8, amsgrad=False, maximize=False)\n  return 0\n");
            pack = unit.get_function(new QualifiedName("pack"));
            state = new IValue[] {
                list(weights),
                list(Arrays.stream(weights).map(w -> zeros_like(w).detach()).toArray(Tensor[]::new)),
                list(Arrays.stream(weights).map(w -> zeros_like(w).detach()).toArray(Tensor[]::new)),
                list(Arrays.stream(weights)
                        .map(_ -> zeros(1).detach().view(new long[0]))
                        .toArray(Tensor[]::new))
            };
            for (IValue each : state) {
                each.retainReference();
            }
        }

        private IValue list(Tensor... tensors) {
            return pack.apply(
                    new IValueVector(Arrays.stream(tensors).map(IValue::new).toArray(IValue[]::new)));
        }

        void step() {
            try (NoGradGuard _ = new NoGradGuard()) {
                IValue gradients = list(Arrays.stream(weights).map(Tensor::grad).toArray(Tensor[]::new));
                unit.get_function(new QualifiedName("step"))
                        .apply(new IValueVector(state[0], gradients, state[1], state[2], state[3]));
            }
        }
    }
}

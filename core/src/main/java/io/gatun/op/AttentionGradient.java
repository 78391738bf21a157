package io.gatun.op;

import io.gatun.kernel.Attentions.Form;
import io.gatun.kernel.Attentions.Gradients;
import io.gatun.kernel.Attentions.Saved;
import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// The gradients of [Attention]: of queries, keys, values and, if wanted, of the bias. Operands are those of
/// attention, its two results and the gradient of the first.
///
/// @param attention the op whose gradients these are
/// @param ofBias whether the bias's is wanted
public record AttentionGradient(Attention attention, boolean ofBias) implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        return in.subList(0, ofBias ? 4 : 3);
    }

    @Override
    public boolean takesStrides(int operand) {
        return operand < 3;
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        int n = attention.operands();
        Saved saved = new Saved(in.get(n), in.get(n + 1), in.get(n + 2));
        Gradients gradients = new Gradients(out.get(0), out.get(1), out.get(2), ofBias ? out.get(3) : null);
        kernels.attentions().gradient(attention.operands(in), saved, gradients);
    }

    /// Gradients of gradients are rare: composed of ops that hold all scores.
    @Override
    public List<Tensor> gradients(Backward b) {
        Form form = attention.form();
        Scores s = new Scores(b);
        Tensor a = s.zeros();
        a = s.plus(a, b.g().get(0), u -> u.matmul(s.k.transpose()).mul(form.scale()));
        a = s.plus(a, b.g().get(1), u -> s.q.matmul(u.transpose()).mul(form.scale()));
        Tensor c = s.plus(s.zeros(), b.g().get(2), u -> s.kept.mul(s.g.matmul(u.transpose())));
        if (ofBias && b.g().get(3) != null) {
            a = a.add(b.g().get(3));
        }
        Tensor along = rowSum(a.mul(s.p));
        Tensor w = s.p.mul(a.sub(along)).mul(s.kept);
        Tensor e = a.mul(s.flow.sub(s.delta)).sub(along.mul(s.flow)).add(c);
        Tensor f = s.p.mul(e.sub(rowSum(s.p.mul(e))));
        Tensor dq = s.plus(f.matmul(s.k), b.g().get(1), s.ds::matmul).mul(form.scale());
        Tensor dk = s.plus(f.transpose().matmul(s.q), b.g().get(0), s.ds.transpose()::matmul)
                .mul(form.scale());
        Tensor dg = s.plus(w.matmul(s.v), b.g().get(2), s.p.mul(s.kept)::matmul);
        Tensor dv = w.transpose().matmul(s.g);
        Tensor[] all = new Tensor[b.in().size()];
        all[0] = swap(dq);
        all[1] = swap(dk);
        all[2] = swap(dv);
        if (attention.biased()) {
            all[3] = f.sumTo(b.in().get(3).shape());
        }
        all[b.in().size() - 1] = swap(dg);
        return Arrays.asList(all);
    }

    private static Tensor rowSum(Tensor x) {
        return x.sum(-1).unsqueeze(x.rank() - 1);
    }

    /// Exchanges the axes of time and heads.
    private static Tensor swap(Tensor x) {
        return x.permute(0, 2, 1, 3);
    }

    /// Everything that [Attention]'s kernel makes a block at a time: `[batch, heads, queries, keys]`.
    private final class Scores {

        private final Tensor q;
        private final Tensor k;
        private final Tensor v;
        private final Tensor g;
        private final Tensor p;
        private final Tensor kept;
        private final Tensor flow;
        private final Tensor delta;
        private final Tensor ds;

        Scores(Backward b) {
            Form form = attention.form();
            q = swap(b.in().get(0));
            k = swap(b.in().get(1));
            v = swap(b.in().get(2));
            g = swap(b.in().get(b.in().size() - 1));
            Tensor scores = q.matmul(k.transpose()).mul(form.scale());
            if (attention.biased()) {
                scores = scores.add(b.in().get(3));
            }
            Tensor seen = seen(b);
            p = scores.add(seen.sub(1).mul(1e30)).softmax().mul(seen);
            kept = kept(scores);
            flow = g.matmul(v.transpose()).mul(kept);
            delta = rowSum(p.mul(flow));
            ds = p.mul(flow.sub(delta));
        }

        /// Adds what a gradient gives, if it flowed.
        Tensor plus(Tensor sum, Tensor u, UnaryOperator<Tensor> term) {
            return u == null ? sum : sum.add(term.apply(swap(u)));
        }

        Tensor zeros() {
            return p.fullLike(0);
        }

        private Tensor kept(Tensor like) {
            Form form = attention.form();
            if (form.p() == 0) {
                return like.fullLike(1);
            }
            Shape pitched = like.shape().with(-1, (int) Form.pitch(like.dim(3)));
            Tensor ones = Tensor.full(like.dtype(), pitched, 1).to(like.device());
            return Ops.apply(new Dropout(form.p(), form.key()), ones).slice(3, 0, like.dim(3));
        }

        /// Returns 1 where a query sees a key, else 0: `[batch, 1, queries, keys]`.
        private Tensor seen(Backward b) {
            int batch = q.dim(0);
            int queries = q.dim(2);
            int keys = k.dim(2);
            double[] lengths = new double[batch];
            Arrays.fill(lengths, keys);
            if (attention.padded()) {
                lengths = b.in().get(attention.operands() - 1).toDoubles();
            }
            float[] seen = new float[Math.toIntExact((long) batch * queries * keys)];
            for (int n = 0; n < seen.length; n++) {
                int j = n % keys;
                boolean hidden = attention.form().causal() && j > n / keys % queries;
                seen[n] = hidden || j >= lengths[n / keys / queries] ? 0 : 1;
            }
            return Tensor.of(Shape.of(batch, 1, queries, keys), seen)
                    .to(q.dtype())
                    .to(q.device());
        }
    }
}

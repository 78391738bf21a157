package io.gatun.autograd;

import io.gatun.kernel.Dense;
import io.gatun.kernel.Scope;
import io.gatun.op.Recorder;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The gradients of a loss with respect to some tensors.
///
/// ```
/// Gradients gradients = Gradients.of(() -> x.matmul(w).sub(y).square().mean(), w);
/// Tensor dw = gradients.get(w); // ∂loss/∂w, of w's shape
/// ```
///
/// The loss is a closure: while it runs, each op that depends on the given tensors is noted; then a walk goes
/// back over them. Tensors are told apart by identity, so the closure must use the given objects, not copies of
/// them.
///
/// **Memory.** The closure runs in a memory scope of its own. What it makes is freed during the walk, each
/// piece as soon as nothing further back reads it; the loss and the gradients belong to the scope around the
/// call. A tensor of the closure that is wanted afterwards must be kept there with
/// [io.gatun.tensor.Memory#keep].
///
/// **Gradients of gradients.** A closure may itself call `Gradients.of`: then the inner walk is differentiated
/// too. Nothing is freed before the outer walk in that case.
public final class Gradients implements Iterable<Gradients.Entry> {

    /// One of the tensors and its gradient.
    ///
    /// @param tensor the tensor that was asked for
    /// @param gradient the gradient, of the same shape and type
    public record Entry(Tensor tensor, Tensor gradient) {}

    private final Tensor loss;
    private final IdentityHashMap<Tensor, Tensor> byTensor = new IdentityHashMap<>();
    private final List<Entry> entries;

    private Gradients(Tensor loss, List<Entry> entries) {
        this.loss = loss;
        this.entries = List.copyOf(entries);
        entries.forEach(entry -> byTensor.put(entry.tensor(), entry.gradient()));
    }

    /// Returns the gradients of a loss of one element.
    ///
    /// @param loss computes the loss, a floating type, one element
    /// @param wrt the tensors to differentiate with respect to, of floating types
    /// @throws ShapeException if the loss has not exactly one element
    /// @throws DTypeException if the loss or one of the tensors is not of a floating type
    public static Gradients of(Supplier<Tensor> loss, Collection<Tensor> wrt) {
        return differentiate(loss, null, wrt);
    }

    /// Returns the gradients of a loss as [#of(Supplier, Collection)] does.
    public static Gradients of(Supplier<Tensor> loss, Tensor... wrt) {
        return of(loss, Arrays.asList(wrt));
    }

    /// Returns `vᵀ · ∂output/∂tensor` for an output of any shape and an upstream gradient `v` of the same shape
    /// and type. [#loss] then returns the output.
    ///
    /// @throws ShapeException if `v` has not the output's shape
    /// @throws DTypeException if `v` has not the output's type
    public static Gradients vectorJacobian(Supplier<Tensor> output, Tensor v, Collection<Tensor> wrt) {
        return differentiate(output, v, wrt);
    }

    /// Returns gradients that were computed elsewhere, such as the mean over several machines.
    ///
    /// @throws ShapeException if a gradient has not its tensor's shape
    public static Gradients given(Tensor loss, Collection<Entry> entries) {
        for (Entry entry : entries) {
            if (!entry.gradient().shape().equals(entry.tensor().shape())) {
                throw ShapeException.of(
                        "gradients",
                        "a gradient of its tensor's shape " + entry.tensor().shape(),
                        entry.gradient().shape());
            }
        }
        return new Gradients(loss, List.copyOf(entries));
    }

    /// Returns the loss.
    public Tensor loss() {
        return loss;
    }

    /// Returns the gradient with respect to a tensor: of its shape and type, contiguous, and shared with no
    /// other tensor; zeros if the loss does not depend on it.
    ///
    /// @throws IllegalArgumentException if the tensor was not among those asked for
    public Tensor get(Tensor tensor) {
        Tensor gradient = byTensor.get(tensor);
        if (gradient == null) {
            throw new IllegalArgumentException("gradients: no gradient of this " + tensor.dtype() + tensor.shape()
                    + " tensor was asked for; pass the same object to Gradients.of");
        }
        return gradient;
    }

    /// Returns whether the gradient with respect to a tensor was asked for.
    public boolean contains(Tensor tensor) {
        return byTensor.containsKey(tensor);
    }

    /// Returns how many tensors were asked for.
    public int size() {
        return entries.size();
    }

    /// Goes over the tensors in the order in which they were asked for.
    @Override
    public Iterator<Entry> iterator() {
        return entries.iterator();
    }

    private static Gradients differentiate(Supplier<Tensor> output, Tensor v, Collection<Tensor> wrt) {
        List<Tensor> tensors = distinct(wrt);
        Recorder outer = Tape.current();
        if (outer != null) {
            return differentiate(output, v, tensors, new Walk(outer, Holds.NOTHING));
        }
        Holds holds = new Holds();
        return Scope.run(() -> {
            holds.enter();
            return differentiate(output, v, tensors, new Walk(null, holds));
        });
    }

    private static Gradients differentiate(Supplier<Tensor> output, Tensor v, List<Tensor> wrt, Walk walk) {
        Tape tape = walk.tape(wrt);
        Tensor loss = tape.during(output);
        walk.holds().hold(loss);
        walk.flow(loss, v == null ? one(loss) : upstream(v, loss));
        walk.back(tape);
        Dense.keep(loss);
        return new Gradients(loss, results(wrt, walk, v));
    }

    private static List<Tensor> distinct(Collection<Tensor> wrt) {
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Tensor> tensors = new ArrayList<>(wrt.size());
        for (Tensor tensor : wrt) {
            if (!tensor.dtype().isFloating()) {
                throw DTypeException.of("gradients", "tensors of floating types", tensor.dtype());
            }
            if (seen.add(tensor)) {
                tensors.add(tensor);
            }
        }
        return tensors;
    }

    private static Tensor one(Tensor loss) {
        if (!loss.dtype().isFloating()) {
            throw DTypeException.of("gradients", "a loss of a floating type", loss.dtype());
        }
        if (loss.size() != 1) {
            throw new ShapeException("gradients: expected a loss of one element, got " + loss.shape()
                    + "; take its sum() or mean(), or use Gradients.vectorJacobian");
        }
        return loss.fullLike(1);
    }

    private static Tensor upstream(Tensor v, Tensor output) {
        if (v.dtype() != output.dtype()) {
            throw DTypeException.of(
                    "gradients", "an upstream gradient of the output's type", v.dtype(), output.dtype());
        }
        if (!v.shape().equals(output.shape())) {
            throw ShapeException.of(
                    "gradients", "an upstream gradient of the output's shape", v.shape(), output.shape());
        }
        return v;
    }

    /// Makes what has flowed fit to be handed out: contiguous, and no two results or other tensors in one piece
    /// of memory, so that changing one in place changes nothing else.
    private static List<Entry> results(Collection<Tensor> wrt, Walk walk, Tensor v) {
        Set<Object> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        if (v != null) {
            taken.add(Dense.storage(v));
        }
        List<Entry> entries = new ArrayList<>(wrt.size());
        for (Tensor tensor : wrt) {
            Tensor gradient = walk.gradient(tensor);
            if (gradient == null) {
                gradient = tensor.fullLike(0);
            } else if (!gradient.isContiguous() || !walk.mayHandOut(gradient) || !taken.add(Dense.storage(gradient))) {
                gradient = gradient.copy();
            }
            Dense.keep(gradient);
            entries.add(new Entry(tensor, gradient));
        }
        return entries;
    }
}

package io.gatun.kernel;

import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import io.gatun.tensor.TensorFormat;

/// The one implementation of [Tensor]: a view of a block. Only ops, backends and optimizers see past the
/// interface.
public final class Dense implements Tensor {

    private final Block block;
    private final View view;

    private Dense(Block block, View view) {
        this.block = block;
        this.view = view;
    }

    /// Returns a tensor of unspecified elements.
    public static Dense empty(Spec spec, Device device) {
        Backend backend = Backends.of(device);
        Block block = Block.allocate(backend, spec.shape().size() * spec.dtype().bytes());
        return new Dense(block, new View(block.address(), spec.dtype(), spec.shape()));
    }

    /// Returns a tensor that shares the elements of another.
    public static Dense sharing(Tensor owner, View view) {
        return new Dense(of(owner).block, view);
    }

    /// Returns where the elements of a tensor lie.
    ///
    /// @throws IllegalStateException if the scope that made it has ended
    public static View view(Tensor tensor) {
        return of(tensor).live();
    }

    /// Returns the backend that holds a tensor.
    public static Backend backend(Tensor tensor) {
        return of(tensor).block.backend();
    }

    /// Frees a tensor's memory now, with that of all views of it, if a scope owns it.
    public static void release(Tensor tensor) {
        of(tensor).block.release();
    }

    /// Makes a tensor outlive the current scope: the enclosing scope will free it, or the garbage collector if
    /// there is none. A tensor that the current scope does not own is left alone.
    public static void keep(Tensor tensor) {
        Block block = of(tensor).block;
        Scope current = Scope.current();
        of(tensor).live();
        if (current != null && block.scope() == current) {
            block.moveTo(current.parent());
        }
    }

    /// Returns the scope that will free a tensor, `null` if the garbage collector will.
    public static Scope owner(Tensor tensor) {
        return of(tensor).block.scope();
    }

    /// Returns an object that is the same for all tensors that share one piece of memory.
    public static Object storage(Tensor tensor) {
        return of(tensor).block;
    }

    /// Returns whether the tensor can still be used.
    public static boolean isLive(Tensor tensor) {
        return of(tensor).block.live();
    }

    private static Dense of(Tensor tensor) {
        return switch (tensor) {
            case Dense dense -> dense;
        };
    }

    private View live() {
        if (!block.live()) {
            throw new IllegalStateException("tensor " + view.dtype() + view.shape()
                    + " was used after the memory scope that made it ended; keep it with Memory.keep");
        }
        return view;
    }

    @Override
    public Shape shape() {
        return view.shape();
    }

    @Override
    public DType dtype() {
        return view.dtype();
    }

    @Override
    public Device device() {
        return block.backend().device();
    }

    @Override
    public boolean isContiguous() {
        return view.isContiguous();
    }

    @Override
    public String toString() {
        return block.live() ? TensorFormat.format(this) : "Tensor(freed, " + view.dtype() + view.shape() + ")";
    }
}

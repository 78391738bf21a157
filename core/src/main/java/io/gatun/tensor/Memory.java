package io.gatun.tensor;

import io.gatun.kernel.Backends;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Scope;
import java.util.function.Supplier;

/// Who frees tensors: those made inside a scope go when it ends, all others live as long as they are reachable.
///
/// A training loop runs each step in a scope, so it allocates nothing from the system after its first steps:
///
/// ```
/// float loss = Memory.scope(() -> train(batch).item());
/// ```
public final class Memory {

    private Memory() {}

    /// Runs `work`; every tensor it makes and does not [keep][#keep] is freed when it returns. Using one later
    /// throws [IllegalStateException]. Scopes nest; one belongs to the thread that opened it.
    public static <T> T scope(Supplier<T> work) {
        return Scope.run(work);
    }

    /// Runs `work` as [#scope(Supplier)] does.
    public static void scope(Runnable work) {
        Scope.run(() -> {
            work.run();
            return null;
        });
    }

    /// Makes a tensor outlive the current scope: the enclosing scope frees it or, if there is none, the garbage
    /// collector. Returns the tensor.
    public static Tensor keep(Tensor tensor) {
        Dense.keep(tensor);
        return tensor;
    }

    /// Returns how many bytes of the CPU's memory tensors use now.
    public static long usedBytes() {
        return Backends.of(Device.CPU).allocator().usedBytes();
    }

    /// Returns the most bytes of the CPU's memory that tensors used at once since [#resetPeak()], or since the start.
    public static long peakBytes() {
        return Backends.of(Device.CPU).allocator().peakBytes();
    }

    /// Lets [#peakBytes()] begin again at what tensors use now.
    public static void resetPeak() {
        Backends.of(Device.CPU).allocator().resetPeak();
    }

    /// Returns how many bytes of the CPU's memory are held for tensors, in use or ready for reuse.
    public static long reservedBytes() {
        return Backends.of(Device.CPU).allocator().reservedBytes();
    }

    /// Gives memory that no tensor uses back to the system.
    public static void trim() {
        Backends.of(Device.CPU).allocator().trim();
    }
}

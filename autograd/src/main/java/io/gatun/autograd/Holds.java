package io.gatun.autograd;

import io.gatun.kernel.Dense;
import io.gatun.kernel.Scope;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// Counts who still needs a piece of memory during one differentiation, and frees it when nobody does.
///
/// Counted by storage, since views share it. Only memory of the differentiation's own scopes is freed: tensors
/// that were there before, and those that the user kept, belong to others.
final class Holds {

    /// For a walk that is itself recorded: everything stays.
    static final Holds NOTHING = new Holds();

    private final IdentityHashMap<Object, int[]> counts = new IdentityHashMap<>();
    private final List<Scope> own = new ArrayList<>(1);

    /// Adds the current scope to those whose memory may be freed.
    void enter() {
        own.add(Scope.current());
    }

    /// Forgets the scope that was entered last.
    void leave() {
        own.removeLast();
    }

    /// Holds a tensor's memory unless somebody does; returns whether it was this call that held it.
    boolean holdFirst(Tensor tensor) {
        if (this == NOTHING) {
            return false;
        }
        Object storage = Dense.storage(tensor);
        return counts.putIfAbsent(storage, new int[] {1}) == null;
    }

    /// Holds a tensor's memory once more.
    void hold(Tensor tensor) {
        if (this != NOTHING) {
            counts.computeIfAbsent(Dense.storage(tensor), _ -> new int[1])[0]++;
        }
    }

    /// Gives up one hold; the last one frees the memory.
    void drop(Tensor tensor) {
        if (this == NOTHING) {
            return;
        }
        Object storage = Dense.storage(tensor);
        int[] count = counts.get(storage);
        if (--count[0] == 0) {
            counts.remove(storage);
            if (isOwn(tensor)) {
                Dense.release(tensor);
            }
        }
    }

    /// Returns whether a tensor's memory belongs to the differentiation.
    boolean isOwn(Tensor tensor) {
        Scope owner = Dense.owner(tensor);
        return owner != null && own.contains(owner);
    }
}

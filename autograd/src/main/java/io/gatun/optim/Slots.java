package io.gatun.optim;

import io.gatun.autograd.Gradients;
import io.gatun.autograd.NoGrad;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Kernels;
import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.op.Create;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Device;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// An optimizer's parameters, what it remembers of each, and the count of its steps.
final class Slots {

    private static final String MASTER = "master";

    private static final long WIDENED = 1L << 26; // gradients of bfloat16 that are float32 at a time: 256 MB

    /// What an optimizer does to parameters whose weights are of one type.
    @FunctionalInterface
    interface Update {
        void apply(Updates kernels, List<Ready> parameters);
    }

    /// A parameter and its gradient, in the type of the weights that the update changes, and contiguous.
    record Ready(Parameter parameter, Tensor gradient) {

        Updates.Target target() {
            return new Updates.Target(Dense.view(parameter.weights()), Dense.view(gradient));
        }
    }

    /// One parameter.
    ///
    /// @param name its name
    /// @param tensor the parameter itself
    /// @param slots what is remembered, by slot name; the master copy of a bfloat16 parameter among it
    record Parameter(String name, Tensor tensor, Map<String, Tensor> slots) {

        /// Returns where a slot lies, `null` if there is none of that name.
        View view(String slot) {
            Tensor tensor = slots.get(slot);
            return tensor == null ? null : Dense.view(tensor);
        }

        /// Returns the weights that updates change.
        Tensor weights() {
            return slots.getOrDefault(MASTER, tensor);
        }
    }

    private final String optimizer;
    private final Map<String, Tensor> tensors;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<List<Parameter>> groups;
    private long steps;

    /// Makes the slots.
    ///
    /// @param optimizer the name used in messages
    /// @param tensors the parameters by name
    /// @param layout the shape of each slot of a parameter, by slot name
    Slots(String optimizer, Map<String, Tensor> tensors, Function<Tensor, Map<String, Shape>> layout) {
        this.optimizer = optimizer;
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        Map<Long, String> addresses = new HashMap<>();
        tensors.forEach((name, tensor) -> {
            check(name, tensor);
            if (!parameters.isEmpty() && !tensor.device().equals(device())) {
                throw new IllegalArgumentException(optimizer + ": expected all parameters on one device, got "
                        + parameters.getFirst().name() + " on " + device() + " and " + name + " on " + tensor.device());
            }
            String other = addresses.put(Dense.view(tensor).address(), name);
            if (other != null && tensor.size() > 0) {
                throw new IllegalArgumentException(optimizer + ": parameters " + other + " and " + name
                        + " are the same tensor; give shared weights once");
            }
            parameters.add(new Parameter(name, tensor, slots(tensor, layout.apply(tensor))));
        });
        groups = groups(parameters, WIDENED);
    }

    private void check(String name, Tensor tensor) {
        if (!tensor.dtype().isFloating()) {
            throw DTypeException.of(optimizer + ": parameter " + name, "a floating type", tensor.dtype());
        }
        if (!tensor.isContiguous()) {
            throw new ShapeException(optimizer + ": parameter " + name + " " + tensor.shape()
                    + " is not contiguous; weights are changed in place, so give the tensor and not a view of it");
        }
    }

    private static Map<String, Tensor> slots(Tensor parameter, Map<String, Shape> layout) {
        Map<String, Tensor> slots = new LinkedHashMap<>();
        DType dtype = parameter.dtype() == DType.BF16 ? DType.F32 : parameter.dtype();
        new TreeMap<>(layout)
                .forEach((slot, shape) -> slots.put(slot, Create.full(dtype, shape, 0, parameter.device())));
        if (dtype != parameter.dtype()) {
            slots.put(MASTER, NoGrad.run(() -> parameter.to(dtype)));
        }
        return slots;
    }

    /// Returns where the parameters lie.
    Device device() {
        return parameters.isEmpty()
                ? Device.CPU
                : parameters.getFirst().tensor().device();
    }

    void check(double rate) {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(optimizer + ": expected a finite rate of at least 0, got " + rate);
        }
    }

    void check(Gradients gradients) {
        for (Parameter parameter : parameters) {
            if (!gradients.contains(parameter.tensor())) {
                throw new IllegalArgumentException(optimizer + ": no gradient of parameter " + parameter.name()
                        + " was asked for; pass all of the optimizer's parameters to Gradients.of");
            }
        }
    }

    void count() {
        steps++;
    }

    /// Applies an update to every parameter.
    void update(Gradients gradients, Update update) {
        NoGrad.run(() -> groups.forEach(group -> Memory.scope(() -> apply(group, gradients, update))));
    }

    /// Returns the parameters in groups that are updated together: of one type, and not too many at once
    /// of those whose gradients are widened for it.
    ///
    /// @param limit how many elements of gradients may be widened together, if it is more than one gradient
    static List<List<Parameter>> groups(List<Parameter> parameters, long limit) {
        Map<DType, List<Parameter>> open = new LinkedHashMap<>();
        List<List<Parameter>> groups = new ArrayList<>();
        long widened = 0;
        for (Parameter parameter : parameters) {
            DType dtype = parameter.tensor().dtype();
            if (dtype == DType.BF16) {
                widened += parameter.tensor().size();
                if (widened > limit && open.containsKey(dtype)) {
                    groups.add(open.remove(dtype));
                    widened = parameter.tensor().size();
                }
            }
            open.computeIfAbsent(dtype, _ -> new ArrayList<>()).add(parameter);
        }
        groups.addAll(open.values());
        return groups;
    }

    private void apply(List<Parameter> group, Gradients gradients, Update update) {
        Tensor first = group.getFirst().weights();
        Kernels kernels = Ops.kernels(first);
        if (!kernels.computes(first.dtype())) {
            throw new DTypeException(optimizer + ": the " + kernels.name() + " kernels do not compute in "
                    + first.dtype() + "; parameter " + group.getFirst().name() + " must be float32");
        }
        List<Ready> ready = group.stream()
                .map(parameter -> new Ready(
                        parameter,
                        gradients.get(parameter.tensor()).to(first.dtype()).contiguous()))
                .toList();
        try {
            update.apply(kernels.updates(), ready);
        } finally {
            Reference.reachabilityFence(ready);
        }
        for (Parameter parameter : group) {
            if (parameter.slots().containsKey(MASTER)) {
                parameter.tensor().assign(parameter.weights());
            }
        }
    }

    long steps() {
        return steps;
    }

    Map<String, Tensor> tensors() {
        return tensors;
    }

    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            parameter.slots().forEach((slot, tensor) -> state.put(parameter.name() + "/" + slot, tensor));
        }
        return state;
    }

    void restore(long count, Map<String, Tensor> saved) {
        Map<String, Tensor> state = state();
        if (count < 0) {
            throw new IllegalArgumentException(optimizer + ": expected a step count of at least 0, got " + count);
        }
        for (String name : saved.keySet()) {
            if (!state.containsKey(name)) {
                throw new IllegalArgumentException(
                        optimizer + ": the saved state holds '" + name + "', which this optimizer does not have");
            }
        }
        state.forEach((name, slot) -> {
            Tensor value = saved.get(name);
            if (value == null || value.dtype() != slot.dtype() || !value.shape().equals(slot.shape())) {
                throw new IllegalArgumentException(optimizer + ": expected '" + name + "' " + slot.dtype()
                        + slot.shape() + " in the saved state, got "
                        + (value == null
                                ? "nothing"
                                : value.dtype() + value.shape().toString()));
            }
        });
        state.forEach((name, slot) -> slot.assign(saved.get(name)));
        steps = count;
    }
}

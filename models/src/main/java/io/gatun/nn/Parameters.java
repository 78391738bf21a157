package io.gatun.nn;

import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The weights of a model by name, made in the order in which layers ask for them.
///
/// A layer is given the part of the names that is its own: `parameters.at("encoder").at("block.0")`. The same
/// seed
/// gives the same weights.
public final class Parameters {

    private final String prefix;
    private final DType dtype;
    private final Generator generator;
    private final Map<String, Tensor> tensors;

    private Parameters(String prefix, Parameters root) {
        this.prefix = prefix;
        this.dtype = root.dtype;
        this.generator = root.generator;
        this.tensors = root.tensors;
    }

    private Parameters(DType dtype, Generator generator) {
        this.prefix = "";
        this.dtype = dtype;
        this.generator = generator;
        this.tensors = new LinkedHashMap<>();
    }

    /// Returns an empty set whose weights will be of this floating type.
    public static Parameters of(DType dtype, Generator generator) {
        return new Parameters(dtype, generator);
    }

    /// Returns the part whose names begin with `name` and a dot.
    public Parameters at(String name) {
        return new Parameters(prefix + name + ".", this);
    }

    /// Adds a weight of normal random numbers.
    public Tensor normal(String name, double deviation, int... shape) {
        return add(
                name,
                Memory.scope(() -> Memory.keep(
                        Tensor.normal(generator, shape).mul(deviation).to(dtype))));
    }

    /// Adds a weight of uniform random numbers in [-bound, bound).
    public Tensor uniform(String name, double bound, int... shape) {
        return add(
                name,
                Memory.scope(() -> Memory.keep(
                        Tensor.uniform(generator, shape).sub(0.5).mul(2 * bound).to(dtype))));
    }

    /// Adds a weight of equal numbers.
    public Tensor full(String name, double value, int... shape) {
        return add(name, Tensor.full(dtype, Shape.of(shape), value));
    }

    private Tensor add(String name, Tensor weight) {
        if (tensors.putIfAbsent(prefix + name, weight) != null) {
            throw new IllegalStateException("two weights are named " + prefix + name);
        }
        return weight;
    }

    /// Returns all weights, in the order in which they were made.
    public Map<String, Tensor> all() {
        return Collections.unmodifiableMap(tensors);
    }

    /// Returns how many numbers all weights hold.
    public long count() {
        return tensors.values().stream().mapToLong(Tensor::size).sum();
    }
}

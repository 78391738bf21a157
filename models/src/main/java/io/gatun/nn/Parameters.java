package io.gatun.nn;

import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.QuantizedMatrix;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The weights of a model by name, in the order in which layers ask for them.
///
/// A layer is given the part of the names that is its own: `parameters.at("encoder").at("block.0")`. Where the
/// weights come from is decided once: [random numbers][#random], [given tensors][#given], or
/// [nowhere][#shapes].
public final class Parameters {

    /// What the names of an 8-bit matrix's scales end with.
    public static final String SCALE = ".scale";

    private final String prefix;
    private final Origin origin;
    private final Map<String, Tensor> tensors;
    private final Set<String> matrices;

    /// Where weights come from.
    private interface Origin {
        Tensor weight(String name, Shape shape, Initial initial);
    }

    /// What a weight begins as.
    private interface Initial {
        Tensor make(DType dtype, Generator generator);
    }

    private Parameters(Origin origin) {
        this("", origin, new LinkedHashMap<>(), new LinkedHashSet<>());
    }

    private Parameters(String prefix, Origin origin, Map<String, Tensor> tensors, Set<String> matrices) {
        this.prefix = prefix;
        this.origin = origin;
        this.tensors = tensors;
        this.matrices = matrices;
    }

    /// Returns an empty set whose weights will have initial values of this floating type; the same generator
    /// state gives the same weights.
    public static Parameters random(DType dtype, Generator generator) {
        if (!dtype.isFloating()) {
            throw new IllegalArgumentException("weights: expected a floating type, got " + dtype);
        }
        return new Parameters((_, _, initial) -> initial.make(dtype, generator));
    }

    /// Returns an empty set whose weights will be taken from these. Asking for one that is not there, or has
    /// another shape, throws [IllegalArgumentException].
    public static Parameters given(Map<String, Tensor> weights) {
        return new Parameters((name, shape, _) -> named(weights, name, shape));
    }

    private static Tensor named(Map<String, Tensor> weights, String name, Shape shape) {
        Tensor weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("weights: expected one named " + name + " of shape " + shape
                    + ", but there is none; the weights and the configuration do not belong together");
        }
        if (!weight.shape().equals(shape)) {
            throw ShapeException.of("weights: " + name, "shape " + shape, weight.shape());
        }
        return weight;
    }

    /// Returns an empty set whose weights will have shapes but no values of their own, and take no memory.
    public static Parameters shapes() {
        Tensor zero = Tensor.full(DType.F32, Shape.SCALAR, 0);
        return new Parameters((_, shape, _) -> zero.expand(shape));
    }

    /// Returns the part whose names begin with `name` and a dot.
    public Parameters at(String name) {
        return new Parameters(prefix + name + ".", origin, tensors, matrices);
    }

    /// Adds a weight that begins as normal random numbers of this standard deviation.
    public Tensor normal(String name, double deviation, int... shape) {
        return add(
                name,
                Shape.of(shape),
                (dtype, generator) -> Memory.scope(() -> Memory.keep(
                        Tensor.normal(generator, shape).mul(deviation).to(dtype))));
    }

    /// Adds the matrix of a linear map, or a table, `[rows, columns]`, that begins as normal random numbers of this
    /// standard deviation. A given one may be of 8-bit integers; its scales then bear its name and [#SCALE].
    public Weight matrix(String name, double deviation, int rows, int columns) {
        Tensor matrix = normal(name, deviation, rows, columns);
        matrices.add(prefix + name);
        if (matrix.dtype() != DType.I8) {
            return new Weight.Full(matrix);
        }
        return new Weight.Quantized(new QuantizedMatrix(matrix, full(name + SCALE, 1, rows)));
    }

    /// Adds a weight that begins as equal numbers.
    public Tensor full(String name, double value, int... shape) {
        return add(name, Shape.of(shape), (dtype, _) -> Tensor.full(dtype, Shape.of(shape), value));
    }

    private Tensor add(String name, Shape shape, Initial initial) {
        Tensor weight = origin.weight(prefix + name, shape, initial);
        if (tensors.putIfAbsent(prefix + name, weight) != null) {
            throw new IllegalStateException("two weights are named " + prefix + name);
        }
        return weight;
    }

    /// Returns all weights, in the order in which they were asked for.
    public Map<String, Tensor> all() {
        return Collections.unmodifiableMap(tensors);
    }

    /// Returns the names of the matrices among them.
    public Set<String> matrices() {
        return Collections.unmodifiableSet(matrices);
    }

    /// Returns how many numbers all weights hold; the scales of 8-bit matrices are part of these.
    public long count() {
        return tensors.entrySet().stream()
                .filter(each -> !isScale(each.getKey()))
                .mapToLong(each -> each.getValue().size())
                .sum();
    }

    private boolean isScale(String name) {
        return name.endsWith(SCALE) && matrices.contains(name.substring(0, name.length() - SCALE.length()));
    }
}

package io.gatun.catalogue;

import io.gatun.tensor.DType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// All there is to check about one op, or about one method composed of ops.
///
/// @param name the op's name, unique in the catalogue
/// @param cases what is computed: small operands, odd and empty ones among them
/// @param special operands of infinities, NaN, zeros of both signs and denormals, for floating types
/// @param large operands of other sizes that kernels have other ways for: too large to be checked in every type and
/// layout
/// @param benchmark operands of the size that is timed
/// @param limits types and tolerances
public record Row(
        String name, List<Case> cases, List<Case> special, List<Case> large, List<Case> benchmark, Limits limits) {

    private static final List<DType> LARGE = List.of(DType.F32, DType.BF16); // which kernels have ways of their own for

    /// The element types of a row and how exact it is.
    ///
    /// @param dtypes the element types it takes
    /// @param forward how far a result may lie from the reference
    /// @param gradient how far a gradient in float64 may lie from a finite difference, relative to the largest
    public record Limits(Set<DType> dtypes, Tolerance forward, double gradient) {

        static final Set<DType> FLOATS = Set.copyOf(EnumSet.of(DType.F32, DType.F64, DType.BF16));
        static final Set<DType> NUMBERS = Set.copyOf(EnumSet.complementOf(EnumSet.of(DType.BOOL)));
        static final Set<DType> ALL = Set.copyOf(EnumSet.allOf(DType.class));

        /// Floating types, with the gradient tolerance of smooth functions.
        static Limits floats(Tolerance forward) {
            return new Limits(FLOATS, forward, 1e-6);
        }

        /// Every type, to the bit.
        static Limits all() {
            return new Limits(ALL, Tolerance.EXACT, 1e-6);
        }

        /// Returns these limits for other types.
        Limits with(Set<DType> others) {
            return new Limits(others, forward, gradient);
        }
    }

    /// Returns a row of small operands without special values.
    public static Row of(String name, Limits limits, Case... cases) {
        return new Row(name, List.of(cases), List.of(), List.of(), List.of(), limits);
    }

    /// Returns this row with special values.
    Row special(Case... more) {
        return new Row(name, cases, List.of(more), large, benchmark, limits);
    }

    /// Returns this row with large operands.
    Row large(Case... more) {
        return new Row(name, cases, special, List.of(more), benchmark, limits);
    }

    /// Returns this row with a case that is timed.
    Row benchmark(Case timed) {
        return new Row(name, cases, special, large, List.of(timed), limits);
    }

    /// Returns the element types this row takes, in the order of [DType].
    public List<DType> dtypes() {
        return limits.dtypes().stream().sorted().toList();
    }

    /// Returns what is computed in an element type, special values included.
    public List<Case> cases(DType dtype) {
        List<Case> all = new ArrayList<>(cases);
        if (dtype.isFloating()) {
            all.addAll(special);
        }
        return all;
    }

    /// Returns what is computed in an element type of contiguous operands only: the large ones, and what is
    /// timed.
    public List<Case> largeCases(DType dtype) {
        List<Case> all = new ArrayList<>();
        if (LARGE.contains(dtype)) {
            all.addAll(large);
            all.addAll(benchmark);
        }
        return all;
    }

    /// Returns the cases that finite differences can check: not empty, not large, and with an operand to which
    /// gradients flow.
    public List<Case> gradientCases() {
        return cases.stream()
                .filter(each -> each.size() > 0 && each.size() <= 200)
                .filter(each -> !each.differentiable().isEmpty())
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}

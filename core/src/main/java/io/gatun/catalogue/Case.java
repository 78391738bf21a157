package io.gatun.catalogue;

import io.gatun.op.Op;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One thing to compute: an op, or a composition of ops, and its operands.
///
/// @param op the op, unless the case is a composition
/// @param computation results from operands
/// @param operands how to make the operands
public record Case(Optional<Op> op, UnaryOperator<List<Tensor>> computation, List<Operand> operands) {

    /// Returns the case of one op.
    public static Case of(Op op, Operand... operands) {
        return new Case(Optional.of(op), in -> Ops.applyAll(op, in.toArray(Tensor[]::new)), List.of(operands));
    }

    /// Returns the case of one op that is called through the method that prepares its operands.
    static Case through(Composition method, Op op, Operand... operands) {
        return new Case(Optional.of(op), in -> List.of(method.of(in)), List.of(operands));
    }

    /// Returns the case of a composition with one result.
    public static Case composed(Composition composition, Operand... operands) {
        return new Case(Optional.empty(), in -> List.of(composition.of(in)), List.of(operands));
    }

    /// Returns the case of a computation with several results.
    public static Case computing(UnaryOperator<List<Tensor>> computation, Operand... operands) {
        return new Case(Optional.empty(), computation, List.of(operands));
    }

    /// Makes one tensor of some.
    @FunctionalInterface
    public interface Composition {

        /// Returns the result.
        Tensor of(List<Tensor> in);
    }

    /// Returns contiguous operands on the CPU; the same each time.
    public List<Tensor> inputs(DType dtype) {
        return inputs(dtype, 0);
    }

    /// Returns operands on the CPU in one of the arrangements 0 … [#arrangements]: all contiguous in the first, each
    /// in another layout in the others.
    public List<Tensor> inputs(DType dtype, int arrangement) {
        return inputs(dtype, arrangement, Device.CPU);
    }

    /// Returns operands on a device in one of the arrangements.
    public List<Tensor> inputs(DType dtype, int arrangement, Device device) {
        Layout[] layouts = Layout.values();
        List<Tensor> in = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Layout layout = arrangement == 0 ? Layout.CONTIGUOUS : layouts[(arrangement + i) % layouts.length];
            in.add(operands.get(i).tensor(dtype, layout, 31L * i + 7, device));
        }
        return in;
    }

    /// Returns the number of arrangements of the operands.
    public static int arrangements() {
        return Layout.values().length + 1;
    }

    /// Returns the results.
    public List<Tensor> run(List<Tensor> in) {
        return computation.apply(in);
    }

    /// Returns the positions of the operands to which gradients flow.
    public List<Integer> differentiable() {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            if (operands.get(i).differentiable()) {
                positions.add(i);
            }
        }
        return positions;
    }

    /// Returns the number of elements of all operands.
    public long size() {
        return operands.stream().mapToLong(operand -> operand.shape().size()).sum();
    }

    @Override
    public String toString() {
        return op.map(Op::opName).orElse("")
                + operands.stream().map(Operand::shape).toList();
    }
}

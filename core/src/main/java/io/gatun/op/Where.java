package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// `condition ? a : b`, element by element.
public record Where() implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        DType a = in.get(1).dtype();
        DType b = in.get(2).dtype();
        if (in.get(0).dtype() != DType.BOOL || a != b) {
            throw DTypeException.of(
                    opName(), "a bool and two operands of one type", in.get(0).dtype(), a, b);
        }
        Shape both = Shape.broadcast(opName(), in.get(1).shape(), in.get(2).shape());
        return List.of(new Spec(a, Shape.broadcast(opName(), in.get(0).shape(), both)));
    }

    @Override
    public boolean takesStrides(int operand) {
        return true;
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        Shape shape = out.get(0).shape();
        View condition = in.get(0).broadcastTo(shape);
        kernels.elementwise()
                .where(condition, in.get(1).broadcastTo(shape), in.get(2).broadcastTo(shape), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        Tensor g = b.gradient();
        Tensor condition = b.in().get(0);
        Tensor zero = Tensor.full(g.dtype(), Shape.SCALAR, 0).to(g.device());
        return Arrays.asList(
                null,
                b.needs(1)
                        ? Tensor.where(condition, g, zero).sumTo(b.in().get(1).shape())
                        : null,
                b.needs(2)
                        ? Tensor.where(condition, zero, g).sumTo(b.in().get(2).shape())
                        : null);
    }
}

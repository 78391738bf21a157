package io.gatun.op;

import io.gatun.kernel.Backend;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.DeviceException;
import io.gatun.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The one place an op is applied: shapes are checked, results allocated, the kernel run, the call recorded.
public final class Ops {

    /// The recorder in force; none unless bound.
    public static final ScopedValue<Recorder> RECORDER = ScopedValue.newInstance();

    private static final ScopedValue<Kernels> KERNELS = ScopedValue.newInstance();

    private Ops() {}

    /// Runs `work` with other kernels for the CPU, such as [io.gatun.kernel.Backends#reference].
    public static <T> T with(Kernels kernels, Supplier<T> work) {
        return ScopedValue.where(KERNELS, kernels).call(work::get);
    }

    /// Returns the kernels in force on a backend.
    public static Kernels kernels(Backend backend) {
        return KERNELS.isBound() && backend.device().isCpu() ? KERNELS.get() : backend.kernels();
    }

    /// Returns the kernels in force on the device that holds a tensor.
    public static Kernels kernels(Tensor tensor) {
        return kernels(Dense.backend(tensor));
    }

    /// Applies an op of one result.
    public static Tensor apply(Op op, Tensor... operands) {
        return applyAll(op, operands).get(0);
    }

    /// Applies an op.
    public static List<Tensor> applyAll(Op op, Tensor... operands) {
        List<Tensor> in = List.of(operands);
        List<Tensor> out = op instanceof ViewOp view ? share(view, in.get(0)) : compute(op, in);
        if (RECORDER.isBound()) {
            RECORDER.get().record(op, in, out);
        }
        return out;
    }

    private static List<Tensor> share(ViewOp op, Tensor x) {
        return List.of(Dense.sharing(x, op.view(Dense.view(x))));
    }

    private static List<Tensor> compute(Op op, List<Tensor> in) {
        Backend backend = commonBackend(op, in);
        Kernels kernels = kernels(backend);
        List<Spec> specs = new ArrayList<>(in.size());
        for (Tensor x : in) {
            specs.add(new Spec(x.dtype(), x.shape()));
        }
        List<Spec> results = op.outputs(specs);
        Operands operands = new Operands(backend.device(), kernels);
        List<View> inViews = new ArrayList<>(in.size());
        for (int i = 0; i < in.size(); i++) {
            inViews.add(operands.prepare(op, in, i));
        }
        List<Tensor> out = new ArrayList<>(results.size());
        List<View> outViews = new ArrayList<>(results.size());
        for (Spec spec : results) {
            Tensor result = Dense.empty(spec, backend.device());
            out.add(result);
            outViews.add(operands.receive(result));
        }
        op.run(kernels, inViews, outViews);
        operands.finish(out, outViews);
        // the kernels saw addresses only: nothing may be collected before they are done
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(out);
        return List.copyOf(out);
    }

    private static Backend commonBackend(Op op, List<Tensor> in) {
        Backend backend = Dense.backend(in.get(0));
        for (Tensor x : in) {
            if (!Dense.backend(x).equals(backend)) {
                throw new DeviceException(op.opName() + ": expected operands on one device, got " + backend.device()
                        + " and " + x.device() + "; move one with to(Device)");
            }
        }
        return backend;
    }

    /// Makes operands fit a kernel: contiguous where it asks for that, and of a type it computes in.
    private static final class Operands {

        private final Device device;
        private final Kernels kernels;
        private final List<Tensor> temporaries = new ArrayList<>(0);

        Operands(Device device, Kernels kernels) {
            this.device = device;
            this.kernels = kernels;
        }

        View prepare(Op op, List<Tensor> in, int operand) {
            View view = Dense.view(in.get(operand));
            boolean asItIs = kernels.computes(view.dtype()) || op.takesBfloat16(operand, in);
            DType dtype = asItIs ? view.dtype() : DType.F32;
            if (asItIs && (op.takesStrides(operand) || view.isContiguous())) {
                return view;
            }
            View copy = temporary(dtype, view);
            kernels.elementwise().copy(view, copy);
            return copy;
        }

        View receive(Tensor result) {
            View view = Dense.view(result);
            return kernels.computes(view.dtype()) ? view : temporary(DType.F32, view);
        }

        void finish(List<Tensor> out, List<View> outViews) {
            for (int i = 0; i < out.size(); i++) {
                View view = Dense.view(out.get(i));
                if (view.address() != outViews.get(i).address()) {
                    kernels.elementwise().copy(outViews.get(i), view);
                }
            }
            temporaries.forEach(Dense::release);
            Reference.reachabilityFence(temporaries);
        }

        private View temporary(DType dtype, View like) {
            Tensor temporary = Dense.empty(new Spec(dtype, like.shape()), device);
            temporaries.add(temporary);
            return Dense.view(temporary);
        }
    }
}

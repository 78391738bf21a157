package io.gatun.cuda;

import io.gatun.kernel.Elementwise;
import io.gatun.kernel.View;
import io.gatun.op.Binary;
import io.gatun.op.Comparison;
import io.gatun.op.Op;
import io.gatun.op.Unary;
import io.gatun.tensor.DType;
import java.util.Optional;

/// Launches elementwise.cu, which has a kernel for each op, and copies.cu.
final class CudaElementwise implements Elementwise {

    private static final String OPS = "elementwise";
    private static final String COPIES = "copies";
    private static final int PACK = 4; // elements that a thread takes at least, where there are enough

    private final Launcher launcher;
    private final RuntimeCompiler compiler;

    CudaElementwise(Launcher launcher, RuntimeCompiler compiler) {
        this.launcher = launcher;
        this.compiler = compiler;
    }

    @Override
    public void map(Unary op, View x, View y) {
        if (y.size() == 0) {
            return;
        }
        Launch launch = begin(op, "map_", x.dtype());
        launcher.each(launch.view(x).view(y).type(x.dtype()).int64(y.size()), Math.ceilDiv(y.size(), PACK));
    }

    @Override
    public void zip(Binary op, View a, View b, View y) {
        pairs(op, "zip_", a, b, y);
    }

    @Override
    public void compare(Comparison op, View a, View b, View y) {
        pairs(op, "compare_", a, b, y);
    }

    private void pairs(Op op, String kind, View a, View b, View y) {
        if (y.size() == 0) {
            return;
        }
        Walk walk = Walk.over(op.opName(), a, b, y);
        if (Packs.aligned(a, b, y)) {
            walk.together(Packs.size(a.dtype()));
        }
        Launch launch = begin(op, kind, a.dtype());
        launcher.each(launch.view(a).view(b).view(y).type(a.dtype()).struct(walk), Math.ceilDiv(walk.size(), PACK));
    }

    /// Begins a launch of an op's kernel for an element type: one of this build's or, of an op that is
    /// not Gatun's own, one that is compiled now.
    private Launch begin(Op op, String kind, DType dtype) {
        if (!op.getClass().getPackageName().equals(Op.class.getPackageName())) {
            return launcher.begin(Launcher.named(kind + compiler.name(op), dtype), () -> compiler.module(op));
        }
        try {
            return launcher.begin(OPS, Launcher.named(kind + op.opName(), dtype));
        } catch (CudaException e) {
            throw new CudaException(op.opName() + ": no kernel for CUDA, " + e.getMessage()
                    + "; elementwise.cu is made of the ops in the catalogue, see docs/add-an-op.md");
        }
    }

    @Override
    public void where(View condition, View a, View b, View y) {
        if (y.size() == 0) {
            return;
        }
        Walk walk = Walk.over("where", condition, a, b, y);
        Launch launch = launcher.begin(COPIES, "where_" + y.dtype().bytes());
        launcher.each(launch.view(condition).view(a).view(b).view(y).struct(walk), walk.size());
    }

    @Override
    public void copy(View from, View to) {
        if (to.size() == 0) {
            return;
        }
        if (from.dtype() == to.dtype() && from.isContiguous() && to.isContiguous()) {
            launcher.copy(from.address(), to.address(), to.size() * to.dtype().bytes());
            return;
        }
        Walk walk = Walk.over("copy", from, to);
        if (from.dtype() == to.dtype()) {
            int bytes = to.dtype().bytes();
            Optional<Walk> packs = Packs.aligned(from, to) ? walk.inPacks(Packs.size(to.dtype())) : Optional.empty();
            Launch launch = launcher.begin(COPIES, "copy_" + (packs.isPresent() ? Packs.BYTES : bytes));
            Walk moved = packs.orElse(walk);
            launcher.each(launch.view(from).view(to).struct(moved), moved.size());
            return;
        }
        Launch launch = launcher.begin(COPIES, conversion(from.dtype(), to.dtype()));
        launcher.each(
                launch.view(from).view(to).type(from.dtype()).type(to.dtype()).struct(walk), walk.size());
    }

    private static String conversion(DType from, DType to) {
        if (from == DType.F32 && to == DType.BF16) {
            return "convert_f32_bf16";
        }
        return from == DType.BF16 && to == DType.F32 ? "convert_bf16_f32" : "convert_any_any";
    }

    @Override
    public void fill(View y, double value) {
        if (y.size() == 0) {
            return;
        }
        Walk walk = Walk.over("fill", y);
        Launch launch = launcher.begin(COPIES, Launcher.named("fill", y.dtype()));
        launcher.each(launch.view(y).type(y.dtype()).float64(value).struct(walk), walk.size());
    }
}

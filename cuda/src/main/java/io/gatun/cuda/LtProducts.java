package io.gatun.cuda;

import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Matrix products by cuBLASLt, of float32 and of bfloat16, with sums in float32.
final class LtProducts {

    private static final long WORKSPACE = 32L << 20; // NVIDIA's advice for Hopper
    private static final long MOST_ALIGNMENT = 256;

    private final CublasLt library;
    private final CudaContext context;
    private final CudaStream stream;
    private final RoutineStages stages;
    private final LaunchProfile profile;
    private final boolean tf32;
    private final Map<ProductPlan.Kind, Optional<ProductPlan>> plans = new ConcurrentHashMap<>();
    private long handle;
    private long workspace; // 0 until the first product

    /// @param tf32 whether products of float32 run on tensor cores, with operands rounded to TF32
    LtProducts(
            CublasLt library,
            CudaContext context,
            CudaStream stream,
            RoutineStages stages,
            LaunchProfile profile,
            boolean tf32) {
        this.library = library;
        this.context = context;
        this.stream = stream;
        this.stages = stages;
        this.profile = profile;
        this.tf32 = tf32;
    }

    /// Computes a product, if the library can.
    ///
    /// @param batch where the matrices of `c`, `a` and `b` begin
    /// @return whether it does
    boolean multiply(View a, View b, View c, Walk batch) {
        DType dtype = c.dtype();
        boolean typed = (dtype == DType.F32 || dtype == DType.BF16) && a.dtype() == dtype && b.dtype() == dtype;
        if (!typed || !batch.isEven() || batch.size() > Integer.MAX_VALUE || a.dim(-1) == 0) {
            return false;
        }
        Optional<ProductPlan.Operand> left = operand(a, batch.step(1));
        Optional<ProductPlan.Operand> right = operand(b, batch.step(2));
        if (left.isEmpty() || right.isEmpty()) {
            return false;
        }
        ProductPlan.Kind kind = new ProductPlan.Kind(
                dtype,
                tf32 && dtype == DType.F32,
                c.dim(-2),
                c.dim(-1),
                a.dim(-1),
                (int) batch.size(),
                left.get(),
                right.get(),
                alignment(c));
        begin();
        Optional<ProductPlan> plan = plans.computeIfAbsent(kind, _ -> ProductPlan.of(library, handle, kind, WORKSPACE));
        plan.ifPresent(found -> {
            ProductPlan.Run run =
                    new ProductPlan.Run(b.address(), a.address(), c.address(), workspace, WORKSPACE, stream.handle());
            profile.time(kind, () -> library.matmul(handle, found, run));
            stages.work("a product", RoutineScript.fingerprint(kind.hashCode(), run.left(), run.right(), run.result()));
        });
        return plan.isPresent();
    }

    private synchronized void begin() {
        context.enter();
        if (workspace == 0) {
            handle = library.create();
            workspace = context.allocate(WORKSPACE).address(); // as long as the process lives
        }
    }

    /// Returns how the matrices of a view lie; nothing if they lie as the library has no words for.
    private static Optional<ProductPlan.Operand> operand(View x, long step) {
        int rows = x.dim(-2);
        int columns = x.dim(-1);
        if (x.stride(-1) == 1 || columns == 1) {
            return pitched(x, false, rows == 1 ? columns : x.stride(-2), columns, step);
        }
        return x.stride(-2) == 1 || rows == 1 ? pitched(x, true, x.stride(-1), rows, step) : Optional.empty();
    }

    private static Optional<ProductPlan.Operand> pitched(View x, boolean byColumns, long pitch, int least, long step) {
        return pitch < least
                ? Optional.empty() // rows that lie over each other, as in a broadcast matrix
                : Optional.of(new ProductPlan.Operand(byColumns, pitch, step, alignment(x)));
    }

    private static int alignment(View x) {
        return (int) Math.min(MOST_ALIGNMENT, Long.lowestOneBit(x.address()));
    }
}

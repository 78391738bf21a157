package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.gatun.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// How cuBLASLt computes products of one kind: its description, layouts and algorithm, made once and kept.
///
/// The library's matrices lie by columns and ours by rows, so it is asked for `cᵀ = bᵀ aᵀ`: its left operand is our
/// right
/// one.
///
/// @param kind what is multiplied
/// @param description the operation
/// @param left the layout of `bᵀ`
/// @param right the layout of `aᵀ`
/// @param result the layout of `cᵀ`
/// @param algorithm `cublasLtMatmulAlgo_t`
/// @param one the factor of the product
/// @param zero the factor of what the result held
record ProductPlan(
        Kind kind,
        long description,
        long left,
        long right,
        long result,
        MemorySegment algorithm,
        MemorySegment one,
        MemorySegment zero) {

    /// The products that share a plan: `c [m, n] = a [m, k] · b [k, n]`, `batch` times.
    ///
    /// @param dtype of all three
    /// @param tf32 whether operands of float32 are rounded to 11 significant bits, for tensor cores
    /// @param a how the left operand lies
    /// @param b how the right operand lies
    /// @param cAlignment the bytes that the result's address is a multiple of
    record Kind(DType dtype, boolean tf32, int m, int n, int k, int batch, Operand a, Operand b, int cAlignment) {}

    /// How an operand lies: by rows, or by columns.
    ///
    /// @param byColumns whether neighbours in memory are those of a column
    /// @param pitch elements between rows, or columns
    /// @param step elements between the matrices of a batch
    /// @param alignment the bytes that the address is a multiple of
    record Operand(boolean byColumns, long pitch, long step, int alignment) {}

    /// Where one product's operands are.
    ///
    /// @param left the address of `b`
    /// @param right the address of `a`
    /// @param result the address of `c`
    /// @param workspace memory for the algorithm
    /// @param workspaceBytes how much
    /// @param stream the stream's handle
    record Run(long left, long right, long result, long workspace, long workspaceBytes, long stream) {}

    /// Plans products of a kind; nothing if the library has no algorithm for them.
    static Optional<ProductPlan> of(CublasLt library, long handle, Kind kind, long workspace) {
        int compute = kind.tf32 ? CublasLt.COMPUTE_32F_FAST_TF32 : CublasLt.COMPUTE_32F;
        long description = library.matmulDescCreate(compute, CublasLt.TYPE_32F);
        library.matmulDescSetAttribute(description, CublasLt.DESC_TRANSA, kind.b.byColumns ? 1 : 0);
        library.matmulDescSetAttribute(description, CublasLt.DESC_TRANSB, kind.a.byColumns ? 1 : 0);
        Layouts layouts = new Layouts(library, kind);
        Arena arena = Arena.ofAuto(); // the plan's own, which keeps it
        ProductPlan plan = new ProductPlan(
                kind,
                description,
                layouts.of(kind.b, kind.k, kind.n),
                layouts.of(kind.a, kind.m, kind.k),
                layouts.of(new Operand(false, kind.n, (long) kind.m * kind.n, kind.cAlignment), kind.m, kind.n),
                arena.allocate(CublasLt.HEURISTIC_BYTES, Long.BYTES),
                arena.allocateFrom(JAVA_FLOAT, 1),
                arena.allocateFrom(JAVA_FLOAT, 0));
        long preference = library.matmulPreferenceCreate();
        library.matmulPreferenceSetAttribute(preference, CublasLt.PREFERENCE_MAX_WORKSPACE, workspace);
        library.matmulPreferenceSetAttribute(preference, CublasLt.PREFERENCE_ALIGNMENT_A, kind.b.alignment);
        library.matmulPreferenceSetAttribute(preference, CublasLt.PREFERENCE_ALIGNMENT_B, kind.a.alignment);
        library.matmulPreferenceSetAttribute(preference, CublasLt.PREFERENCE_ALIGNMENT_C, kind.cAlignment);
        library.matmulPreferenceSetAttribute(preference, CublasLt.PREFERENCE_ALIGNMENT_D, kind.cAlignment);
        boolean found = library.matmulAlgoGetHeuristic(handle, plan, preference, plan.algorithm);
        library.matmulPreferenceDestroy(preference);
        return found ? Optional.of(plan) : Optional.empty();
    }

    /// Makes layouts of a kind's matrices.
    private record Layouts(CublasLt library, Kind kind) {

        /// Returns the layout of our `[rows, columns]` as the library sees it: `[columns, rows]` if it lies by rows.
        long of(Operand operand, long rows, long columns) {
            int type = kind.dtype == DType.F32 ? CublasLt.TYPE_32F : CublasLt.TYPE_16BF;
            long layout = operand.byColumns
                    ? library.matrixLayoutCreate(type, rows, columns, operand.pitch)
                    : library.matrixLayoutCreate(type, columns, rows, operand.pitch);
            library.matrixLayoutSetAttribute(layout, CublasLt.LAYOUT_BATCH_COUNT, kind.batch);
            library.matrixLayoutSetAttribute(layout, CublasLt.LAYOUT_BATCH_OFFSET, operand.step);
            return layout;
        }
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}

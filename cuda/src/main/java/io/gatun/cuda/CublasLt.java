package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// cuBLASLt's calls for matrix products: one method for each C function, named after it. Handles of what it makes are
/// longs.
final class CublasLt {

    /// Attributes and values, as numbered in cublasLt.h.
    static final int COMPUTE_32F = 68;

    static final int COMPUTE_32F_FAST_TF32 = 77;

    static final int TYPE_32F = 0;
    static final int TYPE_16BF = 14;
    static final int DESC_TRANSA = 3;
    static final int DESC_TRANSB = 4;
    static final int LAYOUT_BATCH_COUNT = 5;
    static final int LAYOUT_BATCH_OFFSET = 6;
    static final int PREFERENCE_MAX_WORKSPACE = 1;
    static final int PREFERENCE_ALIGNMENT_A = 5;
    static final int PREFERENCE_ALIGNMENT_B = 6;
    static final int PREFERENCE_ALIGNMENT_C = 7;
    static final int PREFERENCE_ALIGNMENT_D = 8;

    /// `cublasLtMatmulHeuristicResult_t`: the algorithm comes first.
    static final long HEURISTIC_BYTES = 96;

    private static final int NOT_SUPPORTED = 15;

    private final NativeFunction create;
    private final NativeFunction matmulDescCreate;
    private final NativeFunction matmulDescSetAttribute;
    private final NativeFunction matrixLayoutCreate;
    private final NativeFunction matrixLayoutSetAttribute;
    private final NativeFunction matmulPreferenceCreate;
    private final NativeFunction matmulPreferenceDestroy;
    private final NativeFunction matmulPreferenceSetAttribute;
    private final NativeFunction matmulAlgoGetHeuristic;
    private final NativeFunction matmul;

    CublasLt(NativeLibrary library) {
        create = new NativeFunction(library, "cublasLtCreate(handle)");
        matmulDescCreate = new NativeFunction(library, "cublasLtMatmulDescCreate(description, compute, scale)");
        matmulDescSetAttribute =
                new NativeFunction(library, "cublasLtMatmulDescSetAttribute(description, attribute, value, bytes)");
        matrixLayoutCreate = new NativeFunction(library, "cublasLtMatrixLayoutCreate(layout, type, rows, columns, ld)");
        matrixLayoutSetAttribute =
                new NativeFunction(library, "cublasLtMatrixLayoutSetAttribute(layout, attribute, value, bytes)");
        matmulPreferenceCreate = new NativeFunction(library, "cublasLtMatmulPreferenceCreate(preference)");
        matmulPreferenceDestroy = new NativeFunction(library, "cublasLtMatmulPreferenceDestroy(preference)");
        matmulPreferenceSetAttribute = new NativeFunction(
                library, "cublasLtMatmulPreferenceSetAttribute(preference, attribute, value, bytes)");
        matmulAlgoGetHeuristic = new NativeFunction(library, "cublasLtMatmulAlgoGetHeuristic(plan)");
        matmul = new NativeFunction(library, "cublasLtMatmul(plan, operands)");
    }

    /// Returns a handle of the library for the calling thread's context.
    long create() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(JAVA_LONG);
            check(create.p(handle), create, handle);
            return handle.get(JAVA_LONG, 0);
        }
    }

    /// Returns a new description of products that are computed, and scaled, in these types.
    long matmulDescCreate(int compute, int scale) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment description = arena.allocate(JAVA_LONG);
            check(matmulDescCreate.pii(description, compute, scale), matmulDescCreate, description, compute, scale);
            return description.get(JAVA_LONG, 0);
        }
    }

    /// Sets an attribute of 32 bits of a description.
    void matmulDescSetAttribute(long description, int attribute, int value) {
        set(matmulDescSetAttribute, description, attribute, value);
    }

    /// Returns a new layout of a matrix whose columns lie `ld` elements apart.
    long matrixLayoutCreate(int type, long rows, long columns, long ld) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment layout = arena.allocate(JAVA_LONG);
            int result = matrixLayoutCreate.pilll(layout, type, rows, columns, ld);
            check(result, matrixLayoutCreate, layout, type, rows, columns, ld);
            return layout.get(JAVA_LONG, 0);
        }
    }

    /// Sets an attribute of 32 bits of a layout.
    void matrixLayoutSetAttribute(long layout, int attribute, int value) {
        set(matrixLayoutSetAttribute, layout, attribute, value);
    }

    /// Sets an attribute of 64 bits of a layout.
    void matrixLayoutSetAttribute(long layout, int attribute, long value) {
        set(matrixLayoutSetAttribute, layout, attribute, value);
    }

    /// Returns what algorithms may need.
    long matmulPreferenceCreate() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment preference = arena.allocate(JAVA_LONG);
            check(matmulPreferenceCreate.p(preference), matmulPreferenceCreate, preference);
            return preference.get(JAVA_LONG, 0);
        }
    }

    void matmulPreferenceDestroy(long preference) {
        check(matmulPreferenceDestroy.l(preference), matmulPreferenceDestroy, preference);
    }

    /// Sets an attribute of 32 bits of a preference.
    void matmulPreferenceSetAttribute(long preference, int attribute, int value) {
        set(matmulPreferenceSetAttribute, preference, attribute, value);
    }

    /// Sets an attribute of 64 bits of a preference.
    void matmulPreferenceSetAttribute(long preference, int attribute, long value) {
        set(matmulPreferenceSetAttribute, preference, attribute, value);
    }

    /// Writes the algorithm the library thinks fastest to `result`; returns false if it has none for such a product.
    boolean matmulAlgoGetHeuristic(long handle, ProductPlan plan, long preference, MemorySegment result) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            int status = matmulAlgoGetHeuristic.heuristic(handle, plan, preference, result, count);
            if (status == NOT_SUPPORTED) {
                return false;
            }
            check(status, matmulAlgoGetHeuristic, plan);
            return count.get(JAVA_INT, 0) > 0;
        }
    }

    /// Puts a product on a stream.
    void matmul(long handle, ProductPlan plan, ProductPlan.Run run) {
        check(matmul.matmul(handle, plan, run), matmul, plan, run);
    }

    private static void set(NativeFunction function, long object, int attribute, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cell = arena.allocateFrom(JAVA_INT, value);
            int status = function.lipl(object, attribute, cell, Integer.BYTES);
            check(status, function, object, attribute, value, Integer.BYTES);
        }
    }

    private static void set(NativeFunction function, long object, int attribute, long value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cell = arena.allocateFrom(JAVA_LONG, value);
            int status = function.lipl(object, attribute, cell, Long.BYTES);
            check(status, function, object, attribute, value, Long.BYTES);
        }
    }

    private static void check(int status, NativeFunction function, Object... arguments) {
        if (status != 0) {
            throw new CudaException("%s: %s (code %d)".formatted(function.call(arguments), meaning(status), status));
        }
    }

    private static String meaning(int status) {
        return switch (status) {
            case 1 -> "CUBLAS_STATUS_NOT_INITIALIZED";
            case 3 -> "CUBLAS_STATUS_ALLOC_FAILED";
            case 7 -> "CUBLAS_STATUS_INVALID_VALUE";
            case 8 -> "CUBLAS_STATUS_ARCH_MISMATCH";
            case 13 -> "CUBLAS_STATUS_EXECUTION_FAILED";
            case 14 -> "CUBLAS_STATUS_INTERNAL_ERROR";
            case NOT_SUPPORTED -> "CUBLAS_STATUS_NOT_SUPPORTED";
            default -> "an unknown status";
        };
    }
}

package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.kernel.Backends;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.op.Transfer;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Products handed to the emulated cuBLASLt, against the backend's own kernel.
class CublasLtTest {

    private static final Device DEVICE = EmulatedBackend.device();
    private static final CublasLt LIBRARY = library();

    private final CudaContext context = opened();
    private final CudaStream stream = context.stream();
    private final LtProducts products =
            new LtProducts(LIBRARY, context, stream, new RoutineStages(), LaunchProfile.OFF, false);

    private static CublasLt library() {
        Map<String, String> properties =
                Map.of("cuda.cublasLt.path", Emulator.ofBuild().cublasLt().toString());
        return new LibrarySearch(properties::get, _ -> null)
                .open(CudaLibrary.CUBLAS_LT, 0)
                .library()
                .map(CublasLt::new)
                .orElseThrow();
    }

    private static CudaContext opened() {
        Optional<NativeLibrary> driver =
                LibrarySearch.ofSystem().open(CudaLibrary.DRIVER, 0).library();
        return CudaContext.open(new Driver(driver.orElseThrow()), 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16"})
    void matrices_of_either_order_are_read_where_they_lie(DType dtype) {
        Memory.scope(() -> {
            agrees(random(dtype, 5, 7), random(dtype, 7, 6));
            agrees(random(dtype, 7, 5).transpose(), random(dtype, 7, 6));
            agrees(random(dtype, 5, 7), random(dtype, 6, 7).transpose());
            agrees(random(dtype, 7, 5).transpose(), random(dtype, 6, 7).transpose());
        });
    }

    @Test
    void slices_rows_columns_and_single_elements_fit() {
        Memory.scope(() -> {
            agrees(
                    random(DType.F32, 9, 9).slice(0, 1, 6).slice(1, 2, 9),
                    random(DType.F32, 7, 9).slice(1, 3, 8));
            agrees(random(DType.F32, 1, 7), random(DType.F32, 7, 1));
            agrees(random(DType.F32, 7, 1), random(DType.F32, 1, 7));
            agrees(random(DType.F32, 1, 7).transpose(), random(DType.F32, 7, 1).transpose());
            agrees(random(DType.F32, 1, 1), random(DType.F32, 1, 1));
        });
    }

    @Test
    void batches_and_broadcast_operands_are_one_call() {
        Memory.scope(() -> {
            agrees(random(DType.F32, 3, 4, 5), random(DType.F32, 3, 5, 2));
            agrees(random(DType.F32, 3, 4, 5), random(DType.F32, 5, 2).expand(Shape.of(3, 5, 2)));
            agrees(random(DType.F32, 2, 3, 4, 5), random(DType.F32, 2, 3, 2, 5).transpose());
        });
    }

    @Test
    void what_the_library_has_no_words_for_is_left_to_the_kernel() {
        Memory.scope(() -> {
            Tensor a = random(DType.F32, 3, 4);
            assertThat(takes(a, random(DType.BF16, 4, 5))).isFalse();
            assertThat(takes(a.to(DType.F64), random(DType.F32, 4, 5).to(DType.F64)))
                    .isFalse();
            assertThat(takes(random(DType.F32, 1, 4).expand(Shape.of(3, 4)), random(DType.F32, 4, 5)))
                    .isFalse();
            assertThat(takes(random(DType.F32, 3, 0), random(DType.F32, 0, 5))).isFalse();
        });
    }

    /// 1 + 2⁻¹² is 1 in TF32; bfloat16 stays what it is.
    @Test
    void tf32_rounds_operands_of_float32_where_it_is_asked_for() {
        LtProducts rounding = new LtProducts(LIBRARY, context, stream, new RoutineStages(), LaunchProfile.OFF, true);
        Memory.scope(() -> {
            Tensor x = Tensor.full(DType.F32, Shape.of(1, 1), 1 + 0x1p-12).to(DEVICE);
            Tensor one = Tensor.ones(1, 1).to(DEVICE);
            Tensor narrow = one.to(DType.BF16);

            assertThat(product(products, x, one).orElseThrow().item()).isEqualTo(1 + 0x1p-12);
            assertThat(product(rounding, x, one).orElseThrow().item()).isEqualTo(1);
            assertThat(product(rounding, narrow, narrow)).isPresent();
        });
    }

    @ParameterizedTest
    @CsvSource({"yes, true, got yes", "true, false, got true without cuBLASLt"})
    void tf32_that_cannot_be_had_is_refused(String asked, boolean library, String message) {
        System.setProperty("cuda.tf32", asked);
        try {
            assertThatThrownBy(() -> backend(library))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("-Dcuda.tf32: expected true or false")
                    .hasMessageEndingWith(message);
        } finally {
            System.clearProperty("cuda.tf32");
        }
    }

    @Test
    void a_device_that_computes_in_tf32_says_so() {
        System.setProperty("cuda.tf32", "true");
        try {
            assertThat(backend(true).description()).isEqualTo("cuda:0, emulated on the CPU, TF32");
        } finally {
            System.clearProperty("cuda.tf32");
        }
        assertThat(backend(true).description()).isEqualTo("cuda:0, emulated on the CPU");
    }

    private CudaBackend backend(boolean library) {
        return new CudaBackend(
                DEVICE, context, KernelImages.ofSystem(), Optional.of(LIBRARY).filter(_ -> library));
    }

    @Test
    void a_product_can_be_captured_and_told_apart() {
        RoutineStages stages = new RoutineStages();
        LtProducts noted = new LtProducts(LIBRARY, context, stream, stages, LaunchProfile.OFF, false);
        List<Long> fingerprints = new ArrayList<>();
        RoutineStage stage = noting(fingerprints);
        Memory.scope(() -> {
            Tensor a = random(DType.F32, 5, 7);
            Tensor b = random(DType.F32, 7, 6);
            Tensor c = Tensor.zeros(5, 6).to(DEVICE);
            double[] expected = product(a, b).orElseThrow().toDoubles();
            Walk batch = Walk.over("matmul", corners(Dense.view(c)), corners(Dense.view(a)), corners(Dense.view(b)));
            Runnable work = () -> noted.multiply(Dense.view(a), Dense.view(b), Dense.view(c), batch);
            DevicePool pool = new DevicePool(context, stream, stages);
            stages.during(stage, pool, work); // plans
            CudaGraph[] graph = new CudaGraph[1];
            stages.during(stage, pool, () -> graph[0] = stream.capture(work));
            stages.during(
                    stage,
                    pool,
                    () -> noted.multiply(Dense.view(a), Dense.view(b), Dense.view(random(DType.F32, 5, 6)), batch));
            c.assign(Tensor.zeros(5, 6));
            Transfer.doubles(c); // waits for the zeros
            graph[0].launch(stream);
            stream.synchronize();

            assertThat(c.toDoubles()).containsExactly(expected);
            assertThat(fingerprints.get(0)).isEqualTo(fingerprints.get(1)).isNotEqualTo(fingerprints.get(2));
        });
    }

    /// A stage that notes fingerprints, and nothing else.
    private static RoutineStage noting(List<Long> fingerprints) {
        return new RoutineStage() {
            @Override
            public long allocate(long bytes) {
                throw new AssertionError("a product takes no memory");
            }

            @Override
            public void free(long address, long bytes) {
                throw new AssertionError("a product takes no memory");
            }

            @Override
            public void work(String what, long fingerprint) {
                fingerprints.add(fingerprint);
            }

            @Override
            public void write(java.lang.foreign.MemorySegment from, long address) {
                throw new AssertionError("a product copies nothing");
            }
        };
    }

    @Test
    void a_failure_names_the_call_and_the_librarys_words() {
        assertThatThrownBy(() -> LIBRARY.matmulDescSetAttribute(LIBRARY.matmulDescCreate(68, 0), 99, 1))
                .isInstanceOf(CudaException.class)
                .hasMessageStartingWith("cublasLtMatmulDescSetAttribute(description 0x")
                .hasMessageContaining("attribute 99, value 1, bytes 4): CUBLAS_STATUS_INVALID_VALUE (code 7)");
    }

    private static Tensor random(DType dtype, int... shape) {
        return Tensor.uniform(Generator.seeded(shape[0]), shape)
                .sub(0.5)
                .to(dtype)
                .to(DEVICE);
    }

    private boolean takes(Tensor a, Tensor b) {
        return product(a, b).isPresent();
    }

    private void agrees(Tensor a, Tensor b) {
        Tensor actual = product(a, b).orElseThrow();
        Tensor expected = Dense.empty(new Spec(a.dtype(), actual.shape()), DEVICE);
        Kernels kernels = Backends.of(DEVICE).kernels();
        kernels.products().matmul(Dense.view(a), Dense.view(b), Dense.view(expected));

        double most = a.dtype() == DType.BF16 ? 0x1p-7 : 1e-6;
        assertThat(actual.to(DType.F32).sub(expected.to(DType.F32)).abs().sum().item())
                .isLessThanOrEqualTo(most * actual.size());
    }

    /// Returns the product, or nothing if the library does not take it. Streams do not wait for each
    /// other, so the host waits for each.
    private Optional<Tensor> product(Tensor a, Tensor b) {
        return product(products, a, b);
    }

    private Optional<Tensor> product(LtProducts by, Tensor a, Tensor b) {
        Tensor c = Dense.empty(new Spec(a.dtype(), a.shape().with(-1, b.dim(-1))), DEVICE);
        View left = Dense.view(a);
        View right = Dense.view(b);
        Transfer.doubles(a); // waits for the operands
        Transfer.doubles(b);
        View result = Dense.view(c);
        Walk batch = Walk.over("matmul", corners(result), corners(left), corners(right));
        boolean taken = by.multiply(left, right, result, batch);
        stream.synchronize();
        return taken ? Optional.of(c) : Optional.empty();
    }

    private static View corners(View x) {
        return x.slice(-1, 0, 1).slice(-2, 0, 1);
    }
}

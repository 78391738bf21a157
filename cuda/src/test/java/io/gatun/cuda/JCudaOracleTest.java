package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same image, kernel, arguments and buffers by our road to the driver and by JCuda's: the same bytes come back.
///
/// The driver is the emulated one, or, with `-Dgpu.machine=true`, that of the machine, with the PTX that we ship.
@Tag("gpu")
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "JCuda has a native half for Linux on x86-64 alone")
class JCudaOracleTest {

    private static final boolean REAL = Boolean.getBoolean("gpu.machine");

    private static KernelImages images;
    private static CudaContext context;
    private static JCudaRoad jcuda;

    @BeforeAll
    static void open() {
        Emulator emulator = Emulator.ofBuild();
        String driver = REAL ? null : emulator.driver().toString();
        String folder = REAL ? null : emulator.images().toString();
        NativeLibrary library = new LibrarySearch(name -> name.equals("cuda.driver.path") ? driver : null, _ -> null)
                .open(CudaLibrary.DRIVER, 0)
                .library()
                .orElseThrow();
        images = folder == null ? KernelImages.ofSystem() : KernelImages.of(folder);
        context = CudaContext.open(new Driver(library), 0); // before JCuda, which then finds this driver
        jcuda = new JCudaRoad(emulator.folder().resolveSibling("jcuda"));
    }

    @AfterAll
    static void close() {
        context.close();
    }

    static Stream<KernelCall> calls() {
        return KernelCalls.all();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void both_roads_give_the_same_bytes(KernelCall call) {
        byte[] image = images.image(call.family());

        List<byte[]> ours = new FfmRoad(context).run(image, call);

        assertThat(ours).usingRecursiveFieldByFieldElementComparator().isEqualTo(jcuda.run(image, call));
        assertThat(ours).usingRecursiveFieldByFieldElementComparator().isNotEqualTo(before(call));
    }

    private static List<byte[]> before(KernelCall call) {
        return call.arguments().stream()
                .filter(KernelCall.Buffer.class::isInstance)
                .map(argument -> ((KernelCall.Buffer) argument).content())
                .toList();
    }
}

package io.gatun.internal.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.catalogue.Case;
import io.gatun.catalogue.Catalogue;
import io.gatun.catalogue.Row;
import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A method that C1 cannot compile ("out of virtual registers") stays at the tier below, and C2 never gets its turn:
/// its vectors are objects for ever, and it runs a thousand times slower. So C1 must be able to compile every kernel.
class CompilationTest {

    @Test
    void c1_can_compile_every_kernel() throws IOException, InterruptedException, URISyntaxException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=3",
                        "-XX:Tier3InvocationThreshold=3",
                        "-XX:Tier3MinInvocationThreshold=2",
                        "-XX:Tier3CompileThreshold=3",
                        "-XX:Tier3BackEdgeThreshold=60",
                        "-Xbatch",
                        "-XX:+PrintCompilation",
                        "-cp",
                        folderOf(Row.class) + java.io.File.pathSeparator + folderOf(CompilationTest.class),
                        EveryKernel.class.getName())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        List<String> lines = out.lines().toList();
        assertThat(lines).anyMatch(line -> line.contains("GemmKernelGenerated") && line.contains("::run"));
        assertThat(lines).anyMatch(line -> line.contains("SoftmaxRows::exps"));
        assertThat(lines).noneMatch(line -> line.contains("COMPILE SKIPPED"));
    }

    private static String folderOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /// Calls each kernel once.
    static final class EveryKernel {

        private EveryKernel() {}

        public static void main(String[] arguments) {
            for (Row row : Catalogue.rows()) {
                if (row.dtypes().contains(DType.F32)) {
                    row.cases(DType.F32).stream()
                            .filter(each -> each.size() < 5000)
                            .forEach(EveryKernel::call);
                }
            }
            for (int m : new int[] {1, 2, 3, 4, 5, 7, 12, 64}) {
                for (int n : new int[] {5, 8, 16, 17, 33, 70}) {
                    Memory.scope(() -> {
                        for (int times = 0; times < 4; times++) {
                            products(m, n, 35);
                        }
                    });
                }
            }
        }

        private static void call(Case each) {
            Memory.scope(() -> {
                for (int times = 0; times < 4; times++) {
                    each.run(each.inputs(DType.F32, 0));
                }
            });
        }

        private static void products(int m, int n, int k) {
            Generator generator = Generator.seeded(7);
            Tensor a = Tensor.normal(generator, m, k);
            Tensor b = Tensor.normal(generator, k, n);
            Tensor at = Tensor.normal(generator, k, m).transpose();
            Tensor bt = Tensor.normal(generator, n, k).transpose();
            a.matmul(b);
            a.matmul(bt);
            at.matmul(b);
            at.matmul(bt);
        }
    }
}

package io.gatun.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.tensor.DType;
import io.gatun.tensor.Memory;
import io.gatun.tensor.QuantizedMatrix;
import io.gatun.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program that calls each kernel a few times, for tests of what a JVM makes of them. It runs on the class
/// path.
public final class EveryKernel {

    private static final int TIMES = 4; // C1 compiles a method at its third call in [CompilationTest]

    private EveryKernel() {}

    public static void main(String[] arguments) {
        for (Row row : Catalogue.rows()) {
            if (row.dtypes().contains(DType.F32)) {
                row.cases(DType.F32).stream().filter(each -> each.size() < 5000).forEach(EveryKernel::call);
            }
        }
        for (int m : new int[] {1, 2, 3, 4, 5, 6, 7, 12}) {
            for (int n : new int[] {5, 8, 16, 17, 33, 70}) {
                products(m, n, 35);
            }
        }
        for (int m = 1; m <= 6; m++) {
            products(m, 70, 130); // so long that a JVM may compile the loop while it runs
        }
        for (int vectors = 1; vectors <= 8; vectors++) { // few rows have the widest panels
            for (int lanes = 4; lanes <= 16; lanes *= 2) {
                deepProduct(1, vectors * lanes);
                deepProduct(2, vectors * lanes);
                deepProduct(3, vectors * lanes);
            }
        }
    }

    /// Runs this program in a JVM of its own and returns the lines it printed; fails if it failed.
    public static List<String> inAnotherJvm(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(folderOf(Row.class) + File.pathSeparator + folderOf(EveryKernel.class));
        command.add(EveryKernel.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.lines().toList();
    }

    private static String folderOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static void call(Case each) {
        Memory.scope(() -> {
            for (int times = 0; times < TIMES; times++) {
                each.run(each.inputs(DType.F32, 0));
            }
        });
    }

    /// A product whose sums are made of several.
    private static void deepProduct(int m, int n) {
        Memory.scope(() -> {
            Tensor a = Tensor.ones(m, 1030);
            Tensor b = Tensor.ones(1030, n);
            for (int times = 0; times < TIMES; times++) {
                a.matmul(b);
            }
        });
    }

    private static void products(int m, int n, int k) {
        Memory.scope(() -> {
            Tensor a = Tensor.ones(m, k);
            Tensor b = Tensor.ones(k, n);
            Tensor at = Tensor.ones(k, m).transpose();
            Tensor bt = Tensor.ones(n, k).transpose();
            Tensor halves = a.to(DType.BF16);
            Tensor halvesT = Tensor.ones(n, k).to(DType.BF16).transpose();
            QuantizedMatrix bytes = QuantizedMatrix.of(Tensor.ones(n, k));
            for (int times = 0; times < TIMES; times++) {
                a.matmul(b);
                a.matmul(bt);
                at.matmul(b);
                at.matmul(bt);
                halves.matmul(halvesT);
                bytes.product(a);
            }
        });
    }
}

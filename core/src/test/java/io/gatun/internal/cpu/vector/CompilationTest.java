package io.gatun.internal.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.catalogue.EveryKernel;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A method that C1 cannot compile ("out of virtual registers") stays at the tier below, and C2 never gets its
/// turn: its vectors are objects for ever, and it runs a thousand times slower. So C1 must be able to compile
/// every kernel.
class CompilationTest {

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512}) // C1 does not ask what this machine's vectors are
    void c1_can_compile_every_kernel(int bits) throws IOException, InterruptedException {
        List<String> lines = EveryKernel.inAnotherJvm(
                "--add-modules=jdk.incubator.vector",
                "-Dgatun.cpu.vector.bits=" + bits,
                "-XX:TieredStopAtLevel=3",
                "-XX:Tier3InvocationThreshold=3",
                "-XX:Tier3MinInvocationThreshold=2",
                "-XX:Tier3CompileThreshold=3",
                "-XX:Tier3BackEdgeThreshold=60",
                "-XX:Tier0BackedgeNotifyFreqLog=5", // so that loops are compiled while they run, too
                "-Xbatch",
                "-XX:+PrintCompilation");

        assertThat(lines).anyMatch(line -> line.contains("GemmKernelGenerated") && line.contains("::run"));
        assertThat(lines).anyMatch(line -> line.contains("SoftmaxRows::"));
        assertThat(lines).noneMatch(line -> line.contains("COMPILE SKIPPED"));
    }
}

package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is generated and committed belongs to the sources that it is made of. With `-Dgatun.generate=true` it is made
/// first, for which nvcc is needed.
class KernelSourcesTest {

    private static final Optional<PtxCompiler> COMPILER = PtxCompiler.find();

    @BeforeAll
    static void generate() throws IOException {
        if (!Boolean.getBoolean("gatun.generate")) {
            return;
        }
        Files.writeString(ElementwiseSource.file(), ElementwiseSource.render());
        for (Path source : sources()) {
            Files.writeString(PtxCompiler.ptx(source), COMPILER.orElseThrow().compile(source));
        }
    }

    static List<Path> sources() {
        return Emulator.families();
    }

    @Test
    void elementwise_kernels_are_those_of_the_catalogue() throws IOException {
        assertThat(Files.readString(ElementwiseSource.file()).equals(ElementwiseSource.render()))
                .as("elementwise.cu is older than the ops in the catalogue: run %s", ElementwiseSource.COMMAND)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void ptx_is_made_of_the_sources_beside_it(Path source) throws IOException {
        assertThat(Files.readAllLines(PtxCompiler.ptx(source)).getFirst())
                .as("%s is older than its source: run %s", PtxCompiler.ptx(source), ElementwiseSource.COMMAND)
                .isEqualTo(PtxCompiler.header(source));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void nvcc_makes_the_same_ptx(Path source) throws IOException {
        assumeTrue(COMPILER.isPresent(), "no nvcc on this machine");
        String committed = Files.readString(PtxCompiler.ptx(source));
        String release = COMPILER.get().release();
        assumeTrue(committed.contains(release), "the PTX is of another nvcc than this: " + release);

        assertThat(COMPILER.get().compile(source).equals(committed))
                .as("nvcc makes the committed PTX of %s", source)
                .isTrue();
    }

    /// It knows every instruction by the PTX ISA that the file is marked with.
    @ParameterizedTest
    @MethodSource("sources")
    void ptxas_takes_the_ptx_and_spills_no_registers(Path source) {
        assumeTrue(COMPILER.isPresent(), "no ptxas on this machine");

        String report = COMPILER.get().assemble(PtxCompiler.ptx(source));

        assertThat(report.lines().filter(line -> line.contains("spill")))
                .isNotEmpty()
                .allMatch(line -> line.contains(" 0 bytes spill stores, 0 bytes spill loads"));
    }
}

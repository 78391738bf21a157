package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorTest {

    @TempDir
    private Path folder;

    @Test
    void without_a_compiler_the_tests_fail_with_one_sentence() {
        Emulator emulator = new Emulator(folder, "no-such-compiler", Sanitizer.NONE);

        assertThatThrownBy(emulator::driver)
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "the emulated driver: expected a C++ compiler no-such-compiler to build it with, found none;"
                                + " install g++");
    }

    @Test
    void a_kernel_that_does_not_compile_fails_with_the_compilers_words_and_the_sources_line() throws Exception {
        Path source = folder.resolve("wrong.cu");
        Files.writeString(source, "\nextern \"C\" __global__ void wrong(float *y) { y[0] = undeclared; }\n");

        assertThatThrownBy(() -> Emulator.ofBuild().module(source))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("wrong.cu:2:")
                .hasMessageContaining("undeclared");
    }

    @Test
    void its_signatures_are_those_of_cuda_h() {
        Path include = Path.of("/usr/local/cuda/include");
        assumeThat(include.resolve("cuda.h")).as("the toolkit's header").exists();

        assertThatCode(() -> Emulator.ofBuild().compareWith(include)).doesNotThrowAnyException();
    }
}

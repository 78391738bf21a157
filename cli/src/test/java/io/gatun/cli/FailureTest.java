package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {

    static Stream<Throwable> wrong_inputs() {
        return Stream.of(
                new IllegalArgumentException("shape: expected [2], got [3]"),
                new NoSuchFileException("a.txt"),
                new FileNotFoundException("a.txt"),
                new AccessDeniedException("a.txt"),
                new MalformedInputException(1),
                new ZipException("invalid entry"),
                new UncheckedIOException(new NoSuchFileException("a.txt")),
                new CompletionException(new IllegalArgumentException("x")));
    }

    static Stream<Throwable> other_failures() {
        return Stream.of(
                new IOException("No space left on device"),
                new UncheckedIOException(new FileSystemException("out", null, "No space left on device")),
                new IllegalStateException("closed"),
                new NullPointerException(),
                new OutOfMemoryError("Java heap space"));
    }

    @ParameterizedTest
    @MethodSource("wrong_inputs")
    void what_the_caller_can_mend_ends_with_2(Throwable thrown) {
        assertThat(Failure.of(thrown).status()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("other_failures")
    void anything_else_ends_with_1(Throwable thrown) {
        assertThat(Failure.of(thrown).status()).isEqualTo(1);
    }

    @Test
    void names_the_file_and_stays_on_one_line() {
        assertThat(Failure.of(new UncheckedIOException(new NoSuchFileException("dir/a.txt")))
                        .message())
                .isEqualTo("no such file: dir/a.txt");
        assertThat(Failure.of(new IllegalArgumentException("first\n  second")).message())
                .isEqualTo("first second");
        assertThat(Failure.of(new UncheckedIOException(new FileSystemException("out", null, "No space left on device")))
                        .message())
                .contains("out", "No space left on device");
    }
}

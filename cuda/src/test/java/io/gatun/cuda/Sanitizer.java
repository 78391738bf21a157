package io.gatun.cuda;

import java.util.List;
import java.util.Locale;

/// What watches kernels while they run on the emulated device: docs/emulator.md says how to run tests with one.
enum Sanitizer {
    /// Nothing: the usual build.
    NONE(List.of(), List.of()),
    /// Every read and write against the bounds of its buffer or array, and against the alignment of its type, which
    /// a GPU insists on. The process must have loaded the compiler's library for it first.
    ADDRESS(List.of("-fsanitize=address,bounds,alignment", "-fsanitize-recover=address,bounds,alignment"), List.of()),
    /// Every pair of accesses against the barriers between them.
    THREAD(List.of("-fsanitize=thread"), List.of("-DCUEMU_RACES"));

    private static final String PROPERTY = "gatun.sanitize";

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> kernels;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> runtime;

    Sanitizer(List<String> kernels, List<String> runtime) {
        this.kernels = kernels;
        this.runtime = runtime;
    }

    /// The one that `-Dgatun.sanitize=address` or `thread` asks for.
    static Sanitizer ofBuild() {
        return valueOf(System.getProperty(PROPERTY, NONE.name()).toUpperCase(Locale.ROOT));
    }

    /// Returns the compiler's options for kernels.
    List<String> kernels() {
        return kernels;
    }

    /// Returns the compiler's options for what runs them.
    List<String> runtime() {
        return runtime;
    }

    /// Returns where its build goes beside the usual one, in `folder`.
    String folder(String usual) {
        return this == NONE ? usual : usual + "-" + name().toLowerCase(Locale.ROOT);
    }
}

package io.gatun.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Builds the emulated driver and modules for it, in `target/emulator`, once for as long as their sources
/// stay the same.
///
/// @param folder where what is built goes
/// @param compiler the C++ compiler's command
/// @param sanitizer what watches the kernels
record Emulator(Path folder, String compiler, Sanitizer sanitizer) {

    private static final Path MODULE = Path.of(System.getProperty("basedir", System.getProperty("user.dir")));
    private static final Path SOURCES = MODULE.resolve("src/test/emulator");
    private static final Path KERNELS = MODULE.resolve("src/main/resources/io/gatun/cuda/kernels");
    private static final List<String> STRICT = List.of("-std=c++17", "-Wall", "-Wextra", "-Werror");

    /// The one of this build, or of this build with what `gatun.sanitize` names.
    static Emulator ofBuild() {
        Sanitizer sanitizer = Sanitizer.ofBuild();
        return new Emulator(MODULE.resolve("target").resolve(sanitizer.folder("emulator")), "g++", sanitizer);
    }

    /// Returns a kernel source among the test's resources.
    static Path kernels(String name) {
        return MODULE.resolve("src/test/resources/io/gatun/cuda").resolve(name);
    }

    /// Returns the library that stands in for `libcuda.so.1`.
    Path driver() {
        Path library = folder.resolve("libcuda.so.1");
        if (isStale(library, SOURCES)) {
            List<String> command = new ArrayList<>(List.of(compiler, "-O1", "-shared", "-fPIC", "-fvisibility=hidden"));
            command.addAll(STRICT);
            command.addAll(driverSources());
            command.addAll(List.of("-Wl,-soname,libcuda.so.1", "-ldl", "-pthread", "-o", library.toString()));
            run(command);
        }
        return library;
    }

    /// Returns the library that stands in for `libcublasLt.so`.
    Path cublasLt() {
        Path library = folder.resolve("libcublasLt.so.13");
        if (isStale(library, SOURCES)) {
            List<String> command = new ArrayList<>(List.of(compiler, "-O2", "-shared", "-fPIC", "-fvisibility=hidden"));
            command.addAll(STRICT);
            command.addAll(
                    List.of(SOURCES.resolve("cublaslt/cublaslt.cpp").toString(), "-ldl", "-o", library.toString()));
            run(command);
        }
        return library;
    }

    /// Returns the library that stands in for `libnvrtc.so`.
    Path nvrtc() {
        Path library = folder.resolve("libnvrtc.so.13");
        if (isStale(library, SOURCES)) {
            List<String> command = new ArrayList<>(List.of(compiler, "-O1", "-shared", "-fPIC", "-fvisibility=hidden"));
            command.addAll(STRICT);
            command.addAll(List.of(
                    "-DCUEMU_COMPILER=\"" + translator() + "\"",
                    "-DCUEMU_RUNTIME=\"" + runtime() + "\"",
                    "-DCUEMU_DEVICE=\"" + SOURCES.resolve("device") + "\"",
                    SOURCES.resolve("nvrtc/nvrtc.cpp").toString(),
                    "-o",
                    library.toString()));
            run(command);
        }
        return library;
    }

    /// Returns the folder of the backend's kernels, one image for each family, as `cuda.kernels.path`
    /// wants it.
    Path images() {
        Path images = folder.resolve("kernels");
        translator();
        runtime();
        try {
            Files.createDirectories(images);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        families().parallelStream().forEach(source -> {
            Path image = images.resolve(source.getFileName().toString().replace(".cu", ".image"));
            if (isStale(image, KERNELS) || isStale(image, SOURCES)) {
                translate(source, image);
            }
        });
        return images;
    }

    /// Returns the sources of the backend's kernels.
    static List<Path> families() {
        try (Stream<Path> files = Files.list(KERNELS)) {
            return files.filter(file -> file.toString().endsWith(".cu"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the image of a module, made of CUDA C.
    byte[] module(Path source) {
        return module(source, folder);
    }

    /// Returns the image of a module, made of CUDA C and kept in another folder.
    byte[] module(Path source, Path into) {
        Path module = into.resolve(source.getFileName() + ".so");
        if (isStale(module, source) || isStale(module, SOURCES)) {
            translate(source, module);
        }
        try {
            return Files.readAllBytes(module);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void translate(Path source, Path module) {
        List<String> command = new ArrayList<>(
                List.of(translator().toString(), source.toString(), runtime().toString(), "-o", module.toString()));
        command.add("-I" + SOURCES.resolve("device"));
        command.addAll(sanitizer.kernels());
        run(command);
    }

    /// Returns what runs kernels, compiled once for all modules.
    private Path runtime() {
        Path runtime = folder.resolve("runtime.o");
        if (isStale(runtime, SOURCES)) {
            List<String> command = new ArrayList<>(List.of(compiler, "-O2", "-c", "-fPIC", "-fvisibility=hidden"));
            command.addAll(STRICT);
            command.addAll(List.of("-fno-strict-aliasing", "-Wno-unused-function", "-Wno-attributes"));
            command.addAll(sanitizer.runtime());
            command.addAll(List.of(SOURCES.resolve("device/runtime.cpp").toString(), "-o", runtime.toString()));
            run(command);
        }
        return runtime;
    }

    private Path translator() {
        Path translator = folder.resolve("compiler");
        if (isStale(translator, SOURCES)) {
            List<String> command = new ArrayList<>(List.of(compiler));
            command.addAll(STRICT);
            command.addAll(List.of(SOURCES.resolve("compiler.cpp").toString(), "-o", translator.toString()));
            run(command);
        }
        return translator;
    }

    /// Compares every signature of the emulated driver with those of the toolkit's `cuda.h` in `include`.
    void compareWith(Path include) {
        List<String> command = new ArrayList<>(List.of(compiler, "-fsyntax-only", "-DCUEMU_CUDA_H", "-I" + include));
        command.addAll(STRICT);
        command.addAll(driverSources());
        run(command);
    }

    private static List<String> driverSources() {
        return Stream.of("device", "memory", "pools", "streams", "modules", "graphs", "sanitizer")
                .map(name -> SOURCES.resolve("driver/" + name + ".cpp").toString())
                .toList();
    }

    private static boolean isStale(Path built, Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            if (!Files.exists(built)) {
                return true;
            }
            FileTime time = Files.getLastModifiedTime(built);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).compareTo(time) > 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(List<String> command) {
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment()
                    .remove("LD_PRELOAD"); // a sanitizer's library is for this process, not for the compiler
            Process process = builder.start();
            String words = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError(
                        "%s ended with status %d:%n%s".formatted(String.join(" ", command), status, words));
            }
        } catch (IOException e) {
            throw new AssertionError(
                    "the emulated driver: expected a C++ compiler %s to build it with, found none; install g++"
                            .formatted(compiler),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

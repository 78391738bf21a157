package io.gatun.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes PTX of kernels, for drivers from CUDA 12.2 on.
///
/// @param tools the folder of nvcc and ptxas
record PtxCompiler(Path tools) {

    /// The ISA of CUDA 12.2. A newer nvcc marks what it writes with its own, which older drivers refuse though they
    /// know
    /// every instruction; ptxas checks that they do.
    private static final String VERSION = ".version 8.2";

    private static final String TARGET = "compute_80";

    /// The compiler of the toolkit on this machine, if there is one.
    static Optional<PtxCompiler> find() {
        return Stream.of(System.getenv("CUDA_HOME"), System.getenv("CUDA_PATH"), "/usr/local/cuda")
                .filter(Objects::nonNull)
                .map(home -> Path.of(home, "bin"))
                .filter(folder -> Files.isExecutable(folder.resolve("nvcc")))
                .map(PtxCompiler::new)
                .findFirst();
    }

    /// Returns the committed PTX of a source.
    static Path ptx(Path source) {
        return source.resolveSibling(source.getFileName().toString().replace(".cu", ".ptx"));
    }

    /// Returns the first line of the PTX of a source: which sources it is made of.
    static String header(Path source) {
        try (Stream<Path> files = Files.list(source.getParent())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(source));
            for (Path header : files.filter(file -> file.toString().endsWith(".cuh"))
                    .sorted()
                    .toList()) {
                digest.update(Files.readAllBytes(header));
            }
            String hash = HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), 16));
            return "// made of " + source.getFileName() + " and the headers beside it, " + hash;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every JDK has it
        }
    }

    /// Returns which nvcc this is, as it stands in what it writes.
    String release() {
        String version = run(List.of(tools.resolve("nvcc").toString(), "--version"));
        return version.lines()
                .filter(line -> line.startsWith("Cuda compilation tools"))
                .findFirst()
                .orElseThrow();
    }

    /// Compiles a source.
    String compile(Path source) {
        try {
            Path out = Files.createTempFile("gatun", ".ptx");
            run(List.of(
                    tools.resolve("nvcc").toString(),
                    "-ptx",
                    "-arch=" + TARGET,
                    "-std=c++17",
                    source.toString(),
                    "-o",
                    out.toString()));
            List<String> lines = new ArrayList<>(List.of(header(source)));
            for (String line : Files.readAllLines(out)) {
                if (!line.contains(".pragma \"used_bytes_mask")) { // a hint, unknown to older drivers
                    lines.add(line.startsWith(".version") ? VERSION : line);
                }
            }
            Files.delete(out);
            return String.join("\n", lines) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Assembles PTX, and returns what the assembler says of registers and spills.
    String assemble(Path ptx) {
        return run(List.of(tools.resolve("ptxas").toString(), "-arch=sm_80", "-v", ptx.toString(), "-o", "/dev/null"));
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("%s failed:%n%s".formatted(String.join(" ", command), words));
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

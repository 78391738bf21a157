package io.gatun.cli.bench;

import io.gatun.tensor.Tensor;
import io.gatun.tensor.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A new JVM from its start to the end of its first product of two 64 × 64 matrices: what one pays before
/// anything is warm.
final class StartWork implements Work {

    /// The program that the new JVM runs.
    static final class First {

        private First() {}

        public static void main(String[] arguments) {
            Tensor product = Tensor.ones(64, 64).matmul(Tensor.ones(64, 64));
            System.exit(product.select(0, 0).select(0, 0).item() == 64 ? 0 : 1);
        }
    }

    @Override
    public void iterate() {
        run(command());
    }

    /// Runs a command to its end.
    ///
    /// @throws UncheckedIOException if it cannot be started, or fails; with the first thing it said
    static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> said;
            try (BufferedReader out = process.inputReader()) {
                said = out.readAllLines();
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("bench: start: the new JVM ended with status " + status + firstOf(said));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the new JVM ran", e);
        }
    }

    /// Returns the first line behind a colon; warnings, which every JVM with the Vector API begins with, do not
    /// count.
    private static String firstOf(List<String> said) {
        return said.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                .findFirst()
                .map(line -> ": " + line.strip())
                .orElse(", and said nothing");
    }

    /// Returns the command of a JVM that is as this one is, and uses as many threads.
    static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dgatun.threads=" + Threads.get()); // the last one counts
        String modules = System.getProperty("jdk.module.path");
        if (modules == null) {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), First.class.getName()));
        } else {
            command.addAll(List.of("-p", modules, "-m", "io.gatun.cli/" + First.class.getName()));
        }
        return command;
    }

    @Override
    public Amount amount() {
        return Amount.TIME_ONLY;
    }
}

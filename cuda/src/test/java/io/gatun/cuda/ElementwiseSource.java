package io.gatun.cuda;

import io.gatun.catalogue.Catalogue;
import io.gatun.op.Binary;
import io.gatun.op.Comparison;
import io.gatun.op.Op;
import io.gatun.op.Unary;
import java.nio.file.Path;
import java.util.Optional;

/// Writes elementwise.cu: a line for each op of the catalogue that has an expression in CUDA C.
final class ElementwiseSource {

    /// Writes what is generated.
    static final String COMMAND = "mvn verify -pl cuda -am -Dtest=KernelSourcesTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dgatun.generate=true";

    private ElementwiseSource() {}

    static Path file() {
        return Emulator.families().getFirst().resolveSibling("elementwise.cu");
    }

    static String render() {
        StringBuilder text = new StringBuilder();
        text.append("// Made of the ops in the catalogue by ElementwiseSource: change the op's cuda(), then run\n");
        text.append("// " + COMMAND + "\n");
        text.append("#include \"elementwise.cuh\"\n\n");
        Catalogue.rows().stream()
                .map(row -> row.cases().getFirst().op())
                .flatMap(Optional::stream)
                .map(ElementwiseSource::line)
                .forEach(text::append);
        return text.toString();
    }

    private static String line(Op op) {
        return switch (op) {
            case Unary unary -> line("MAP", op, unary.cuda());
            case Binary binary -> line("ZIP", op, binary.cuda());
            case Comparison comparison -> line("COMPARE", op, comparison.cuda());
            default -> "";
        };
    }

    private static String line(String template, Op op, String expression) {
        return "%s(%s, %s)%n".formatted(template, op.opName(), expression);
    }
}

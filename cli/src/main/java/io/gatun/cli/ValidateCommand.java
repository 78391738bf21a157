package io.gatun.cli;

import io.gatun.autograd.GradientCheck;
import io.gatun.catalogue.Case;
import io.gatun.catalogue.Catalogue;
import io.gatun.catalogue.Row;
import io.gatun.catalogue.Validation;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Memory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gatun validate`: every kernel of a device against the plain reference, forward and gradient.
@Command(
        name = "validate",
        description = "Compare every kernel of the device with the plain reference, forward and gradient.")
final class ValidateCommand implements Callable<Integer> {

    /// How far a float32 gradient may lie from the float64 one, relative to the largest of its operand.
    private static final double SINGLE = 1e-4;

    private final GlobalOptions options;

    @Option(
            names = "--ops",
            split = ",",
            paramLabel = "OP",
            description = "Only these ops, separated by commas (default: all).")
    private List<String> ops = List.of();

    ValidateCommand(GlobalOptions options) {
        this.options = options;
    }

    /// What finite differences and the reference say of an op's gradients.
    ///
    /// @param cases how many cases were compared
    /// @param difference the greatest difference of the reference from finite differences
    /// @param error the greatest difference of the device from the reference
    /// @param failure the first that is too great, in words; empty if there is none
    private record Gradient(int cases, double difference, double error, String failure) {}

    @Override
    public Integer call() {
        List<Row> rows = ops.isEmpty()
                ? Catalogue.rows()
                : ops.stream().map(Catalogue::row).toList();
        Device device = Compute.device(options);
        int failures = 0;
        int done = 0;
        try (Progress progress = options.console().progress("validate", rows.size(), "ops")) {
            for (Row row : rows) {
                Gradient gradient = gradient(row, device);
                for (DType dtype : row.dtypes()) {
                    Validation.Result result = Validation.validate(row, dtype, device);
                    failures += report(row, result, dtype == DType.F32 ? gradient : new Gradient(0, 0, 0, ""));
                }
                progress.to(++done, row.name());
            }
        }
        options.console()
                .note(failures == 0 ? "every op agrees with the reference" : failures + " of the lines above failed");
        return failures == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private static Gradient gradient(Row row, Device device) {
        int cases = 0;
        double difference = 0;
        double error = 0;
        String failure = "";
        for (Case each : row.gradientCases()) {
            if (!hasGradient(each)) {
                continue;
            }
            GradientCheck.Report report = GradientCheck.of(
                    in -> each.run(in).getFirst(), each.inputs(DType.F32), each.differentiable(), device);
            cases++;
            difference = Math.max(difference, report.reference().error());
            error = Math.max(error, report.backend().error());
            if (failure.isEmpty()
                    && !(report.reference().error() <= row.limits().gradient())) {
                failure = "gradient of " + each + " against finite differences: " + report.reference();
            }
            if (failure.isEmpty() && !(report.backend().error() <= SINGLE)) {
                failure = "gradient of " + each + " against the reference: " + report.backend();
            }
        }
        return new Gradient(cases, difference, error, failure);
    }

    /// Returns whether the first result is a number that can change by little: a comparison has none.
    private static boolean hasGradient(Case each) {
        return Memory.scope(
                () -> each.run(each.inputs(DType.F32)).getFirst().dtype().isFloating());
    }

    /// Writes one line and returns 1 if it is a failure, else 0.
    private int report(Row row, Validation.Result result, Gradient gradient) {
        boolean ok = result.ok() && gradient.failure().isEmpty();
        String failure = result.ok() ? gradient.failure() : result.summary().failure();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("op", result.op());
        line.put("dtype", result.dtype().toString().toLowerCase(Locale.ROOT));
        line.put("device", result.device().toString());
        line.put("cases", result.cases());
        line.put("max_abs", result.summary().maxAbs());
        line.put("max_rel", result.summary().maxRel());
        line.put("max_ulp", result.summary().maxUlp());
        line.put(
                "tolerance",
                Math.max(
                        result.summary().tolerance().absolute(),
                        result.summary().tolerance().relative()));
        line.put("gradient_cases", gradient.cases());
        line.put("gradient_difference", gradient.difference());
        line.put("gradient_error", gradient.error());
        line.put("gradient_tolerance", row.limits().gradient());
        line.put("ok", ok);
        if (!ok) {
            line.put("failure", failure);
        }
        options.console().result(line, text(result, gradient, ok ? "ok" : "FAILED: " + failure));
        return ok ? 0 : 1;
    }

    private static String text(Validation.Result result, Gradient gradient, String verdict) {
        return String.format(
                Locale.ROOT,
                "%-24s %-5s %4d cases, off by %.1e (%d ulp)%s  %s",
                result.op(),
                result.dtype(),
                result.cases(),
                result.summary().maxAbs(),
                result.summary().maxUlp(),
                gradient.cases() == 0 ? "" : String.format(Locale.ROOT, ", gradient by %.1e", gradient.error()),
                verdict);
    }
}

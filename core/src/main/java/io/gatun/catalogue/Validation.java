package io.gatun.catalogue;

import io.gatun.kernel.Backends;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.List;

/// Compares a device's kernels with the reference.
public final class Validation {

    private Validation() {}

    /// Computes every case of a row, in every layout, on a device and by the reference kernels on the CPU, and
    /// compares the results. A case that throws is a failure.
    public static Result validate(Row row, DType dtype, Device device) {
        Differences differences = new Differences(row.limits().forward().in(dtype));
        int cases = 0;
        for (Case each : row.cases(dtype)) {
            for (int arrangement = 0; arrangement < Case.arrangements(); arrangement++) {
                compare(each, new Setting(dtype, device, arrangement), differences);
                cases++;
            }
        }
        for (Case each : row.largeCases(dtype)) {
            compare(each, new Setting(dtype, device, 0), differences);
            cases++;
        }
        return new Result(row.name(), dtype, device, cases, differences.summary());
    }

    /// How a case is run.
    private record Setting(DType dtype, Device device, int arrangement) {}

    private static void compare(Case each, Setting setting, Differences differences) {
        String title = each + " of " + setting.dtype() + " in arrangement " + setting.arrangement();
        Memory.scope(() -> {
            List<Tensor> in = each.inputs(setting.dtype(), setting.arrangement());
            List<Tensor> expected = Ops.with(Backends.reference(), () -> each.run(in));
            List<Tensor> actual;
            try {
                actual = computed(each, setting, in);
            } catch (RuntimeException e) { // whatever a kernel throws is a finding, not the end of the report
                differences.failed(title + " threw " + e);
                return;
            }
            for (int i = 0; i < expected.size(); i++) {
                differences.compare(title + ", result " + i, actual.get(i), expected.get(i));
            }
        });
    }

    /// Returns the results of a device, on the CPU: what goes wrong on a device may show only when they are read.
    private static List<Tensor> computed(Case each, Setting setting, List<Tensor> onCpu) {
        if (setting.device().isCpu()) {
            return each.run(onCpu);
        }
        return each.run(each.inputs(setting.dtype(), setting.arrangement(), setting.device())).stream()
                .map(result -> result.to(Device.CPU))
                .toList();
    }

    /// What was found for one op and element type.
    ///
    /// @param op the row's name
    /// @param dtype the element type of the operands
    /// @param device where it was computed
    /// @param cases how many computations were compared
    /// @param summary the greatest differences, and the first that is too great
    public record Result(String op, DType dtype, Device device, int cases, Differences.Summary summary) {

        /// Returns whether all results were near enough.
        public boolean ok() {
            return summary.failure().isEmpty();
        }
    }
}

package io.gatun.cli.bench;

import io.gatun.tensor.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Finds the work of a case.
public final class Works {

    private static final List<String> PRODUCTS = List.of(
            "256,256,256",
            "512,512,512",
            "1024,1024,1024",
            "2048,2048,2048",
            "1024,512,512",
            "1024,512,2048",
            "1024,2048,512",
            "4096,512,512",
            "4096,512,2048",
            "4096,2048,512",
            "256,512,32128");
    private static final List<String> LINEAR =
            List.of("1024,512,512", "1024,512,2048", "4096,512,2048", "256,512,32128");
    private static final List<String> TRANSPOSED = List.of("512,1024,2048", "2048,1024,512", "512,4096,2048");

    /// Reading text, and starting the JVM, are the CPU's work.
    private static final List<String> WITHOUT_DEVICE = List.of("input", "start");

    private Works() {}

    /// Returns the names of the cases that say something of a device, at their usual sizes.
    public static List<String> names(Device device) {
        List<String> names = new ArrayList<>();
        PRODUCTS.forEach(size -> names.add("gemm:" + size));
        LINEAR.forEach(size -> names.add("gemmnt:" + size));
        TRANSPOSED.forEach(size -> names.add("gemmtn:" + size));
        LINEAR.forEach(size -> names.add("linear:" + size + ":fb"));
        names.addAll(OpWork.cases());
        for (String kind : List.of("train", "eval", "decode")) {
            for (String model : ModelPlan.names(device)) {
                names.add(kind + ":" + model);
            }
        }
        if (device.isCpu()) {
            names.addAll(WITHOUT_DEVICE);
        }
        return names;
    }

    /// Checks a case's name and the values of its options, and returns what makes its work. How it is timed is
    /// read from the same options, so it is checked later whether there are more of them.
    ///
    /// @throws IllegalArgumentException if there is no such case, or an option cannot have its value
    static Supplier<Work> of(Case asked, Setting setting) {
        if (WITHOUT_DEVICE.contains(asked.parts()[0]) && !setting.device().isCpu()) {
            throw asked.wrong("expected --device cpu, whose work it is, got " + setting.device());
        }
        return switch (asked.parts()[0]) {
            case "gemm", "gemmnt", "gemmtn", "linear" -> ProductWork.of(asked, setting);
            case "op" -> OpWork.of(asked, setting);
            case "train", "eval", "decode" -> ModelWork.of(asked, setting);
            case "input" -> InputWork.of(asked, setting.seed());
            case "start" -> StartWork::new;
            default ->
                throw asked.unknown("gemm:M,K,N, gemmnt:…, gemmtn:…, linear:M,K,N:fb, op:NAME:f, op:NAME:fb, op:adam,"
                        + " op:adam_fused, train:MODEL, eval:MODEL, decode:MODEL, input or start");
        };
    }
}

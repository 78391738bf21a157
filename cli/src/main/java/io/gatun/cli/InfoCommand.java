package io.gatun.cli;

import com.sun.management.OperatingSystemMXBean;
import io.gatun.cuda.CudaDevice;
import io.gatun.cuda.CudaLibrary;
import io.gatun.cuda.CudaProbe;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import jdk.incubator.vector.FloatVector;
import picocli.CommandLine.Command;

/// `gatun info`: what Gatun sees of this machine.
@Command(name = "info", description = "Show what Gatun sees: JDK, processor, memory, CUDA libraries and devices.")
final class InfoCommand implements Callable<Integer> {

    private static final double GIB = 1L << 30;

    private final GlobalOptions options;

    InfoCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() {
        CudaProbe cuda = CudaProbe.probe();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("gatun", Main.version());
        facts.put("jdk", Runtime.version().toString());
        facts.put("jdk_vendor", System.getProperty("java.vendor"));
        facts.put("jdk_home", System.getProperty("java.home"));
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("arch", System.getProperty("os.arch"));
        facts.put("cpu", Machine.processor());
        facts.put("vector_bits", FloatVector.SPECIES_PREFERRED.vectorBitSize());
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        facts.put("threads", options.threads());
        facts.put("memory_bytes", memory());
        facts.put("heap_bytes", Runtime.getRuntime().maxMemory());
        facts.put("cuda", describe(cuda));
        options.console().result(facts, text(facts, cuda));
        return ExitStatus.DONE;
    }

    private static Map<String, Object> describe(CudaProbe cuda) {
        Map<String, Object> libraries = new LinkedHashMap<>();
        for (Map.Entry<CudaLibrary, CudaProbe.Library> entry : cuda.libraries().entrySet()) {
            CudaProbe.Library library = entry.getValue();
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("found", library.path().isPresent());
            facts.put("path", library.path().orElse(null));
            facts.put("searched", library.searched());
            libraries.put(entry.getKey().label(), facts);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("available", cuda.available());
        facts.put("reason", cuda.reason());
        facts.put("driver_version", cuda.driverVersion() == 0 ? null : version(cuda.driverVersion()));
        facts.put("libraries", libraries);
        facts.put("devices", cuda.devices().stream().map(InfoCommand::describe).toList());
        return facts;
    }

    private static Map<String, Object> describe(CudaDevice device) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("index", device.index());
        facts.put("name", device.name());
        facts.put("memory_bytes", device.memory());
        facts.put("capability", device.capability());
        facts.put("multiprocessors", device.multiprocessors());
        return facts;
    }

    private static String text(Map<String, Object> facts, CudaProbe cuda) {
        StringBuilder text = new StringBuilder();
        row(text, "gatun", facts.get("gatun"));
        row(text, "JDK", facts.get("jdk") + " (" + facts.get("jdk_vendor") + "), " + facts.get("jdk_home"));
        row(text, "system", facts.get("os") + ", " + facts.get("arch"));
        row(text, "processor", facts.get("cpu"));
        row(text, "vectors", facts.get("vector_bits") + " bits");
        row(text, "threads", facts.get("threads") + " of " + facts.get("cores") + " cores");
        row(
                text,
                "memory",
                "%.1f GiB, Java heap up to %.1f GiB"
                        .formatted((long) facts.get("memory_bytes") / GIB, (long) facts.get("heap_bytes") / GIB));
        String driver = cuda.driverVersion() == 0 ? "" : ", driver for CUDA " + version(cuda.driverVersion());
        row(text, "CUDA", cuda.reason() + driver);
        for (CudaDevice device : cuda.devices()) {
            row(
                    text,
                    "  cuda:" + device.index(),
                    "%s, %.1f GiB, compute capability %s, %d multiprocessors"
                            .formatted(
                                    device.name(),
                                    device.memory() / GIB,
                                    device.capability(),
                                    device.multiprocessors()));
        }
        cuda.libraries().forEach((library, outcome) -> {
            row(text, "  " + library.label(), outcome.path().orElse("not found; searched:"));
            if (outcome.path().isEmpty()) {
                outcome.searched()
                        .forEach(place ->
                                text.append("               ").append(place).append('\n'));
            }
        });
        if (cuda.libraries().values().stream()
                .anyMatch(library -> library.path().isEmpty())) {
            text.append(
                    "To name a place: GATUN_JAVA_OPTS=-Dcuda.path=/folder:/folder, or CUDA_HOME, or LD_LIBRARY_PATH;"
                            + " for the driver, -Dcuda.driver.path=FILE.\n");
        }
        return text.toString().stripTrailing();
    }

    private static void row(StringBuilder text, String name, Object value) {
        text.append("%-12s %s\n".formatted(name, value));
    }

    private static String version(int cuda) {
        return cuda / 1000 + "." + cuda % 1000 / 10;
    }

    /// Returns the machine's memory in bytes.
    static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}

package io.gatun.cli;

import io.gatun.tensor.Threads;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where something was measured, as reports tell it.
final class Machine {

    private Machine() {}

    static Map<String, Object> describe() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("jdk", Runtime.version().toString());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("cores", (long) Runtime.getRuntime().availableProcessors());
        machine.put("threads", (long) Threads.get());
        return machine;
    }
}

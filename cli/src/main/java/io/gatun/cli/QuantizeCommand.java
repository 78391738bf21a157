package io.gatun.cli;

import io.gatun.json.Json;
import io.gatun.tensor.DType;
import io.gatun.train.ModelDirectory;
import io.gatun.train.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gatun quantize`: a smaller copy of a model, for inference.
@Command(
        name = "quantize",
        description = "Write a copy of a model with its matrices in fewer bits, for generate and evaluate; on the CPU.")
final class QuantizeCommand implements Callable<Integer> {

    private static final Map<String, DType> DTYPES = Map.of("int8", DType.I8, "bf16", DType.BF16);

    private final GlobalOptions options;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A model directory.")
    private Path model;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "int8, with a scale for each row, or bf16 (default: ${DEFAULT-VALUE}).")
    private String dtype = "int8";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the copy is written.")
    private Path out;

    QuantizeCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Compute.check(options);
        DType storage = DTYPES.get(dtype);
        if (storage == null) {
            throw new IllegalArgumentException("--dtype: expected int8 or bf16, got " + dtype);
        }
        ModelDirectory from = ModelDirectory.open(model);
        if (Files.isDirectory(out) && !isEmpty(out)) {
            throw new IllegalArgumentException("--out: " + out + " is not empty; give another folder");
        }
        SavedModel.load(from).compress(storage, out);
        long before = Files.size(from.weights());
        long after = Files.size(new ModelDirectory(out).weights());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dtype", dtype);
        json.put("bytes", after);
        json.put("bytes_before", before);
        json.put("out", out.toString());
        options.console().result(json, Json.pretty(json).strip());
        return ExitStatus.DONE;
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}

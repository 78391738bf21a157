package io.gatun.cuda;

import io.gatun.op.Binary;
import io.gatun.op.Comparison;
import io.gatun.op.Op;
import io.gatun.op.Unary;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Compiles the kernels of element-wise ops that are not Gatun's own, and so not among the images of this
/// build, when one is first used: from the op's `cuda()` expression, by NVRTC.
final class RuntimeCompiler {

    private static final String HEADER = "elementwise.cuh";
    private static final Pattern INCLUDE = Pattern.compile("#include \"(\\w+\\.cuh)\"");

    private final CudaContext context;
    private final LibrarySearch search;
    private final Map<Class<?>, String> names = new HashMap<>();
    private final Map<Class<?>, CudaModule> modules = new HashMap<>();
    private Optional<Nvrtc> compiler = Optional.empty();

    RuntimeCompiler(CudaContext context, LibrarySearch search) {
        this.context = context;
        this.search = search;
    }

    /// Returns the name that an op's kernels have in place of the op's own, which another op may have, too.
    ///
    /// @throws IllegalArgumentException if instances of the op's class can differ
    synchronized String name(Op op) {
        return names.computeIfAbsent(op.getClass(), type -> {
            if (!type.isRecord() || type.getRecordComponents().length > 0) {
                throw new IllegalArgumentException(
                        op.opName() + ": expected an element-by-element op to be a record without"
                                + " components, because its kernels are compiled once per class; make its constants operands");
            }
            return op.opName() + "_" + names.size();
        });
    }

    /// Returns the kernels of an op, compiled the first time.
    ///
    /// @throws CudaException if there is no NVRTC, or the expression does not compile
    synchronized CudaModule module(Op op) {
        CudaModule known = modules.get(op.getClass());
        if (known == null) {
            known = compile(op);
            modules.put(op.getClass(), known);
        }
        return known;
    }

    private CudaModule compile(Op op) {
        Nvrtc nvrtc = compiler(op);
        String source = "#include \"%s\"\n# 1 \"%s.cuda()\"\n%s\n".formatted(HEADER, op.opName(), line(op));
        long program = nvrtc.createProgram(source, op.opName() + ".cu", headers());
        try (Arena arena = Arena.ofConfined()) {
            if (!nvrtc.compileProgram(program, List.of("--gpu-architecture=" + architecture(), "--std=c++17"))) {
                throw new CudaException("%s: its cuda() is no expression that NVRTC %s compiles for %s:%n%s"
                        .formatted(
                                op.opName(),
                                nvrtc.version(),
                                architecture(),
                                nvrtc.getProgramLog(program).strip()));
            }
            return context.load(nvrtc.getCubin(program, arena));
        } finally {
            nvrtc.destroyProgram(program);
        }
    }

    private String line(Op op) {
        return switch (op) {
            case Unary unary -> "MAP(%s, %s)".formatted(name(op), unary.cuda());
            case Binary binary -> "ZIP(%s, %s)".formatted(name(op), binary.cuda());
            case Comparison comparison -> "COMPARE(%s, %s)".formatted(name(op), comparison.cuda());
            default ->
                throw new IllegalArgumentException("kernels at run time: expected an element-wise op, got " + op);
        };
    }

    /// Returns the header and all that it includes, by their names.
    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        include(HEADER, headers);
        return headers;
    }

    private static void include(String name, Map<String, String> headers) {
        if (!headers.containsKey(name)) {
            String text = KernelImages.header(name);
            headers.put(name, text);
            INCLUDE.matcher(text).results().forEach(found -> include(found.group(1), headers));
        }
    }

    private String architecture() {
        return "sm_" + context.capability();
    }

    private Nvrtc compiler(Op op) {
        if (compiler.isEmpty()) {
            int major = context.driver().driverVersion() / 1000;
            LibrarySearch.Outcome found = search.open(CudaLibrary.NVRTC, major);
            compiler = found.library().map(Nvrtc::new);
            if (compiler.isEmpty()) {
                throw new CudaException(
                        op.opName() + ": this build has no kernel of it, and without NVRTC none can be made."
                                + " Looked for: " + String.join("; ", found.searched())
                                + ". Install it (in Python: pip install nvidia-cuda-nvrtc-cu12, or -cu13), or name its file with"
                                + " -Dcuda.nvrtc.path=FILE");
            }
        }
        return compiler.get();
    }
}

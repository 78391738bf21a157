package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// NVRTC's calls, the run-time compiler for CUDA C: one method for each C function, named after it.
/// Programs are longs.
final class Nvrtc {

    private static final int SUCCESS = 0;
    private static final int COMPILATION = 6;

    private final NativeFunction version;
    private final NativeFunction createProgram;
    private final NativeFunction destroyProgram;
    private final NativeFunction compileProgram;
    private final NativeFunction getProgramLogSize;
    private final NativeFunction getProgramLog;
    private final NativeFunction getCubinSize;
    private final NativeFunction getCubin;

    Nvrtc(NativeLibrary library) {
        version = new NativeFunction(library, "nvrtcVersion(major, minor)");
        createProgram = new NativeFunction(library, "nvrtcCreateProgram(program, source, name, count, headers, names)");
        destroyProgram = new NativeFunction(library, "nvrtcDestroyProgram(program)");
        compileProgram = new NativeFunction(library, "nvrtcCompileProgram(program, count, options)");
        getProgramLogSize = new NativeFunction(library, "nvrtcGetProgramLogSize(program, bytes)");
        getProgramLog = new NativeFunction(library, "nvrtcGetProgramLog(program, log)");
        getCubinSize = new NativeFunction(library, "nvrtcGetCUBINSize(program, bytes)");
        getCubin = new NativeFunction(library, "nvrtcGetCUBIN(program, image)");
    }

    /// Returns the compiler's version, `12.8`.
    String version() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment major = arena.allocate(JAVA_INT);
            MemorySegment minor = arena.allocate(JAVA_INT);
            check(version.pp(major, minor), version, major, minor);
            return major.get(JAVA_INT, 0) + "." + minor.get(JAVA_INT, 0);
        }
    }

    /// Makes a program of a source and the headers that it may include, by name.
    long createProgram(String source, String name, Map<String, String> headers) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment program = arena.allocate(JAVA_LONG);
            MemorySegment text = arena.allocateFrom(source);
            MemorySegment title = arena.allocateFrom(name);
            MemorySegment texts = strings(arena, headers.values().stream().toList());
            MemorySegment names = strings(arena, headers.keySet().stream().toList());
            int status = createProgram.pppipp(program, text, title, headers.size(), texts, names);
            check(status, createProgram, program, text, title, headers.size(), texts, names);
            return program.get(JAVA_LONG, 0);
        }
    }

    void destroyProgram(long program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cell = arena.allocateFrom(JAVA_LONG, program);
            check(destroyProgram.p(cell), destroyProgram, cell);
        }
    }

    /// Compiles; returns false if the source is at fault, which [#getProgramLog] then tells more of.
    boolean compileProgram(long program, List<String> options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment texts = strings(arena, options);
            int status = compileProgram.lip(program, options.size(), texts);
            if (status != COMPILATION) {
                check(status, compileProgram, program, options.size(), texts);
            }
            return status == SUCCESS;
        }
    }

    /// Returns what the compiler had to say.
    String getProgramLog(long program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(JAVA_LONG);
            check(getProgramLogSize.lp(program, bytes), getProgramLogSize, program, bytes);
            MemorySegment log = arena.allocate(Math.max(1, bytes.get(JAVA_LONG, 0)));
            check(getProgramLog.lp(program, log), getProgramLog, program, log);
            return log.getString(0, StandardCharsets.UTF_8);
        }
    }

    /// Returns the machine code.
    MemorySegment getCubin(long program, Arena arena) {
        MemorySegment bytes = arena.allocate(JAVA_LONG);
        check(getCubinSize.lp(program, bytes), getCubinSize, program, bytes);
        MemorySegment image = arena.allocate(bytes.get(JAVA_LONG, 0));
        check(getCubin.lp(program, image), getCubin, program, image);
        return image;
    }

    private static MemorySegment strings(Arena arena, List<String> texts) {
        MemorySegment pointers = arena.allocate(ADDRESS, Math.max(1, texts.size()));
        for (int i = 0; i < texts.size(); i++) {
            pointers.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return pointers;
    }

    private static void check(int status, NativeFunction function, Object... arguments) {
        if (status != SUCCESS) {
            throw new CudaException("%s: %s (code %d)".formatted(function.call(arguments), meaning(status), status));
        }
    }

    private static String meaning(int status) {
        return switch (status) {
            case 1 -> "NVRTC_ERROR_OUT_OF_MEMORY";
            case 2 -> "NVRTC_ERROR_PROGRAM_CREATION_FAILURE";
            case 3 -> "NVRTC_ERROR_INVALID_INPUT";
            case 4 -> "NVRTC_ERROR_INVALID_PROGRAM";
            case 5 -> "NVRTC_ERROR_INVALID_OPTION";
            case COMPILATION -> "NVRTC_ERROR_COMPILATION";
            case 7 ->
                "NVRTC_ERROR_BUILTIN_OPERATION_FAILURE, libnvrtc-builtins is missing beside it or is another version's";
            default -> "an unknown status";
        };
    }
}

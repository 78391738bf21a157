package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The driver's calls for modules, their functions and launches: one method for each C function, named after it.
final class DriverModules {

    private final DriverStatus status;
    private final NativeFunction moduleLoadData;
    private final NativeFunction moduleUnload;
    private final NativeFunction moduleGetFunction;
    private final NativeFunction funcGetAttribute;
    private final NativeFunction funcSetAttribute;
    private final NativeFunction funcGetParamInfo;
    private final NativeFunction launchKernel;

    DriverModules(NativeLibrary library, DriverStatus status) {
        this.status = status;
        moduleLoadData = new NativeFunction(library, "cuModuleLoadData(module, image)");
        moduleUnload = new NativeFunction(library, "cuModuleUnload(module)");
        moduleGetFunction = new NativeFunction(library, "cuModuleGetFunction(function, module, name)");
        funcGetAttribute = new NativeFunction(library, "cuFuncGetAttribute(value, attribute, function)");
        funcSetAttribute = new NativeFunction(library, "cuFuncSetAttribute(function, attribute, value)");
        funcGetParamInfo = new NativeFunction(library, "cuFuncGetParamInfo(function, index, offset, bytes)");
        launchKernel = new NativeFunction(library, "cuLaunchKernel(function, shape, stream, arguments)");
    }

    /// Loads a module from an image, which is PTX or a cubin.
    long moduleLoadData(MemorySegment image) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment module = arena.allocate(JAVA_LONG);
            status.check(moduleLoadData.pp(module, image), moduleLoadData, module, image);
            return module.get(JAVA_LONG, 0);
        }
    }

    void moduleUnload(long module) {
        status.check(moduleUnload.l(module), moduleUnload, module);
    }

    /// Returns the function of this name.
    long moduleGetFunction(long module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment function = arena.allocate(JAVA_LONG);
            int result = moduleGetFunction.plp(function, module, arena.allocateFrom(name));
            status.check(result, moduleGetFunction, function, module, name);
            return function.get(JAVA_LONG, 0);
        }
    }

    /// Returns an attribute of a function, numbered as `CUfunction_attribute` of cuda.h.
    int funcGetAttribute(int attribute, long function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            int result = funcGetAttribute.pil(value, attribute, function);
            status.check(result, funcGetAttribute, value, attribute, function);
            return value.get(JAVA_INT, 0);
        }
    }

    void funcSetAttribute(long function, int attribute, int value) {
        int result = funcSetAttribute.lii(function, attribute, value);
        status.check(result, funcSetAttribute, function, attribute, value);
    }

    /// Returns the bytes of each of the function's parameters, or nothing if the driver, older than CUDA 12.4, cannot
    /// tell.
    Optional<List<Long>> funcGetParamInfo(long function) {
        if (!funcGetParamInfo.exists()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offset = arena.allocate(JAVA_LONG);
            MemorySegment bytes = arena.allocate(JAVA_LONG);
            List<Long> sizes = new ArrayList<>();
            int result;
            while ((result = funcGetParamInfo.llpp(function, sizes.size(), offset, bytes)) == DriverStatus.SUCCESS) {
                sizes.add(bytes.get(JAVA_LONG, 0));
            }
            if (result != DriverStatus.INVALID_VALUE) { // which says that there is no parameter of this number
                status.check(result, funcGetParamInfo, function, sizes.size(), offset, bytes);
            }
            return Optional.of(List.copyOf(sizes));
        }
    }

    /// Puts a kernel on a stream. `arguments` are pointers to the values, which the driver copies before it returns.
    void launchKernel(CudaFunction function, LaunchShape shape, long stream, MemorySegment arguments) {
        int result = launchKernel.launch(function.handle(), shape, stream, arguments);
        if (result != DriverStatus.SUCCESS) { // not by check, whose array of arguments would be made at every launch
            throw status.failure(result, launchKernel.call(function.name(), shape, stream, arguments));
        }
    }
}

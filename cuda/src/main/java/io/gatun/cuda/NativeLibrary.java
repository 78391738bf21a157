package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/// A shared library opened with `dlopen`, which, unlike `SymbolLookup.libraryLookup`, says why it failed and
/// where the loader found the file. It stays open as long as the process lives.
@SuppressWarnings("restricted") // binding native code is this class's whole purpose
final class NativeLibrary {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final int RTLD_NOW = 2;
    private static final int RTLD_DI_LINKMAP = 2;

    private final String path;
    private final MemorySegment handle;

    private NativeLibrary(String path, MemorySegment handle) {
        this.path = path;
        this.handle = handle;
    }

    /// Opens a library by its path, or by its bare name through the system's loader.
    ///
    /// @throws CudaException with the loader's words if it cannot be opened
    static NativeLibrary open(String file) {
        Optional<MemorySegment> dlopen = LINKER.defaultLookup().find("dlopen");
        if (dlopen.isEmpty()) {
            throw new CudaException(file + ": no dlopen on this system");
        }
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle open = LINKER.downcallHandle(dlopen.get(), FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
            // bound before the call: looking a symbol up forgets the last error
            MethodHandle error = system("dlerror", FunctionDescriptor.of(ADDRESS));
            MemorySegment handle = (MemorySegment) open.invokeExact(arena.allocateFrom(file), RTLD_NOW);
            if (handle.address() == 0) {
                MemorySegment message = (MemorySegment) error.invokeExact();
                String reason = message.address() == 0 ? "cannot be opened" : text(message);
                throw new CudaException(reason.startsWith(file) ? reason : file + ": " + reason);
            }
            return new NativeLibrary(pathOf(handle).orElse(file), handle);
        } catch (CudaException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e); // a C function throws nothing
        }
    }

    /// Returns where the loader found the library.
    String path() {
        return path;
    }

    /// Returns a function's address, or a null segment if the library has none of this name.
    MemorySegment find(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle find = system("dlsym", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
            return (MemorySegment) find.invokeExact(handle, arena.allocateFrom(name));
        } catch (Throwable e) {
            throw new AssertionError(e); // a C function throws nothing
        }
    }

    private static Optional<String> pathOf(MemorySegment handle) throws Throwable {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return Optional.empty();
        }
        MethodHandle info = system("dlinfo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(ADDRESS);
            if ((int) info.invokeExact(handle, RTLD_DI_LINKMAP, pointer) != 0) {
                return Optional.empty();
            }
            // struct link_map begins with the load address and the name
            MemorySegment map = pointer.get(ADDRESS, 0).reinterpret(2 * ADDRESS.byteSize());
            String name = text(map.get(ADDRESS, ADDRESS.byteSize()));
            return name.isEmpty() ? Optional.empty() : Optional.of(name);
        }
    }

    private static MethodHandle system(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    private static String text(MemorySegment pointer) {
        return pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }
}

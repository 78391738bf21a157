package io.gatun.cuda;

import java.lang.foreign.MemorySegment;

/// The place of a C function in a library, and how its calls are written in messages. It is looked up when first
/// wanted,
/// so that an old library lacks only what it lacks.
final class NativeSymbol {

    private final NativeLibrary library;
    private final String[] names;
    private final String[] parameters;
    private MemorySegment address = MemorySegment.NULL;

    /// @param library where the function is
    /// @param declaration the name and the names of the parameters, `cuMemFree_v2(address)`; several names of one
    ///     function, newest first, are parted by `|`
    NativeSymbol(NativeLibrary library, String declaration) {
        int open = declaration.indexOf('(');
        this.library = library;
        this.names = declaration.substring(0, open).split("\\|", -1);
        this.parameters =
                declaration.substring(open + 1, declaration.length() - 1).split(", ", -1);
    }

    /// Returns whether the library has the function.
    boolean exists() {
        return find().address() != 0;
    }

    /// Returns the call as it should stand in a message: `cuMemFree_v2(address 0x10)`.
    String call(Object... arguments) {
        StringBuilder call = new StringBuilder(names[0]).append('(');
        for (int i = 0; i < arguments.length; i++) {
            call.append(i == 0 ? "" : ", ").append(parameters[i]).append(' ').append(shown(arguments[i]));
        }
        return call.append(')').toString();
    }

    /// Returns where it is.
    ///
    /// @throws CudaException if the library has none of its names
    MemorySegment address() {
        MemorySegment found = address;
        return found.address() != 0 ? found : bind();
    }

    private MemorySegment bind() {
        MemorySegment found = find();
        if (found.address() == 0) {
            throw new CudaException("%s: expected a function %s, found none: a driver or library too old for Gatun"
                    .formatted(library.path(), String.join(" or ", names)));
        }
        address = found; // threads that race here find the same
        return found;
    }

    private MemorySegment find() {
        for (String name : names) {
            MemorySegment found = library.find(name);
            if (found.address() != 0) {
                return found;
            }
        }
        return MemorySegment.NULL;
    }

    private static String shown(Object argument) {
        return switch (argument) {
            case MemorySegment pointer -> "0x" + Long.toHexString(pointer.address());
            case Long number when number > Integer.MAX_VALUE || number < 0 -> "0x" + Long.toHexString(number);
            default -> argument.toString();
        };
    }
}

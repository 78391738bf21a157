package io.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// Gives the process its standard error back, which the launcher leads through a filter while the JVM starts.
///
/// A reopened `/dev/fd/3` would do without native code, but would have a file offset of its own: in `gatun … >
/// log 2>&1` the two streams would overwrite each other.
@SuppressWarnings("restricted") // two calls of the C library are this class's whole purpose
final class StandardError {

    private StandardError() {}

    /// Puts the descriptor that `-Dgatun.stderr` names in the place of descriptor 2; does nothing without the
    /// property.
    static void restore() {
        Integer original = Integer.getInteger("gatun.stderr");
        if (original == null) {
            return;
        }
        try {
            int moved = (int) function("dup2", 2).invokeExact((int) original, 2);
            int closed = (int) function("close", 1).invokeExact((int) original);
            if (moved < 0 || closed < 0) {
                System.err.println("gatun: standard error stays filtered: descriptor " + original + " cannot be moved");
            }
        } catch (Throwable e) {
            throw new AssertionError(e); // neither call throws
        }
    }

    private static MethodHandle function(String name, int arguments) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor signature = FunctionDescriptor.of(JAVA_INT);
        for (int i = 0; i < arguments; i++) {
            signature = signature.appendArgumentLayouts(JAVA_INT);
        }
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
    }
}

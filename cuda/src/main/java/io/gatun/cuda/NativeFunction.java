package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// A C function that returns a status.
///
/// There is one method per signature, named by a letter for each argument: `i` a 32-bit integer, `b` an
/// 8-bit one, `l` a 64-bit integer, a handle or a device's address, `p` a pointer into this process.
/// Handles are made once per signature, with the function's address as their first argument: so they are
/// constants, whose calls the JVM compiles.
@SuppressWarnings("restricted") // calling native code is this class's whole purpose
final class NativeFunction {

    private static final MethodHandle NONE = handle("");
    private static final MethodHandle I = handle("i");
    private static final MethodHandle L = handle("l");
    private static final MethodHandle P = handle("p");
    private static final MethodHandle IP = handle("ip");
    private static final MethodHandle LI = handle("li");
    private static final MethodHandle LL = handle("ll");
    private static final MethodHandle LP = handle("lp");
    private static final MethodHandle PI = handle("pi");
    private static final MethodHandle PL = handle("pl");
    private static final MethodHandle PP = handle("pp");
    private static final MethodHandle LII = handle("lii");
    private static final MethodHandle LIP = handle("lip");
    private static final MethodHandle LLI = handle("lli");
    private static final MethodHandle LLL = handle("lll");
    private static final MethodHandle LPL = handle("lpl");
    private static final MethodHandle LPP = handle("lpp");
    private static final MethodHandle PII = handle("pii");
    private static final MethodHandle PIL = handle("pil");
    private static final MethodHandle PLL = handle("pll");
    private static final MethodHandle PLP = handle("plp");
    private static final MethodHandle LBLL = handle("lbll");
    private static final MethodHandle LILL = handle("lill");
    private static final MethodHandle LLLL = handle("llll");
    private static final MethodHandle LLPP = handle("llpp");
    private static final MethodHandle LPLL = handle("lpll");
    private static final MethodHandle PLLL = handle("plll");
    private static final MethodHandle LIPL = handle("lipl");
    private static final MethodHandle PILLL = handle("pilll");
    private static final MethodHandle PPPIPP = handle("pppipp");
    private static final MethodHandle HEURISTIC = handle("lllllllipp");
    private static final MethodHandle MATMUL = handle("llpllllpllllplll");
    private static final MethodHandle LAUNCH = handle("liiiiiiilpp");

    private final NativeSymbol symbol;

    /// @param library where the function is
    /// @param declaration as [NativeSymbol] takes it
    NativeFunction(NativeLibrary library, String declaration) {
        symbol = new NativeSymbol(library, declaration);
    }

    /// Returns whether the library has the function.
    boolean exists() {
        return symbol.exists();
    }

    /// Returns the call as it should stand in a message: `cuMemFree_v2(address 0x10)`.
    String call(Object... arguments) {
        return symbol.call(arguments);
    }

    int none() {
        try {
            return (int) NONE.invokeExact(symbol.address());
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int i(int a) {
        try {
            return (int) I.invokeExact(symbol.address(), a);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int l(long a) {
        try {
            return (int) L.invokeExact(symbol.address(), a);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int p(MemorySegment a) {
        try {
            return (int) P.invokeExact(symbol.address(), a);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int ip(int a, MemorySegment b) {
        try {
            return (int) IP.invokeExact(symbol.address(), a, b);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int li(long a, int b) {
        try {
            return (int) LI.invokeExact(symbol.address(), a, b);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int ll(long a, long b) {
        try {
            return (int) LL.invokeExact(symbol.address(), a, b);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int lp(long a, MemorySegment b) {
        try {
            return (int) LP.invokeExact(symbol.address(), a, b);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int pi(MemorySegment a, int b) {
        try {
            return (int) PI.invokeExact(symbol.address(), a, b);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int pl(MemorySegment a, long b) {
        try {
            return (int) PL.invokeExact(symbol.address(), a, b);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int pp(MemorySegment a, MemorySegment b) {
        try {
            return (int) PP.invokeExact(symbol.address(), a, b);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int lii(long a, int b, int c) {
        try {
            return (int) LII.invokeExact(symbol.address(), a, b, c);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int lip(long a, int b, MemorySegment c) {
        try {
            return (int) LIP.invokeExact(symbol.address(), a, b, c);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int lipl(long a, int b, MemorySegment c, long d) {
        try {
            return (int) LIPL.invokeExact(symbol.address(), a, b, c, d);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int pilll(MemorySegment a, int b, long c, long d, long e) {
        try {
            return (int) PILLL.invokeExact(symbol.address(), a, b, c, d, e);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int lli(long a, long b, int c) {
        try {
            return (int) LLI.invokeExact(symbol.address(), a, b, c);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int lll(long a, long b, long c) {
        try {
            return (int) LLL.invokeExact(symbol.address(), a, b, c);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int lpl(long a, MemorySegment b, long c) {
        try {
            return (int) LPL.invokeExact(symbol.address(), a, b, c);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int lpp(long a, MemorySegment b, MemorySegment c) {
        try {
            return (int) LPP.invokeExact(symbol.address(), a, b, c);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int pii(MemorySegment a, int b, int c) {
        try {
            return (int) PII.invokeExact(symbol.address(), a, b, c);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int pil(MemorySegment a, int b, long c) {
        try {
            return (int) PIL.invokeExact(symbol.address(), a, b, c);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int pll(MemorySegment a, long b, long c) {
        try {
            return (int) PLL.invokeExact(symbol.address(), a, b, c);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int plp(MemorySegment a, long b, MemorySegment c) {
        try {
            return (int) PLP.invokeExact(symbol.address(), a, b, c);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int lbll(long a, byte b, long c, long d) {
        try {
            return (int) LBLL.invokeExact(symbol.address(), a, b, c, d);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int lill(long a, int b, long c, long d) {
        try {
            return (int) LILL.invokeExact(symbol.address(), a, b, c, d);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int llll(long a, long b, long c, long d) {
        try {
            return (int) LLLL.invokeExact(symbol.address(), a, b, c, d);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int llpp(long a, long b, MemorySegment c, MemorySegment d) {
        try {
            return (int) LLPP.invokeExact(symbol.address(), a, b, c, d);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int lpll(long a, MemorySegment b, long c, long d) {
        try {
            return (int) LPLL.invokeExact(symbol.address(), a, b, c, d);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int plll(MemorySegment a, long b, long c, long d) {
        try {
            return (int) PLLL.invokeExact(symbol.address(), a, b, c, d);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Calls `cublasLtMatmulAlgoGetHeuristic` for one answer.
    int heuristic(long handle, ProductPlan plan, long preference, MemorySegment result, MemorySegment count) {
        try {
            return (int) HEURISTIC.invokeExact(
                    symbol.address(),
                    handle,
                    plan.description(),
                    plan.left(),
                    plan.right(),
                    plan.result(),
                    plan.result(),
                    preference,
                    1,
                    result,
                    count);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Calls `cublasLtMatmul`; the result is both C and D.
    int matmul(long handle, ProductPlan plan, ProductPlan.Run run) {
        try {
            return (int) MATMUL.invokeExact(
                    symbol.address(),
                    handle,
                    plan.description(),
                    plan.one(),
                    run.left(),
                    plan.left(),
                    run.right(),
                    plan.right(),
                    plan.zero(),
                    run.result(),
                    plan.result(),
                    run.result(),
                    plan.result(),
                    plan.algorithm(),
                    run.workspace(),
                    run.workspaceBytes(),
                    run.stream());
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int pppipp(MemorySegment a, MemorySegment b, MemorySegment c, int d, MemorySegment e, MemorySegment f) {
        try {
            return (int) PPPIPP.invokeExact(symbol.address(), a, b, c, d, e, f);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// Calls `cuLaunchKernel`.
    int launch(long function, LaunchShape shape, long stream, MemorySegment arguments) {
        try {
            return (int) LAUNCH.invokeExact(
                    symbol.address(),
                    function,
                    shape.gridX(),
                    shape.gridY(),
                    shape.gridZ(),
                    shape.blockX(),
                    shape.blockY(),
                    shape.blockZ(),
                    shape.sharedBytes(),
                    stream,
                    arguments,
                    MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// A failure to find the function is ours; a C function throws nothing.
    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof RuntimeException wrong) {
            return wrong; // no function, or a segment that the call cannot take
        }
        throw new AssertionError(e);
    }

    private static MethodHandle handle(String signature) {
        MemoryLayout[] arguments =
                signature.chars().mapToObj(NativeFunction::layout).toArray(MemoryLayout[]::new);
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MemoryLayout layout(int letter) {
        return switch (letter) {
            case 'i' -> JAVA_INT;
            case 'b' -> JAVA_BYTE;
            case 'l' -> JAVA_LONG;
            case 'p' -> ADDRESS;
            default -> throw new IllegalArgumentException("signature: expected i, b, l or p, got " + (char) letter);
        };
    }
}

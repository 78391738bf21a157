package io.gatun.internal.cpu.vector;

import io.gatun.op.Op;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/// Copies a template class once per op, so that the op is a constant inside the copy.
///
/// With one loop for several ops C2 cannot see which `lanes` is called: it boxes every vector and runs 13 to 35
/// times slower.
final class Specialiser {

    private Specialiser() {}

    /// Returns an instance of a fresh copy of `template` whose op is `op`. It is unloaded when unreachable.
    static <T> T copy(Lookup lookup, Class<? extends T> template, Class<T> type, Op op) {
        try {
            Lookup copy = lookup.defineHiddenClassWithClassData(bytes(template), op, true);
            return type.cast(copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class))
                    .invoke());
        } catch (Throwable e) {
            throw new IllegalStateException("cannot specialise " + template.getName() + " to " + op.opName(), e);
        }
    }

    /// Called from a template's static initialiser: the op this copy is for.
    static <T extends Op> T op(Lookup copy, Class<T> type) {
        try {
            return MethodHandles.classData(copy, ConstantDescs.DEFAULT_NAME, type);
        } catch (IllegalAccessException e) {
            throw new AssertionError("a template reads its own class data", e);
        }
    }

    private static byte[] bytes(Class<?> template) {
        String file = template.getSimpleName() + ".class";
        try (InputStream in = template.getResourceAsStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}

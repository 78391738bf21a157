package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// One launch over many parameters of a model, `struct Many` of many.cuh: each parameter gets some of the
/// blocks.
final class Many implements Launch.Struct {

    /// The most parameters of a launch.
    static final int MOST = 48;

    private static final long HEAD = (MOST + 2) * (long) Integer.BYTES;

    /// A parameter, as C lays it out.
    ///
    /// @param addresses the pointers it begins with
    /// @param n how many elements it has
    /// @param tail what follows
    record Parameter(List<Long> addresses, long n, Launch.Struct tail) {}

    private final List<Parameter> parameters;
    private final int[] first;
    private final long each;

    /// @param blocks how many blocks each parameter gets
    Many(List<Parameter> parameters, int... blocks) {
        this.parameters = parameters;
        Parameter one = parameters.getFirst();
        each = Long.BYTES * (one.addresses().size() + 1L) + one.tail().bytes();
        first = new int[blocks.length + 1];
        for (int i = 0; i < blocks.length; i++) {
            first[i + 1] = Math.addExact(first[i], blocks[i]);
        }
    }

    /// Cuts a list into pieces that fit a launch.
    static <P> List<List<P>> launches(List<P> parameters) {
        List<List<P>> launches = new ArrayList<>();
        for (int from = 0; from < parameters.size(); from += MOST) {
            launches.add(parameters.subList(from, Math.min(from + MOST, parameters.size())));
        }
        return launches;
    }

    /// Returns the blocks of all parameters together.
    int blocks() {
        return first[first.length - 1];
    }

    @Override
    public long bytes() {
        return HEAD + MOST * each;
    }

    @Override
    public void write(MemorySegment to) {
        to.set(JAVA_INT, 0, parameters.size());
        for (int i = 0; i < first.length; i++) {
            to.setAtIndex(JAVA_INT, i + 1L, first[i]);
        }
        long at = HEAD;
        for (Parameter parameter : parameters) {
            write(parameter, to.asSlice(at, each));
            at += each;
        }
    }

    private static void write(Parameter parameter, MemorySegment to) {
        int pointers = parameter.addresses().size();
        for (int i = 0; i < pointers; i++) {
            to.setAtIndex(JAVA_LONG, i, parameter.addresses().get(i));
        }
        to.setAtIndex(JAVA_LONG, pointers, parameter.n());
        parameter.tail().write(to.asSlice(Long.BYTES * (pointers + 1L)));
    }
}

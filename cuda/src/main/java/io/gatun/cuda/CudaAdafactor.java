package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.kernel.Updates.Adafactor;
import io.gatun.kernel.Updates.AdafactorConstants;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/// Launches adafactor.cu: five kernels for up to 48 parameters.
final class CudaAdafactor {

    private static final String FAMILY = "adafactor";
    private static final int THREADS = 256;
    private static final int SUMS = 256; // blocks that sum the squares of a parameter, at most
    private static final int ELEMENTS = 4096; // that a block takes, at least
    private static final int COLUMNS = 32; // that a block averages

    private final Launcher launcher;

    CudaAdafactor(Launcher launcher) {
        this.launcher = launcher;
    }

    void update(List<Adafactor> parameters, View step, AdafactorConstants constants) {
        List<Matrices> present = parameters.stream()
                .filter(p -> p.target().parameter().size() > 0)
                .map(Matrices::new)
                .toList();
        Many.launches(present).forEach(some -> updateSome(some, step, new Constants(constants)));
    }

    /// A parameter, seen as so many matrices; of none if it is not factored.
    private record Matrices(Adafactor of, int count, int rows, int columns) {

        Matrices(Adafactor of) {
            View theta = of.target().parameter();
            boolean factored = of.column() != null;
            this(
                    of,
                    factored ? Math.toIntExact(theta.size() / theta.dim(-2) / theta.dim(-1)) : 0,
                    factored ? theta.dim(-2) : 0,
                    factored ? theta.dim(-1) : 0);
        }

        long size() {
            return of.target().parameter().size();
        }

        /// Returns how many blocks sum its squares.
        int parts() {
            return Math.clamp(size() / ELEMENTS, 1, SUMS);
        }

        /// Returns how many elements of scratch it takes: a mean of each matrix, two sums of each block.
        long scratch() {
            return count + 2L * parts();
        }

        /// Returns `struct Factored`, whose scratch begins here.
        Many.Parameter at(long scratch, int bytes) {
            List<Long> addresses = List.of(
                    of.target().parameter().address(),
                    of.target().gradient().address(),
                    of.second().address(),
                    of.column() == null ? 0L : of.column().address(),
                    scratch,
                    scratch + (long) count * bytes);
            return new Many.Parameter(addresses, size(), Launch.Struct.int32s(rows, columns, parts(), 0));
        }
    }

    private void updateSome(List<Matrices> some, View step, Constants constants) {
        DType dtype = some.getFirst().of().target().parameter().dtype();
        DType precise = Launcher.precise(dtype);
        long elements = some.stream().mapToLong(Matrices::scratch).sum();
        try (Scratch scratch = launcher.scratch(precise, elements)) {
            Phases phases = new Phases(some, scratch.address(), dtype, precise);
            IntFunction<LaunchShape> whole = blocks -> LaunchShape.of(blocks, THREADS);
            IntFunction<LaunchShape> byColumn = blocks -> LaunchShape.columns(blocks * COLUMNS, 1, 1);
            UnaryOperator<Launch> moments = launch -> launch.view(step).struct(constants);
            run(phases, "second_moments", p -> p.count() == 0 ? p.parts() : p.count() * p.rows(), whole, moments);
            run(phases, "column_means", p -> p.count() * Math.ceilDiv(p.columns(), COLUMNS), byColumn, moments);
            run(phases, "matrix_means", Matrices::count, whole, launch -> launch.type(precise));
            run(phases, "square_sums", Matrices::parts, whole, launch -> launch.type(precise));
            run(
                    phases,
                    "adafactor",
                    this::blocks,
                    whole,
                    launch -> launch.type(precise).view(step).struct(constants));
        }
    }

    /// What all launches for some parameters have in common.
    ///
    /// @param scratch the address of their scratch
    /// @param precise the type of its elements
    private record Phases(List<Matrices> some, long scratch, DType dtype, DType precise) {

        Many many(ToIntFunction<Matrices> blocks) {
            List<Many.Parameter> parameters = new ArrayList<>();
            long next = scratch;
            for (Matrices each : some) {
                parameters.add(each.at(next, precise.bytes()));
                next += each.scratch() * precise.bytes();
            }
            return new Many(parameters, some.stream().mapToInt(blocks).toArray());
        }
    }

    private void run(
            Phases phases,
            String kernel,
            ToIntFunction<Matrices> blocks,
            IntFunction<LaunchShape> shape,
            UnaryOperator<Launch> more) {
        Many many = phases.many(blocks);
        if (many.blocks() == 0) {
            return;
        }
        Launch launch = launcher.begin(FAMILY, Launcher.named(kernel, phases.dtype()));
        launcher.run(more.apply(launch.struct(many).type(phases.dtype())), shape.apply(many.blocks()));
    }

    private int blocks(Matrices parameter) {
        return Math.clamp(Math.ceilDiv(parameter.size(), ELEMENTS), 1, launcher.maxBlocks());
    }

    /// `struct Adafactor` of adafactor.cu.
    private record Constants(AdafactorConstants of) implements Launch.Struct {

        @Override
        public long bytes() {
            return 4L * Double.BYTES; // the last is an integer and padding
        }

        @Override
        public void write(MemorySegment to) {
            to.setAtIndex(JAVA_DOUBLE, 0, of.epsilon1());
            to.setAtIndex(JAVA_DOUBLE, 1, of.epsilon2());
            to.setAtIndex(JAVA_DOUBLE, 2, of.clip());
            to.set(JAVA_INT, 3L * Double.BYTES, of.scaled() ? 1 : 0);
        }
    }
}

package io.gatun.cuda;

import io.gatun.cuda.KernelCall.Argument;
import io.gatun.cuda.KernelCall.Buffer;
import io.gatun.cuda.KernelCall.Int;
import io.gatun.cuda.KernelCall.Real;
import io.gatun.cuda.KernelCall.Struct;
import io.gatun.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Calls of the backend's kernels, their arguments written out: what they take is said here a second time,
/// independently of the classes that launch them. Sizes are odd; inputs have NaN, infinities and numbers
/// at the ends of the range in their first fifth.
///
/// @param dtype the element type, float32 or bfloat16
/// @param random where inputs come from
record KernelCalls(DType dtype, Random random) {

    private static final float[] SPECIAL = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 1e-40f
    };
    private static final double EPSILON = 1e-6;

    /// Returns the calls of all families for both types.
    static Stream<KernelCall> all() {
        return Stream.of(DType.F32, DType.BF16)
                .map(dtype -> new KernelCalls(dtype, new Random(11)))
                .flatMap(calls -> {
                    List<KernelCall> list = new ArrayList<>();
                    for (int n : new int[] {1, 77, 513}) {
                        list.addAll(calls.rows(3, n));
                        list.addAll(calls.norms(3, n));
                        list.addAll(calls.folds(5, n));
                    }
                    list.addAll(calls.convolutions(2, 37, 45));
                    list.add(calls.broadcastSum(7, 33));
                    return list.stream();
                });
    }

    private List<KernelCall> rows(int rows, int n) {
        LaunchShape shape = LaunchShape.of(rows, Launcher.rowThreads(n));
        long size = (long) rows * n;
        return List.of(
                call("rows", "softmax", shape, input(size), output(size), type(), new Int(rows), new Int(n)),
                call(
                        "rows",
                        "softmax_gradient",
                        shape,
                        input(size),
                        input(size),
                        output(size),
                        type(),
                        new Int(rows),
                        new Int(n)),
                call("rows", "glu", shape, input(2 * size), output(size), type(), new Int(rows), new Int(n)),
                call(
                        "rows",
                        "glu_gradient",
                        shape,
                        input(2 * size),
                        input(size),
                        output(2 * size),
                        type(),
                        new Int(rows),
                        new Int(n)));
    }

    private List<KernelCall> norms(int rows, int n) {
        LaunchShape shape = LaunchShape.of(rows, Launcher.rowThreads(n));
        long size = (long) rows * n;
        return List.of(
                call(
                        "norms",
                        "layer_norm",
                        shape,
                        input(size),
                        input(n),
                        input(n),
                        output(size),
                        output(2L * rows),
                        type(),
                        new Int(rows),
                        new Int(n),
                        new Real(EPSILON)),
                call(
                        "norms",
                        "rms_norm",
                        shape,
                        input(size),
                        input(n),
                        output(size),
                        output(rows),
                        type(),
                        new Int(rows),
                        new Int(n),
                        new Real(EPSILON)));
    }

    /// Sums, maxima and logarithms of sums of `x [lines, n]` over rows and over columns.
    private List<KernelCall> folds(int lines, int n) {
        String types = Launcher.named("", dtype);
        List<KernelCall> calls = new ArrayList<>();
        for (int kind : new int[] {0, 2, 4}) { // enum Kind of reductions.cu
            Int folded = new Int(kind);
            calls.add(new KernelCall(
                    "reductions",
                    "reduce_rows" + types + types,
                    List.of(
                            input((long) lines * n),
                            output(lines),
                            type(),
                            type(),
                            folded,
                            new Int(n),
                            new Int(n),
                            new Int(n)),
                    LaunchShape.of(lines, Launcher.rowThreads(n))));
            calls.add(new KernelCall(
                    "reductions",
                    "reduce_columns" + types + types,
                    List.of(
                            input((long) lines * n),
                            output(n),
                            type(),
                            type(),
                            folded,
                            new Int(1),
                            new Int(lines),
                            new Int(n),
                            new Int(lines),
                            new Int(lines)),
                    LaunchShape.columns(n, 1, 1)));
        }
        return calls;
    }

    /// Filters of 3 heads and 5 taps, a dilation of 2; their gradients in chunks of 20 positions.
    private List<KernelCall> convolutions(int batch, int time, int channels) {
        int heads = 3;
        int taps = 5;
        int filters = heads * taps;
        int threads = 32;
        Struct at = Struct.ofInts(2, 4, 0, 0, batch, time, channels, heads, taps); // struct Taps of convolutions.cu
        long size = (long) batch * time * channels;
        int chunk = 20;
        int chunks = Math.ceilDiv(batch * time, chunk);
        LaunchShape run = LaunchShape.of(batch * Math.ceilDiv(time, 16), threads)
                .withRows(Math.ceilDiv(channels, threads))
                .withShared(taps * threads * Float.BYTES);
        LaunchShape each = LaunchShape.of(chunks, 128).withRows(heads);
        Buffer parts = Buffer.ofBytes((long) chunks * filters * Float.BYTES);
        Argument precise = new Int(0); // sums are float32
        Argument kept = new Int(1); // filters are in shared memory
        return List.of(
                call("convolutions", "convolve", run, input(size), input(filters), output(size), type(), kept, at),
                call(
                        "convolutions",
                        "input_gradient",
                        run,
                        input(size),
                        input(filters),
                        output(size),
                        type(),
                        kept,
                        at),
                call(
                        "convolutions",
                        "shared_gradient",
                        each,
                        input(size),
                        input(size),
                        parts,
                        type(),
                        precise,
                        new Int(chunk),
                        at));
    }

    /// `a [rows, n] + b [n]`: a walk over two axes, the first of which `b` does not move along.
    private KernelCall broadcastSum(int rows, int n) {
        long size = (long) rows * n;
        long[] walk = new long[3 + 6 + 4 * 6]; // struct Walk of walk.cuh
        walk[0] = size;
        walk[1] = 2;
        walk[2] = 1;
        walk[3] = rows;
        walk[4] = n;
        walk[9] = n;
        walk[10] = 1;
        walk[15] = 0;
        walk[16] = 1;
        walk[21] = n;
        walk[22] = 1;
        LaunchShape shape = LaunchShape.covering(size, 64);
        return call("elementwise", "zip_add", shape, input(size), input(n), output(size), type(), Struct.ofLongs(walk));
    }

    private KernelCall call(String family, String kernel, LaunchShape shape, Argument... arguments) {
        return new KernelCall(family, Launcher.named(kernel, dtype), List.of(arguments), shape);
    }

    private Int type() {
        return new Int(dtype == DType.F32 ? 0 : 2); // enum Type of cells.cuh
    }

    private Buffer output(long elements) {
        return Buffer.ofBytes(elements * dtype.bytes());
    }

    private Buffer input(long elements) {
        ByteBuffer buffer =
                ByteBuffer.allocate(Math.toIntExact(elements * dtype.bytes())).order(ByteOrder.nativeOrder());
        for (int i = 0; buffer.hasRemaining(); i++) {
            boolean special = i < elements / 5 && random.nextInt(8) == 0;
            float x = special ? SPECIAL[random.nextInt(SPECIAL.length)] : (float) random.nextGaussian();
            if (dtype == DType.F32) {
                buffer.putFloat(x);
            } else {
                buffer.putShort((short) (Float.floatToRawIntBits(x) >>> 16));
            }
        }
        return new Buffer(buffer.array());
    }
}

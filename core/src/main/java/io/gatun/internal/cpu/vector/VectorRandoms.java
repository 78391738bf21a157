package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.I;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Randoms;
import io.gatun.kernel.View;
import io.gatun.op.LaneMath;
import io.gatun.tensor.DType;
import io.gatun.tensor.RandomKey;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/// Random fills of float32; other types go to the reference. Words are drawn a few kilobytes at a time.
final class VectorRandoms implements Randoms {

    private static final int BLOCK = Scratch.FLOATS; // a multiple of every step
    private static final VectorShuffle<Float> SWAP = VectorShuffle.fromOp(F, i -> i ^ 1);
    private static final VectorMask<Float> ODD = VectorMask.fromLong(F, 0xAAAAAAAAAAAAAAAAL);

    private final Randoms reference;

    VectorRandoms(Randoms reference) {
        this.reference = reference;
    }

    /// What is done with the words of elements `at` and on.
    private interface Block {
        void run(long words, long at, long n);
    }

    private static void forEach(RandomKey key, View y, Block body) {
        Parallel.forRange(y.size(), Lanes.GRAIN / 4, (from, to) -> {
            long words = Scratch.current().buffer(0);
            for (long i = from; i < to; i += BLOCK) {
                PhiloxLanes.words(key, i, words, BLOCK);
                body.run(words, i, Math.min(BLOCK, to - i));
            }
        });
    }

    @Override
    public void uniform(RandomKey key, View y) {
        if (y.dtype() != DType.F32) {
            reference.uniform(key, y);
            return;
        }
        forEach(key, y, (words, at, n) -> {
            PhiloxLanes.uniform(words, BLOCK);
            Copies.bytes(words, y.address() + 4 * at, 4 * n);
        });
    }

    @Override
    public void normal(RandomKey key, View y) {
        if (y.dtype() != DType.F32) {
            reference.normal(key, y);
            return;
        }
        forEach(key, y, (words, at, n) -> {
            long radius = Scratch.current().buffer(1);
            positives(words, radius);
            logarithms(radius);
            angles(words);
            sines(words);
            turn(words, radius);
            Copies.bytes(radius, y.address() + 4 * at, 4 * n);
        });
    }

    /// Writes every word's u in (0, 1]; those of odd words are not used.
    private static void positives(long words, long result) {
        MemorySegment from = Lanes.words(words, BLOCK);
        MemorySegment to = Lanes.words(result, BLOCK);
        for (long i = 0; i < BLOCK; i += W) {
            FloatVector u = (FloatVector) IntVector.fromMemorySegment(I, from, 4 * i, ORDER)
                    .lanewise(VectorOperators.LSHR, 8)
                    .add(1)
                    .convert(VectorOperators.I2F, 0);
            u.mul(0x1p-24f).intoMemorySegment(to, 4 * i, ORDER);
        }
    }

    /// A method of its own: with anything else in it, C2 would not inline all of a logarithm.
    private static void logarithms(long values) {
        MemorySegment at = Lanes.words(values, BLOCK);
        for (long i = 0; i < BLOCK; i += W) {
            LaneMath.log(FloatVector.fromMemorySegment(F, at, 4 * i, ORDER)).intoMemorySegment(at, 4 * i, ORDER);
        }
    }

    /// Replaces each pair of words by the angle that its second one is, that in even lanes a quarter turn on:
    /// its sine is the cosine.
    private static void angles(long words) {
        MemorySegment at = Lanes.words(words, BLOCK);
        for (long i = 0; i < BLOCK; i += W) {
            FloatVector u = (FloatVector) IntVector.fromMemorySegment(I, at, 4 * i, ORDER)
                    .lanewise(VectorOperators.LSHR, 8)
                    .convert(VectorOperators.I2F, 0);
            FloatVector turns = u.mul(0x1p-24f);
            turns.rearrange(SWAP)
                    .add(0.25f)
                    .blend(turns, ODD)
                    .mul((float) (2 * Math.PI))
                    .intoMemorySegment(at, 4 * i, ORDER);
        }
    }

    private static void sines(long values) {
        MemorySegment at = Lanes.words(values, BLOCK);
        for (long i = 0; i < BLOCK; i += W) {
            LaneMath.sin(FloatVector.fromMemorySegment(F, at, 4 * i, ORDER)).intoMemorySegment(at, 4 * i, ORDER);
        }
    }

    /// Replaces each pair's logarithm by the radius √(−2 log u) times cosine and sine.
    private static void turn(long sines, long logarithms) {
        MemorySegment from = Lanes.words(sines, BLOCK);
        MemorySegment to = Lanes.words(logarithms, BLOCK);
        for (long i = 0; i < BLOCK; i += W) {
            FloatVector log = FloatVector.fromMemorySegment(F, to, 4 * i, ORDER);
            FloatVector radius = log.blend(log.rearrange(SWAP), ODD).mul(-2f).sqrt();
            radius.mul(FloatVector.fromMemorySegment(F, from, 4 * i, ORDER)).intoMemorySegment(to, 4 * i, ORDER);
        }
    }

    @Override
    public void dropout(RandomKey key, double p, View x, View y) {
        if (y.dtype() != DType.F32) {
            reference.dropout(key, p, x, y);
            return;
        }
        DropLanes drop = DropLanes.of(p);
        Parallel.forRange(y.size(), Lanes.GRAIN / 2, (from, to) -> {
            long words = Scratch.current().buffer(0);
            for (long i = from; i < to; i += 2L * BLOCK) { // two elements a word
                PhiloxLanes.words(key, i / 2, words, BLOCK);
                drop.run(words, x.address() + 4 * i, y.address() + 4 * i, Math.min(2L * BLOCK, to - i));
            }
        });
    }
}

package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Loops of the optimizers' updates: each reads and writes a parameter and its slots once.
final class UpdateLoops {

    private UpdateLoops() {}

    /// The constants of stochastic gradient descent.
    record Descent(float rate, float momentum, float decay) {

        /// Computes `θ −= rate · (g + decay · θ)`.
        void plain(long theta, long g, long n) {
            MemorySegment weights = Lanes.words(theta, n);
            MemorySegment flow = Lanes.words(g, n);
            for (long i = 0; i < n; i += W) {
                VectorMask<Float> mask = F.indexInRange(i, n);
                FloatVector w = FloatVector.fromMemorySegment(F, weights, 4 * i, ORDER, mask);
                FloatVector v = w.mul(decay).add(FloatVector.fromMemorySegment(F, flow, 4 * i, ORDER, mask));
                w.sub(v.mul(rate)).intoMemorySegment(weights, 4 * i, ORDER, mask);
            }
        }

        /// The same with a velocity.
        void withMomentum(long theta, long g, long velocity, long n) {
            MemorySegment weights = Lanes.words(theta, n);
            MemorySegment flow = Lanes.words(g, n);
            MemorySegment moving = Lanes.words(velocity, n);
            for (long i = 0; i < n; i += W) {
                VectorMask<Float> mask = F.indexInRange(i, n);
                FloatVector w = FloatVector.fromMemorySegment(F, weights, 4 * i, ORDER, mask);
                FloatVector v = w.mul(decay).add(FloatVector.fromMemorySegment(F, flow, 4 * i, ORDER, mask));
                v = FloatVector.fromMemorySegment(F, moving, 4 * i, ORDER, mask)
                        .mul(momentum)
                        .add(v);
                v.intoMemorySegment(moving, 4 * i, ORDER, mask);
                w.sub(v.mul(rate)).intoMemorySegment(weights, 4 * i, ORDER, mask);
            }
        }
    }

    /// The constants of Adam at one step.
    ///
    /// @param rate the learning rate over the first moment's bias correction
    /// @param root one over the root of the second moment's bias correction
    /// @param kept what decoupled weight decay leaves of the weights
    record Adam(
            float rate,
            float beta1,
            float rest1,
            float beta2,
            float rest2,
            float epsilon,
            float root,
            float decay,
            float kept) {

        /// Updates weights and both moments.
        void run(long theta, long g, long first, long second, long n) {
            MemorySegment weights = Lanes.words(theta, n);
            MemorySegment flow = Lanes.words(g, n);
            MemorySegment means = Lanes.words(first, n);
            MemorySegment squares = Lanes.words(second, n);
            for (long i = 0; i < n; i += W) {
                long at = 4 * i;
                VectorMask<Float> mask = F.indexInRange(i, n);
                FloatVector w = FloatVector.fromMemorySegment(F, weights, at, ORDER, mask);
                FloatVector d = w.mul(decay).add(FloatVector.fromMemorySegment(F, flow, at, ORDER, mask));
                FloatVector m = FloatVector.fromMemorySegment(F, means, at, ORDER, mask)
                        .mul(beta1)
                        .add(d.mul(rest1));
                FloatVector v = FloatVector.fromMemorySegment(F, squares, at, ORDER, mask)
                        .mul(beta2)
                        .add(d.mul(d).mul(rest2));
                m.intoMemorySegment(means, at, ORDER, mask);
                v.intoMemorySegment(squares, at, ORDER, mask);
                FloatVector step = m.div(v.sqrt().mul(root).add(epsilon));
                w.mul(kept).sub(step.mul(rate)).intoMemorySegment(weights, at, ORDER, mask);
            }
        }
    }

    /// Adds the squares of a row to sums by column and returns their sum.
    static float squares(long g, long sums, long n) {
        MemorySegment flow = Lanes.words(g, n);
        MemorySegment columns = Lanes.words(sums, n);
        FloatVector sum = FloatVector.zero(F);
        for (long i = 0; i < n; i += W) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            FloatVector v = FloatVector.fromMemorySegment(F, flow, 4 * i, ORDER, mask);
            FloatVector square = v.mul(v);
            sum = sum.add(square);
            FloatVector.fromMemorySegment(F, columns, 4 * i, ORDER, mask)
                    .add(square)
                    .intoMemorySegment(columns, 4 * i, ORDER, mask);
        }
        return Lanes.sum(sum);
    }

    /// Returns Σ (g ⊙ scale)².
    static float scaledSquares(long g, long scale, long n) {
        MemorySegment flow = Lanes.words(g, n);
        MemorySegment scales = Lanes.words(scale, n);
        FloatVector sum = FloatVector.zero(F);
        for (long i = 0; i < n; i += W) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            FloatVector u = FloatVector.fromMemorySegment(F, flow, 4 * i, ORDER, mask)
                    .mul(FloatVector.fromMemorySegment(F, scales, 4 * i, ORDER, mask));
            sum = u.fma(u, sum);
        }
        return Lanes.sum(sum);
    }

    /// Computes `θ −= rate · g ⊙ scale`.
    static void subtract(long theta, long g, long scale, float rate, long n) {
        MemorySegment weights = Lanes.words(theta, n);
        MemorySegment flow = Lanes.words(g, n);
        MemorySegment scales = Lanes.words(scale, n);
        for (long i = 0; i < n; i += W) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            FloatVector u = FloatVector.fromMemorySegment(F, flow, 4 * i, ORDER, mask)
                    .mul(FloatVector.fromMemorySegment(F, scales, 4 * i, ORDER, mask));
            FloatVector.fromMemorySegment(F, weights, 4 * i, ORDER, mask)
                    .sub(u.mul(rate))
                    .intoMemorySegment(weights, 4 * i, ORDER, mask);
        }
    }

    /// The constants of an average of squares.
    record Average(float decay, float rest, float epsilon) {

        /// Computes `second = decay · second + rest · (g² + epsilon)` and writes `1 / √second` to `scale`.
        void run(long g, long second, long scale, long n) {
            MemorySegment flow = Lanes.words(g, n);
            MemorySegment squares = Lanes.words(second, n);
            MemorySegment scales = Lanes.words(scale, n);
            for (long i = 0; i < n; i += W) {
                VectorMask<Float> mask = F.indexInRange(i, n);
                FloatVector v = FloatVector.fromMemorySegment(F, flow, 4 * i, ORDER, mask);
                FloatVector s = FloatVector.fromMemorySegment(F, squares, 4 * i, ORDER, mask)
                        .mul(decay)
                        .add(v.mul(v).add(epsilon).mul(rest));
                s.intoMemorySegment(squares, 4 * i, ORDER, mask);
                FloatVector.broadcast(F, 1f).div(s.sqrt()).intoMemorySegment(scales, 4 * i, ORDER, mask);
            }
        }
    }
}

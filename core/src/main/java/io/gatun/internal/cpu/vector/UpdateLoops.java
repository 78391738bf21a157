package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Loops of the optimizers' updates: each reads and writes a parameter and its slots once.
///
/// In each, `a` of the [Streams] is the gradient.
final class UpdateLoops {

    private UpdateLoops() {}

    private static FloatVector read(MemorySegment from, long i) {
        return FloatVector.fromMemorySegment(F, from, 4 * i, ORDER);
    }

    /// The constants of stochastic gradient descent.
    record Descent(float rate, float momentum, float decay) {

        /// Computes `θ −= rate · (g + decay · θ)`; `b` is θ.
        float plain(Streams at, long n) {
            MemorySegment flow = Lanes.words(at.a(), n);
            MemorySegment weights = Lanes.words(at.b(), n);
            for (long i = 0; i < n; i += W) {
                FloatVector w = read(weights, i);
                FloatVector v = w.mul(decay).add(read(flow, i));
                w.sub(v.mul(rate)).intoMemorySegment(weights, 4 * i, ORDER);
            }
            return 0;
        }

        /// The same with a velocity, `c`.
        float withMomentum(Streams at, long n) {
            MemorySegment flow = Lanes.words(at.a(), n);
            MemorySegment weights = Lanes.words(at.b(), n);
            MemorySegment moving = Lanes.words(at.c(), n);
            for (long i = 0; i < n; i += W) {
                FloatVector w = read(weights, i);
                FloatVector v = w.mul(decay).add(read(flow, i));
                v = read(moving, i).mul(momentum).add(v);
                v.intoMemorySegment(moving, 4 * i, ORDER);
                w.sub(v.mul(rate)).intoMemorySegment(weights, 4 * i, ORDER);
            }
            return 0;
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

        /// Updates weights (`b`) and both moments (`c`, `d`).
        float run(Streams at, long n) {
            MemorySegment flow = Lanes.words(at.a(), n);
            MemorySegment weights = Lanes.words(at.b(), n);
            MemorySegment means = Lanes.words(at.c(), n);
            MemorySegment squares = Lanes.words(at.d(), n);
            for (long i = 0; i < n; i += W) {
                FloatVector w = read(weights, i);
                FloatVector d = w.mul(decay).add(read(flow, i));
                FloatVector m = read(means, i).mul(beta1).add(d.mul(rest1));
                FloatVector v = read(squares, i).mul(beta2).add(d.mul(d).mul(rest2));
                m.intoMemorySegment(means, 4 * i, ORDER);
                v.intoMemorySegment(squares, 4 * i, ORDER);
                FloatVector step = m.div(v.sqrt().mul(root).add(epsilon));
                w.mul(kept).sub(step.mul(rate)).intoMemorySegment(weights, 4 * i, ORDER);
            }
            return 0;
        }
    }

    /// Adds the squares of a row to sums by column (`b`) and returns their sum.
    static float squares(Streams at, long n) {
        MemorySegment flow = Lanes.words(at.a(), n);
        MemorySegment columns = Lanes.words(at.b(), n);
        FloatVector sum = FloatVector.zero(F);
        for (long i = 0; i < n; i += W) {
            FloatVector v = read(flow, i);
            FloatVector square = v.mul(v);
            sum = sum.add(square);
            read(columns, i).add(square).intoMemorySegment(columns, 4 * i, ORDER);
        }
        return Lanes.sum(sum);
    }

    /// Returns Σ (g ⊙ scale)²; `b` is the scale.
    static float scaledSquares(Streams at, long n) {
        MemorySegment flow = Lanes.words(at.a(), n);
        MemorySegment scales = Lanes.words(at.b(), n);
        FloatVector sum = FloatVector.zero(F);
        for (long i = 0; i < n; i += W) {
            FloatVector u = read(flow, i).mul(read(scales, i));
            sum = u.fma(u, sum);
        }
        return Lanes.sum(sum);
    }

    /// A step down a scaled gradient.
    record Step(float rate) {

        /// Computes `θ −= rate · g ⊙ scale`; `b` is θ, `c` the scale.
        float run(Streams at, long n) {
            MemorySegment flow = Lanes.words(at.a(), n);
            MemorySegment weights = Lanes.words(at.b(), n);
            MemorySegment scales = Lanes.words(at.c(), n);
            for (long i = 0; i < n; i += W) {
                FloatVector u = read(flow, i).mul(read(scales, i));
                read(weights, i).sub(u.mul(rate)).intoMemorySegment(weights, 4 * i, ORDER);
            }
            return 0;
        }
    }

    /// The constants of an average of squares.
    record Average(float decay, float rest, float epsilon) {

        /// Computes `second = decay · second + rest · (g² + epsilon)` (`b`) and writes `1 / √second` to `c`.
        float run(Streams at, long n) {
            MemorySegment flow = Lanes.words(at.a(), n);
            MemorySegment squares = Lanes.words(at.b(), n);
            MemorySegment scales = Lanes.words(at.c(), n);
            for (long i = 0; i < n; i += W) {
                FloatVector v = read(flow, i);
                FloatVector s =
                        read(squares, i).mul(decay).add(v.mul(v).add(epsilon).mul(rest));
                s.intoMemorySegment(squares, 4 * i, ORDER);
                FloatVector.broadcast(F, 1f).div(s.sqrt()).intoMemorySegment(scales, 4 * i, ORDER);
            }
            return 0;
        }
    }
}

package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Elementwise;
import io.gatun.kernel.View;
import io.gatun.op.Binary;
import io.gatun.op.Comparison;
import io.gatun.op.Unary;

/// The reference kernels of [Elementwise].
final class ScalarElementwise implements Elementwise {

    @Override
    public void map(Unary op, View x, View y) {
        Cells in = Cells.of(x);
        Cells out = Cells.of(y);
        for (Odometer at = new Odometer(x, y); at.next(); ) {
            long i = at.offset(0);
            long o = at.offset(1);
            for (long k = 0; k < at.run(); k++) {
                out.set(o + k * at.step(1), op.scalar(in.get(i + k * at.step(0))));
            }
        }
    }

    @Override
    public void zip(Binary op, View a, View b, View y) {
        Cells left = Cells.of(a);
        Cells right = Cells.of(b);
        Cells out = Cells.of(y);
        for (Odometer at = new Odometer(a, b, y); at.next(); ) {
            for (long k = 0; k < at.run(); k++) {
                double p = left.get(at.offset(0) + k * at.step(0));
                double q = right.get(at.offset(1) + k * at.step(1));
                out.set(at.offset(2) + k * at.step(2), op.scalar(p, q));
            }
        }
    }

    @Override
    public void compare(Comparison op, View a, View b, View y) {
        Cells left = Cells.of(a);
        Cells right = Cells.of(b);
        Cells out = Cells.of(y);
        for (Odometer at = new Odometer(a, b, y); at.next(); ) {
            for (long k = 0; k < at.run(); k++) {
                double p = left.get(at.offset(0) + k * at.step(0));
                double q = right.get(at.offset(1) + k * at.step(1));
                out.set(at.offset(2) + k * at.step(2), op.test(p, q) ? 1 : 0);
            }
        }
    }

    @Override
    public void where(View condition, View a, View b, View y) {
        Cells chooses = Cells.of(condition);
        Cells left = Cells.of(a);
        Cells right = Cells.of(b);
        Cells out = Cells.of(y);
        for (Odometer at = new Odometer(condition, a, b, y); at.next(); ) {
            for (long k = 0; k < at.run(); k++) {
                boolean first = chooses.get(at.offset(0) + k * at.step(0)) != 0;
                Cells chosen = first ? left : right;
                int view = first ? 1 : 2;
                out.copy(at.offset(3) + k * at.step(3), chosen, at.offset(view) + k * at.step(view));
            }
        }
    }

    @Override
    public void copy(View from, View to) {
        Cells in = Cells.of(from);
        Cells out = Cells.of(to);
        for (Odometer at = new Odometer(from, to); at.next(); ) {
            long i = at.offset(0);
            long o = at.offset(1);
            for (long k = 0; k < at.run(); k++) {
                out.copy(o + k * at.step(1), in, i + k * at.step(0));
            }
        }
    }

    @Override
    public void fill(View y, double value) {
        Cells out = Cells.of(y);
        for (Odometer at = new Odometer(y); at.next(); ) {
            for (long k = 0; k < at.run(); k++) {
                out.set(at.offset(0) + k * at.step(0), value);
            }
        }
    }
}

package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Updates;
import io.gatun.kernel.View;

/// The reference kernels of [Updates].
final class ScalarUpdates implements Updates {

    @Override
    public void sgd(Target target, View velocity, double rate, double momentum, double decay) {
        Cells theta = Cells.of(target.parameter());
        Cells gradient = Cells.of(target.gradient());
        Cells moving = velocity == null ? null : Cells.of(velocity);
        for (long i = 0; i < target.parameter().size(); i++) {
            double weight = theta.get(i);
            double v = gradient.get(i) + decay * weight;
            if (moving != null) {
                v += momentum * moving.get(i);
                moving.set(i, v);
            }
            theta.set(i, weight - rate * v);
        }
    }

    @Override
    public void adam(Target target, View first, View second, Adam constants) {
        Cells theta = Cells.of(target.parameter());
        Cells gradient = Cells.of(target.gradient());
        Cells means = Cells.of(first);
        Cells squares = Cells.of(second);
        double correction1 = 1 - Math.pow(constants.beta1(), (double) constants.step());
        double correction2 = 1 - Math.pow(constants.beta2(), (double) constants.step());
        for (long i = 0; i < target.parameter().size(); i++) {
            double weight = theta.get(i);
            double g = gradient.get(i) + constants.decay() * weight;
            double m = constants.beta1() * means.get(i) + (1 - constants.beta1()) * g;
            double v = constants.beta2() * squares.get(i) + (1 - constants.beta2()) * g * g;
            means.set(i, m);
            squares.set(i, v);
            double step = m / correction1 / (Math.sqrt(v / correction2) + constants.epsilon());
            double decayed = weight * (1 - constants.rate() * constants.decoupledDecay());
            theta.set(i, decayed - constants.rate() * step);
        }
    }

    @Override
    public void adafactorFactored(Target target, View row, View column, Adafactor constants) {
        View shape = target.parameter();
        int rows = shape.dim(-2);
        int columns = shape.dim(-1);
        long matrices = rows == 0 || columns == 0 ? 0 : shape.size() / rows / columns;
        Cells gradient = Cells.of(target.gradient());
        Cells rowMeans = Cells.of(row);
        Cells columnMeans = Cells.of(column);
        double[] rowMean = new double[Math.toIntExact(matrices)]; // of the row means of a matrix
        for (int b = 0; b < matrices; b++) {
            double[] r = new double[rows];
            double[] c = new double[columns];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double g = gradient.get(((long) b * rows + i) * columns + j);
                    double square = g * g + constants.epsilon1();
                    r[i] += square / columns;
                    c[j] += square / rows;
                }
            }
            average(rowMeans, (long) b * rows, r, constants.decay());
            average(columnMeans, (long) b * columns, c, constants.decay());
            for (int i = 0; i < rows; i++) {
                rowMean[b] += rowMeans.get((long) b * rows + i) / rows;
            }
        }
        apply(target, constants, k -> {
            long i = k / columns; // counts the rows of all matrices
            int b = (int) (i / rows);
            double estimate = rowMeans.get(i) / rowMean[b] * columnMeans.get((long) b * columns + k % columns);
            return gradient.get(k) / Math.sqrt(estimate);
        });
    }

    private static void average(Cells slot, long at, double[] fresh, double decay) {
        for (int i = 0; i < fresh.length; i++) {
            slot.set(at + i, decay * slot.get(at + i) + (1 - decay) * fresh[i]);
        }
    }

    @Override
    public void adafactor(Target target, View second, Adafactor constants) {
        Cells gradient = Cells.of(target.gradient());
        Cells squares = Cells.of(second);
        for (long k = 0; k < target.parameter().size(); k++) {
            double g = gradient.get(k);
            double fresh = g * g + constants.epsilon1();
            squares.set(k, constants.decay() * squares.get(k) + (1 - constants.decay()) * fresh);
        }
        apply(target, constants, k -> gradient.get(k) / Math.sqrt(squares.get(k)));
    }

    /// What Adafactor would subtract from element `k` before clipping and scaling.
    private interface Direction {
        double at(long k);
    }

    /// Clips the update by its root mean square, scales it by that of the weights, and subtracts it.
    private static void apply(Target target, Adafactor constants, Direction update) {
        Cells theta = Cells.of(target.parameter());
        long size = target.parameter().size();
        double updates = 0;
        double weights = 0;
        for (long k = 0; k < size; k++) {
            updates += Math.pow(update.at(k), 2);
            weights += Math.pow(theta.get(k), 2);
        }
        double clip = Math.max(1, Math.sqrt(updates / size) / constants.clip());
        double scale = constants.scaled() ? Math.max(constants.epsilon2(), Math.sqrt(weights / size)) : 1;
        for (long k = 0; k < size; k++) {
            theta.set(k, theta.get(k) - constants.rate() * scale * update.at(k) / clip);
        }
    }
}

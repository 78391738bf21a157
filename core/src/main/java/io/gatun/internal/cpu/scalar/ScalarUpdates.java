package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import java.util.List;

/// The reference kernels of [Updates].
final class ScalarUpdates implements Updates {

    @Override
    public void sgd(List<Sgd> parameters, View step, double momentum) {
        double rate = Cells.of(step).get(0);
        parameters.forEach(
                parameter -> sgd(parameter.target(), parameter.velocity(), rate, momentum, parameter.decay()));
    }

    private static void sgd(Target target, View velocity, double rate, double momentum, double decay) {
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
    public void adam(List<Adam> parameters, View step, AdamConstants constants) {
        Cells numbers = Cells.of(step);
        parameters.forEach(parameter -> adam(parameter, numbers, constants));
    }

    private static void adam(Adam parameter, Cells step, AdamConstants constants) {
        Cells theta = Cells.of(parameter.target().parameter());
        Cells gradient = Cells.of(parameter.target().gradient());
        Cells means = Cells.of(parameter.first());
        Cells squares = Cells.of(parameter.second());
        double rate = step.get(0);
        for (long i = 0; i < parameter.target().parameter().size(); i++) {
            double weight = theta.get(i);
            double g = gradient.get(i) + parameter.decay() * weight;
            double m = constants.beta1() * means.get(i) + (1 - constants.beta1()) * g;
            double v = constants.beta2() * squares.get(i) + (1 - constants.beta2()) * g * g;
            means.set(i, m);
            squares.set(i, v);
            double change = m / step.get(1) / (Math.sqrt(v / step.get(2)) + constants.epsilon());
            theta.set(i, weight * (1 - rate * parameter.decoupledDecay()) - rate * change);
        }
    }

    /// What Adafactor does at one step.
    private record AdafactorStep(double rate, double decay, AdafactorConstants constants) {}

    @Override
    public void adafactor(List<Adafactor> parameters, View step, AdafactorConstants constants) {
        Cells numbers = Cells.of(step);
        AdafactorStep at = new AdafactorStep(numbers.get(0), numbers.get(1), constants);
        for (Adafactor parameter : parameters) {
            if (parameter.column() == null) {
                full(parameter.target(), parameter.second(), at);
            } else {
                factored(parameter.target(), parameter.second(), parameter.column(), at);
            }
        }
    }

    private static void factored(Target target, View row, View column, AdafactorStep at) {
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
                    double square = g * g + at.constants().epsilon1();
                    r[i] += square / columns;
                    c[j] += square / rows;
                }
            }
            average(rowMeans, (long) b * rows, r, at.decay());
            average(columnMeans, (long) b * columns, c, at.decay());
            for (int i = 0; i < rows; i++) {
                rowMean[b] += rowMeans.get((long) b * rows + i) / rows;
            }
        }
        apply(target, at, k -> {
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

    private static void full(Target target, View second, AdafactorStep at) {
        Cells gradient = Cells.of(target.gradient());
        Cells squares = Cells.of(second);
        for (long k = 0; k < target.parameter().size(); k++) {
            double g = gradient.get(k);
            double fresh = g * g + at.constants().epsilon1();
            squares.set(k, at.decay() * squares.get(k) + (1 - at.decay()) * fresh);
        }
        apply(target, at, k -> gradient.get(k) / Math.sqrt(squares.get(k)));
    }

    /// What Adafactor would subtract from element `k` before clipping and scaling.
    private interface Direction {
        double at(long k);
    }

    /// Clips the update by its root mean square, scales it by that of the weights, and subtracts it.
    private static void apply(Target target, AdafactorStep at, Direction update) {
        AdafactorConstants constants = at.constants();
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
            theta.set(k, theta.get(k) - at.rate() * scale * update.at(k) / clip);
        }
    }
}

package io.gatun.catalogue;

import java.util.random.RandomGenerator;

/// Which numbers an operand may hold. Gradients are checked by finite differences, so a domain keeps clear of
/// an op's poles, kinks and jumps.
@FunctionalInterface
public interface Domain {

    /// Overwrites the elements with numbers of this domain.
    void fill(double[] elements, RandomGenerator random);

    /// Returns numbers uniform in [low, high).
    static Domain between(double low, double high) {
        return (elements, random) -> {
            for (int i = 0; i < elements.length; i++) {
                elements[i] = random.nextDouble(low, high);
            }
        };
    }

    /// Returns numbers uniform in [−4, 4) that keep at least 1/16 away from the multiples of `period`; of 0 if
    /// `period` is infinite.
    static Domain awayFromMultiples(double period) {
        return (elements, random) -> {
            between(-4, 4).fill(elements, random);
            for (int i = 0; i < elements.length; i++) {
                double nearest = Double.isInfinite(period) ? 0 : Math.rint(elements[i] / period) * period;
                if (Math.abs(elements[i] - nearest) < 0x1p-4) {
                    elements[i] = nearest + Math.copySign(0x1p-4, elements[i] - nearest);
                }
            }
        };
    }

    /// Returns a shuffle of evenly spaced numbers around 0, an eighth apart: no two are equal, so the largest
    /// of some is the same after a small step.
    static Domain distinct() {
        return (elements, random) -> {
            for (int i = 0; i < elements.length; i++) {
                int j = random.nextInt(i + 1);
                elements[i] = elements[j];
                elements[j] = (i - elements.length / 2) / 8.0 + 1 / 32.0;
            }
        };
    }

    /// Returns the numbers 0 … extent − 1, drawn with repetition.
    static Domain indices(int extent) {
        return (elements, random) -> {
            for (int i = 0; i < elements.length; i++) {
                elements[i] = random.nextInt(extent);
            }
        };
    }

    /// Returns some of these numbers, one after the other; `stretch` says how often each is repeated before the
    /// next, so that two operands can meet in every pair.
    static Domain cycle(int stretch, double... numbers) {
        return (elements, _) -> {
            for (int i = 0; i < elements.length; i++) {
                elements[i] = numbers[i / stretch % numbers.length];
            }
        };
    }
}

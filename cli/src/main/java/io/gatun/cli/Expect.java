package io.gatun.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks numbers that options give.
final class Expect {

    /// More rows or tokens in a row than any training needs; what lies above is a slip of the finger.
    static final int MOST = 1 << 16;

    private static final long MOST_TOKENS = 1L << 26;

    private Expect() {}

    /// Checks that a value lies in a range.
    ///
    /// @throws IllegalArgumentException if it does not, naming option, range and value
    static void range(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    option + ": expected a number from " + least + " to " + most + ", got " + value);
        }
    }

    /// Checks the rows of a batch and the tokens of a row.
    ///
    /// @throws IllegalArgumentException if they are not possible
    static void batch(int rows, int length, int leastLength) {
        batch("--batch", rows, "--length", length, leastLength);
    }

    /// Checks the rows of a batch and the tokens of a row, as options of these names give them.
    ///
    /// @throws IllegalArgumentException if they are not possible
    static void batch(String rowsOption, long rows, String lengthOption, long length, int leastLength) {
        range(rowsOption, rows, 1, MOST);
        range(lengthOption, length, leastLength, MOST);
        if (rows * length > MOST_TOKENS) {
            throw new IllegalArgumentException(rowsOption + " and " + lengthOption + ": expected at most " + MOST_TOKENS
                    + " tokens in a batch, got " + rows + " times " + length);
        }
    }

    /// Checks that no value is given twice.
    ///
    /// @throws IllegalArgumentException if one is, naming option and value
    static void different(String option, List<?> values) {
        Set<Object> seen = new HashSet<>();
        for (Object value : values) {
            if (!seen.add(value)) {
                throw new IllegalArgumentException(option + ": expected each once, got " + value + " twice");
            }
        }
    }

    /// Checks that a value is a finite number of at least 0, or above it.
    ///
    /// @throws IllegalArgumentException if it is not, naming option and value
    static void finite(String option, double value, boolean zero) {
        if (!(value > 0 || zero && value == 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    option + ": expected a finite number " + (zero ? "of at least" : "above") + " 0, got " + value);
        }
    }
}

package io.gatun.data.task;

import io.gatun.data.file.DataFile;
import io.gatun.data.file.FormatException;
import io.gatun.data.file.Row;
import io.gatun.data.file.Table;
import io.gatun.data.file.TableFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Collects the examples of a split. What is malformed is left out, counted and named; more than five of it and
/// more than 1 % are refused.
final class ExampleReader {

    private static final int TOLERATED = 5;
    private static final int TOLERATED_PERCENT = 1;
    private static final int NAMED = 3;

    private final String task;
    private final List<Example> examples = new ArrayList<>();
    private final List<String> malformed = new ArrayList<>(); // the first of them
    private long malformedCount;

    /// Something that reads a file.
    interface Reading {

        /// Reads it.
        void run() throws IOException;
    }

    /// Creates a reader without examples for a task of this name.
    ExampleReader(String task) {
        this.task = task;
    }

    /// Adds an example.
    void add(String input, String target) {
        examples.add(new Example(input, target));
    }

    /// Adds an example.
    void add(Example example) {
        examples.add(example);
    }

    /// Reads a table; `cast` adds an example for each row that it wants, and throws a [FormatException] for one
    /// that is malformed.
    void rows(Path file, TableFormat format, Consumer<Row> cast) {
        file(file, () -> {
            try (Table table = format.open(file)) {
                while (row(file, table, cast)) {}
            }
        });
    }

    private boolean row(Path file, Table table, Consumer<Row> cast) throws IOException {
        try {
            Row row = table.next();
            if (row == null) {
                return false;
            }
            cast.accept(row);
        } catch (FormatException e) {
            malformed(file + ":" + table.line(), e);
        }
        return true;
    }

    /// Reads one thing that is no row of a table; `cast` is as for [#rows].
    void item(String place, Runnable cast) {
        try {
            cast.run();
        } catch (FormatException e) {
            malformed(place, e);
        }
    }

    private void malformed(String place, FormatException e) {
        malformedCount++;
        if (malformed.size() < NAMED) {
            malformed.add(place + ": " + e.getMessage());
        }
    }

    /// Reads a file, and names it if it cannot be read or is not in the expected form.
    void file(Path file, Reading reading) {
        try {
            reading.run();
        } catch (IOException e) {
            throw new TaskException("task " + task + ": " + file + ": " + DataFile.reason(e), e);
        } catch (FormatException e) {
            throw new TaskException("task " + task + ": " + file + ": " + e.getMessage(), e);
        }
    }

    /// Says in one line what was left out, if anything was.
    Optional<String> note() {
        return malformedCount == 0
                ? Optional.empty()
                : Optional.of("task " + task + ": left out as malformed: " + malformedCount + " of " + count() + ": "
                        + named());
    }

    private long count() {
        return examples.size() + malformedCount;
    }

    private String named() {
        long more = malformedCount - malformed.size();
        return String.join("; ", malformed) + (more == 0 ? "" : "; and " + more + " more");
    }

    /// Returns the examples in their order.
    ///
    /// @throws TaskException if there are none, or too much is malformed
    List<Example> examples() {
        if (malformedCount > TOLERATED && malformedCount * 100 > count() * TOLERATED_PERCENT) {
            throw new TaskException("task " + task + ": expected at most " + TOLERATED_PERCENT + " % malformed, found "
                    + malformedCount + " of " + count() + ": " + named());
        }
        if (examples.isEmpty()) {
            throw new TaskException("task " + task + ": expected at least one example, found none"
                    + (malformed.isEmpty() ? "" : ": " + named()));
        }
        return examples;
    }
}

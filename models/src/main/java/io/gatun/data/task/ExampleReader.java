package io.gatun.data.task;

import io.gatun.data.file.DataFile;
import io.gatun.data.file.FormatException;
import io.gatun.data.file.Malformed;
import io.gatun.data.file.Row;
import io.gatun.data.file.Table;
import io.gatun.data.file.TableFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Collects the examples of a split. What is malformed is left out, counted and named; more than five of
/// it and more than 1 % of all that the files hold, other splits and what is left out by intent included,
/// are refused.
final class ExampleReader {

    // where a thousand and half of all rows are malformed, a file is of another kind
    private static final int HOPELESS_PERCENT = 50;

    private final String task;
    private final List<Example> examples = new ArrayList<>();
    private final Malformed malformed = new Malformed();

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

    /// Reads a table; `cast` adds an example for each row that it wants, and throws a [FormatException]
    /// for one that is malformed.
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
            malformed.add(file + ":" + table.line() + ": " + e.getMessage());
        }
        count();
        return true;
    }

    /// Reads one thing that is no row of a table; `cast` is as for [#rows].
    void item(String place, Runnable cast) {
        try {
            cast.run();
        } catch (FormatException e) {
            malformed.add(place + ": " + e.getMessage());
        }
        count();
    }

    private void count() {
        malformed.read();
        if (malformed.hopeless(HOPELESS_PERCENT)) {
            throw tooMuch(" so far");
        }
    }

    private TaskException tooMuch(String when) {
        return new TaskException("task " + task + ": expected at most " + Malformed.TOLERATED_PERCENT
                + " % malformed, found " + malformed.share() + when + ": " + malformed.named());
    }

    /// Reads a file, and names it if it cannot be read or is not in the expected form.
    void file(Path file, Reading reading) {
        try {
            reading.run();
        } catch (IOException e) {
            throw new TaskException("task " + task + ": " + file + ": " + DataFile.reason(e) + also(), e);
        } catch (FormatException e) {
            throw new TaskException("task " + task + ": " + file + ": " + e.getMessage(), e);
        }
    }

    /// Says in one line what was left out, if anything was.
    Optional<String> note() {
        return malformed.count() == 0
                ? Optional.empty()
                : Optional.of(
                        "task " + task + ": left out as malformed: " + malformed.share() + ": " + malformed.named());
    }

    private String also() {
        return malformed.count() == 0 ? "" : "; malformed before: " + malformed.named();
    }

    /// Returns the examples in their order.
    ///
    /// @throws TaskException if there are none, or too much is malformed
    List<Example> examples() {
        if (malformed.tooMuch()) {
            throw tooMuch("");
        }
        if (examples.isEmpty()) {
            throw new TaskException("task " + task + ": expected at least one example, found none"
                    + (malformed.count() == 0 ? "" : ": " + malformed.named()));
        }
        return examples;
    }
}

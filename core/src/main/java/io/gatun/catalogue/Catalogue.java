package io.gatun.catalogue;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every op, and every method composed of ops: a row each.
public final class Catalogue {

    private static final List<Row> ROWS = Stream.of(
                    ElementwiseRows.rows(),
                    ReductionRows.rows(),
                    ProductRows.rows(),
                    FusedRows.rows(),
                    AttentionRows.rows(),
                    MovementRows.rows(),
                    StatefulRows.rows(),
                    ComposedRows.rows())
            .flatMap(List::stream)
            .toList();

    private static final Map<String, Row> BY_NAME =
            ROWS.stream().collect(Collectors.toUnmodifiableMap(Row::name, Function.identity()));

    private Catalogue() {}

    /// Returns all rows.
    public static List<Row> rows() {
        return ROWS;
    }

    /// Returns the row of a name.
    ///
    /// @throws IllegalArgumentException if there is none, listing those there are
    public static Row row(String name) {
        Row row = BY_NAME.get(name);
        if (row == null) {
            throw new IllegalArgumentException("no op is called '" + name + "': expected one of "
                    + BY_NAME.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        return row;
    }
}

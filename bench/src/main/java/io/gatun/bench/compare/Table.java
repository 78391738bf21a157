package io.gatun.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The results as a table in Markdown: a row a case, a ratio for each setting of libtorch, and notes where a ratio
/// rests on little.
final class Table {

    private static final String SINGLE = "¹";
    private static final String DISTURBED = "²";
    private static final String NONE = "–";

    private final List<String> peers;
    private final List<Row> rows;

    /// @param peers settings of libtorch; the first has the columns of shortest runs and of memory
    /// @param rows those that are measured, in part at least
    Table(List<String> peers, List<Row> rows) {
        List<String> there = peers.stream()
                .filter(peer -> rows.stream().anyMatch(row -> !row.pairs(peer).isEmpty()))
                .toList();
        this.peers = there; // no column for a setting that no row was measured with
        this.rows = rows;
    }

    /// Returns the table, line by line.
    List<String> lines() {
        boolean memory = rows.stream()
                .anyMatch(row -> row.first(peers).median(pair -> pair.ours().peakMegabytes()) > 0);
        List<String> lines = new ArrayList<>();
        String others = peers.stream().skip(1).map(peer -> " `" + peer + "` |").collect(Collectors.joining());
        lines.add("| case | threads | `" + peers.getFirst() + "` | shortest runs |" + others + " pairs | ours, ms |"
                + (memory ? " peak MB, ours / `" + peers.getFirst() + "` |" : ""));
        lines.add("| --- | --: | --: | --: |" + " --: |".repeat(peers.size() - 1) + " --: | --: |"
                + (memory ? " --: |" : ""));
        rows.forEach(row -> lines.add(line(row, memory)));
        lines.addAll(notes(String.join("\n", lines)));
        return lines;
    }

    private String line(Row row, boolean memory) {
        Pairs first = row.pairs(peers.getFirst());
        Pairs any = row.first(peers);
        StringBuilder line = new StringBuilder("| `" + row.asked().label() + "` | " + row.threads() + " | ");
        line.append(first.isEmpty() ? NONE : "**" + two(first.ratio()) + "**" + mark(first))
                .append(" | ");
        line.append(first.isEmpty() ? NONE : two(first.median(Pairs.Pair::ratioOfShortest)));
        for (String peer : peers.subList(1, peers.size())) {
            Pairs pairs = row.pairs(peer);
            line.append(" | ").append(pairs.isEmpty() ? NONE : two(pairs.ratio()) + mark(pairs));
        }
        line.append(" | ")
                .append(peers.stream().map(peer -> count(row.pairs(peer))).collect(Collectors.joining(", ")))
                .append(" | ")
                .append(three(any.median(pair -> pair.ours().milliseconds())))
                .append(" |");
        if (memory) {
            double ours = any.median(pair -> pair.ours().peakMegabytes());
            double theirs =
                    first.isEmpty() ? 0 : first.median(pair -> pair.theirs().peakMegabytes());
            line.append(' ')
                    .append(whole(ours))
                    .append(" / ")
                    .append(whole(theirs))
                    .append(" |");
        }
        return line.toString();
    }

    private static String mark(Pairs pairs) {
        return pairs.doubtful() ? DISTURBED : pairs.count() == 1 ? SINGLE : "";
    }

    private static String count(Pairs pairs) {
        return pairs.count() + (pairs.discarded() == 0 ? "" : " (" + pairs.discarded() + ")");
    }

    private List<String> notes(String table) {
        List<String> notes = new ArrayList<>();
        if (table.contains(SINGLE)) {
            notes.add(SINGLE + " One pair only.");
        }
        if (table.contains(DISTURBED)) {
            notes.add(DISTURBED + " Doubtful: another process took part of the processor in every pair ("
                    + rows.stream()
                            .map(this::shares)
                            .filter(each -> !each.isEmpty())
                            .collect(Collectors.joining("; "))
                    + "). Stop what else runs and take them again, on a quieter machine if need be.");
        }
        if (rows.stream()
                .anyMatch(row -> peers.stream().anyMatch(peer -> row.pairs(peer).discarded() > 0))) {
            notes.add("In brackets: pairs that were disturbed, and do not count where there are others.");
        }
        if (!notes.isEmpty()) {
            notes.addFirst("");
        }
        return notes;
    }

    /// Returns the least CPU shares of the pairs of a row that were all disturbed.
    private String shares(Row row) {
        return peers.stream()
                .filter(peer -> row.pairs(peer).doubtful())
                .map(peer -> {
                    List<Pairs.Pair> pairs = row.pairs(peer).shown();
                    return String.format(
                            Locale.ROOT,
                            "`%s` beside `%s`: cpu_share down to %.2f ours, %.2f theirs",
                            row.asked().label(),
                            peer,
                            pairs.stream()
                                    .mapToDouble(pair -> pair.ours().cpuShare())
                                    .min()
                                    .orElseThrow(),
                            pairs.stream()
                                    .mapToDouble(pair -> pair.theirs().cpuShare())
                                    .min()
                                    .orElseThrow());
                })
                .collect(Collectors.joining("; "));
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /// Returns three digits, without the exponent that `%.3g` gives thousands.
    private static String three(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String whole(double value) {
        return value == 0 ? NONE : String.format(Locale.ROOT, "%.0f", value);
    }
}

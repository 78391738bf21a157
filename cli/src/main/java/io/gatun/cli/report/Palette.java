package io.gatun.cli.report;

import java.util.List;
import java.util.Locale;

/// How an architecture is drawn, the same on every figure: by a colour that people of any colour vision can tell apart,
/// and by the shape of its marks, for paper and screens without colours.
final class Palette {

    private static final List<String> ARCHS = List.of("transformer", "lightweight", "dynamic", "dilated");

    /// Outlines about the origin: circle, square, triangle, diamond, and a cross for whatever else there is.
    private static final List<String> SHAPES = List.of(
            "m-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0z",
            "m-3.3 -3.3h6.6v6.6h-6.6z",
            "m0 -4.4l4.2 7.3h-8.4z",
            "m0 -4.7l4.7 4.7l-4.7 4.7l-4.7 -4.7z",
            "m-1.2 -4h2.4v2.8h2.8v2.4h-2.8v2.8h-2.4v-2.8h-2.8v-2.4h2.8z");

    private Palette() {}

    /// Returns the style class of an architecture's colour.
    static String colour(String arch) {
        return "c" + index(arch);
    }

    /// Returns an architecture's mark at a place of a drawing: full, or hollow as everything is that began from
    /// scratch.
    static String mark(String arch, boolean full, double x, double y) {
        return "<path class=\"mark %s %s\" d=\"M%s %s%s\"/>"
                .formatted(
                        full ? "full" : "hollow",
                        colour(arch),
                        Markup.number(x),
                        Markup.number(y),
                        SHAPES.get(index(arch)));
    }

    /// Returns a piece of an architecture's line with its mark, to stand in a text before its name.
    static String key(String arch) {
        return "<svg class=\"sign %s\" viewBox=\"0 0 24 10\"><path class=\"line\" d=\"M1 5H23\"/>%s</svg>"
                .formatted(colour(arch), mark(arch, true, 12, 5));
    }

    private static int index(String arch) {
        int index = ARCHS.indexOf(arch.toLowerCase(Locale.ROOT));
        return index < 0 ? ARCHS.size() : index;
    }
}

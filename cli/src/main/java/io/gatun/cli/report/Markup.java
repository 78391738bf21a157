package io.gatun.cli.report;

import java.util.Locale;

/// Builds HTML and SVG text; whatever comes from data is escaped here.
final class Markup {

    private final StringBuilder out = new StringBuilder();

    /// Appends markup as it stands.
    Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    /// Appends markup with `%s` for texts that are escaped, and numbers that are written as they are.
    Markup add(String format, Object... values) {
        Object[] escaped = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            escaped[i] = values[i] instanceof Double d ? number(d) : escape(String.valueOf(values[i]));
        }
        out.append(String.format(Locale.ROOT, format, escaped));
        return this;
    }

    /// A coordinate: two decimals are finer than any screen.
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}

package io.gatun.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How numbers and names are written on a page.
final class Words {

    private Words() {}

    /// A rate as per cent with one decimal, without the sign: `61.3`.
    static String percent(double rate) {
        return String.format(Locale.ROOT, "%.1f", 100 * rate);
    }

    /// A difference of rates in percentage points, with its sign: `+4.0`, `−1.5`.
    static String points(double difference) {
        String text = String.format(Locale.ROOT, "%.1f", 100 * Math.abs(difference));
        return (text.equals("0.0") ? "±" : difference > 0 ? "+" : "−") + text;
    }

    /// An end of an interval of such differences: `+4.0`, `−1.5`, `0.0`.
    static String bound(double difference) {
        return points(difference).replace("±", "");
    }

    /// A whole number with thin spaces between its thousands: a comma would be a decimal point to half of
    /// the readers.
    static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }

    /// A large number in short: `1.4 million`.
    static String brief(double number) {
        if (number >= 1e9) {
            return String.format(Locale.ROOT, "%.1f billion", number / 1e9);
        }
        if (number >= 1e5) {
            return String.format(Locale.ROOT, number >= 1e6 ? "%.1f million" : "%.2f million", number / 1e6);
        }
        return whole(Math.round(number));
    }

    /// A number with the letter of its thousands, two or three digits: `12 k`, `1.5 M`, `0.25`.
    static String metric(double number) {
        if (number > 0 && number < 0.1) {
            return small(number);
        }
        String[] letters = {"", " k", " M", " G", " T", " P"};
        int thousands = number < 1000 ? 0 : Math.min(letters.length - 1, (int) (Math.log10(number * 1.0005) / 3));
        double scaled = number / Math.pow(1000, thousands);
        int digits = scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2;
        String text = String.format(Locale.ROOT, "%." + digits + "f", scaled);
        return (text.contains(".") ? text.replaceAll("\\.?0+$", "") : text) + letters[thousands];
    }

    /// A number below 0.1, with two digits that tell something: `0.005`, `0.0031`.
    static String small(double number) {
        return BigDecimal.valueOf(number)
                .round(new MathContext(2))
                .stripTrailingZeros()
                .toPlainString();
    }

    /// A rate of a cell beside its main metric, as per cent; a dash where there is none.
    static String rate(Optional<Cell> cell, String rate) {
        return cell.flatMap(there -> Optional.ofNullable(there.more().get(rate)))
                .map(Words::percent)
                .orElse("–");
    }

    /// A length of time: `42 s`, `3 min 20 s`, `2 h 5 min`.
    static String time(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return seconds < 10 ? String.format(Locale.ROOT, "%.1f s", seconds) : s + " s";
        }
        return s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s / 60 % 60 + " min";
    }

    /// `a`, `a and b`, `a, b and c`.
    static String list(List<String> words) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    /// `1 task`, `3 tasks`.
    static String count(long number, String noun) {
        return whole(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /// The name of a setting or a rate as a person would write it: `invalid_rate` is `invalid rate`.
    static String name(String key) {
        return key.equals("f1") ? "F1" : key.replace('_', ' ');
    }
}

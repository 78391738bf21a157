package io.gatun.data.corpus;

import java.util.Map;

/// The named characters of HTML that documentation comments use.
final class HtmlEntities {

    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("amp", "&"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", " "),
            Map.entry("ensp", " "),
            Map.entry("emsp", " "),
            Map.entry("thinsp", " "),
            Map.entry("shy", ""),
            Map.entry("copy", "\u00A9"),
            Map.entry("reg", "\u00AE"),
            Map.entry("trade", "\u2122"),
            Map.entry("mdash", "\u2014"),
            Map.entry("ndash", "\u2013"),
            Map.entry("minus", "\u2212"),
            Map.entry("hellip", "\u2026"),
            Map.entry("lsquo", "\u2018"),
            Map.entry("rsquo", "\u2019"),
            Map.entry("ldquo", "\u201C"),
            Map.entry("rdquo", "\u201D"),
            Map.entry("laquo", "\u00AB"),
            Map.entry("raquo", "\u00BB"),
            Map.entry("le", "\u2264"),
            Map.entry("ge", "\u2265"),
            Map.entry("ne", "\u2260"),
            Map.entry("times", "\u00D7"),
            Map.entry("divide", "\u00F7"),
            Map.entry("plusmn", "\u00B1"),
            Map.entry("middot", "\u00B7"),
            Map.entry("bull", "\u2022"),
            Map.entry("infin", "\u221E"),
            Map.entry("radic", "\u221A"),
            Map.entry("sum", "\u2211"),
            Map.entry("isin", "\u2208"),
            Map.entry("notin", "\u2209"),
            Map.entry("cap", "\u2229"),
            Map.entry("cup", "\u222A"),
            Map.entry("sub", "\u2282"),
            Map.entry("sube", "\u2286"),
            Map.entry("and", "\u2227"),
            Map.entry("or", "\u2228"),
            Map.entry("not", "\u00AC"),
            Map.entry("rarr", "\u2192"),
            Map.entry("larr", "\u2190"),
            Map.entry("rArr", "\u21D2"),
            Map.entry("hArr", "\u21D4"),
            Map.entry("pi", "\u03C0"),
            Map.entry("theta", "\u03B8"),
            Map.entry("alpha", "\u03B1"),
            Map.entry("beta", "\u03B2"),
            Map.entry("gamma", "\u03B3"),
            Map.entry("lambda", "\u03BB"),
            Map.entry("mu", "\u03BC"),
            Map.entry("micro", "\u00B5"),
            Map.entry("delta", "\u03B4"),
            Map.entry("epsilon", "\u03B5"),
            Map.entry("tau", "\u03C4"),
            Map.entry("sigma", "\u03C3"),
            Map.entry("phi", "\u03C6"),
            Map.entry("omega", "\u03C9"),
            Map.entry("harr", "\u2194"),
            Map.entry("lfloor", "\u230A"),
            Map.entry("rfloor", "\u230B"),
            Map.entry("lceil", "\u2308"),
            Map.entry("rceil", "\u2309"),
            Map.entry("equals", "="),
            Map.entry("deg", "\u00B0"),
            Map.entry("para", "\u00B6"),
            Map.entry("sect", "\u00A7"),
            Map.entry("frac12", "\u00BD"),
            Map.entry("sup2", "\u00B2"),
            Map.entry("eacute", "\u00E9"),
            Map.entry("auml", "\u00E4"),
            Map.entry("ouml", "\u00F6"),
            Map.entry("uuml", "\u00FC"),
            Map.entry("szlig", "\u00DF"),
            Map.entry("lbrace", "{"),
            Map.entry("rbrace", "}"),
            Map.entry("commat", "@"),
            Map.entry("sol", "/"),
            Map.entry("ast", "*"));

    private HtmlEntities() {}

    /// Returns the character of `name`, which is a name or `#` and a number, or `null` if there is none.
    static String character(String name) {
        if (!name.startsWith("#")) {
            return NAMED.get(name);
        }
        try {
            boolean hexadecimal = name.length() > 2 && Character.toLowerCase(name.charAt(1)) == 'x';
            int point = hexadecimal ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
            boolean text = Character.isValidCodePoint(point)
                    && !Character.isISOControl(point)
                    && (point < 0xD800 || point > 0xDFFF);
            return text ? Character.toString(point) : " ";
        } catch (NumberFormatException _) {
            return null;
        }
    }
}

package io.gatun.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The rules of new models, which are compiled from the JDK's Unicode data, against that data itself.
class NormalizationTest {

    private static final Set<Integer> SPACES = IntStream.of(
                    ' ', '\t', '\n', '\f', '\r', 0x1680, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF,
                    0xFFFD)
            .boxed()
            .collect(Collectors.toSet());

    private final TextNormalizer normalizer = of(Normalization.NFKC.spec());

    private static TextNormalizer of(NormalizerSpec spec) {
        byte[] rules = spec.precompiledCharsmap();
        CharsMap map = rules.length == 0 ? null : CharsMap.parse("rules", "charsmap", rules);
        return new TextNormalizer(spec, map, List.of(), false);
    }

    private String normalize(String text) {
        ByteText bytes = ByteText.of(text);
        return normalizer.normalize(bytes.array(), bytes.length()).toString();
    }

    private static boolean isRemoved(int c) {
        return (c < ' ' && !SPACES.contains(c)) || c == 0x7F || c == 0x8F || c == 0x9F;
    }

    private static String expected(int c) {
        String form = c == 0xFF5E ? "\uFF5E" : Normalizer.normalize(Character.toString(c), Form.NFKC);
        if (SPACES.contains(c)) {
            form = " ";
        } else if (isRemoved(c)) {
            form = "";
        }
        return ("7" + form + "7").replaceAll(" +", "\u2581");
    }

    @Test
    void every_character_gets_its_compatibility_form() {
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            int type = Character.getType(c);
            if (type != Character.SURROGATE && type != Character.UNASSIGNED && type != Character.PRIVATE_USE) {
                assertThat(normalize("7" + Character.toString(c) + "7"))
                        .as("U+%04X", c)
                        .isEqualTo("\u2581" + expected(c));
            }
        }
    }

    @Test
    void decomposed_characters_are_composed() {
        for (int c = 0xA0; c <= 0xFFFF; c++) {
            String text = Character.toString(c);
            String parts = Normalizer.normalize(text, Form.NFD);
            if (!Character.isSurrogate((char) c) && !parts.equals(text)) {
                String composed = Normalizer.normalize(text, Form.NFKC).replace(' ', '\u2581');
                assertThat(normalize("7" + parts + "7")).as("U+%04X", c).isEqualTo("\u25817" + composed + "7");
            }
        }
    }

    @Test
    void spaces_are_collapsed_and_marked() {
        assertThat(normalize("  a \t\u00a0 b\u3000\u200bc  ")).isEqualTo("▁a▁b▁c");
        assertThat(normalize(" \t ")).isEmpty();
        assertThat(normalize("")).isEmpty();
    }

    @Test
    void malformed_utf_8_becomes_replacement_characters() {
        TextNormalizer identity = of(Normalization.IDENTITY.spec());
        byte[] text = {
            'a', (byte) 0xFF, (byte) 0xE2, (byte) 0x82, 'b', (byte) 0xED, (byte) 0xA0, (byte) 0x80, (byte) 0xC0
        };

        assertThat(identity.normalize(text, text.length).toString())
                .isEqualTo("▁a\uFFFD\uFFFD\uFFFDb\uFFFD\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void the_name_says_where_the_rules_come_from() {
        assertThat(Normalization.NFKC.spec().name()).startsWith("nmt_nfkc_jdk");
        assertThat(Normalization.IDENTITY.spec().name()).isEqualTo("identity");
    }
}

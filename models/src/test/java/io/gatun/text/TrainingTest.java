package io.gatun.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TrainingTest {

    private static final List<String> CORPUS = Fixtures.sentences(3000, 1);
    private static final TrainerSettings SETTINGS = TrainerSettings.t5(500).withNormalization(Normalization.IDENTITY);

    private static Tokenizer train(TrainerSettings settings, List<String> corpus) {
        return new TokenizerTrainer(settings).train(corpus);
    }

    @Test
    void the_model_has_the_size_and_the_special_pieces_asked_for() {
        Tokenizer tokenizer = train(SETTINGS, CORPUS);
        List<SentencePiece> pieces = tokenizer.model().pieces();

        assertThat(pieces).hasSize(500);
        assertThat(pieces.subList(0, 3))
                .containsExactly(
                        new SentencePiece("<pad>", 0, PieceType.CONTROL),
                        new SentencePiece("</s>", 0, PieceType.CONTROL),
                        new SentencePiece("<unk>", 0, PieceType.UNKNOWN));
        assertThat(pieces.get(3)).isEqualTo(new SentencePiece("<0x00>", 0, PieceType.BYTE));
        assertThat(pieces.get(258)).isEqualTo(new SentencePiece("<0xFF>", 0, PieceType.BYTE));
        assertThat(pieces.subList(259, 500))
                .allMatch(piece -> piece.type() == PieceType.NORMAL && piece.score() < 0)
                .isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
    }

    @Test
    void text_survives_with_byte_fallback_whatever_it_is() {
        Tokenizer tokenizer = train(SETTINGS, CORPUS);

        assertThat(tokenizer.decode(tokenizer.encode("kalo 日本 \uD83D\uDE00 Zürich")))
                .isEqualTo("kalo 日本 \uD83D\uDE00 Zürich");
        assertThat(tokenizer.encode(CORPUS.getFirst()).length)
                .isLessThan(CORPUS.getFirst().length() / 3);
    }

    @Test
    void neither_the_number_of_threads_nor_the_order_of_sentences_changes_the_model() {
        byte[] expected = train(SETTINGS.withThreads(1), CORPUS).model().toBytes();
        List<String> shuffled = new ArrayList<>(CORPUS);
        Collections.shuffle(shuffled, new Random(2));

        assertThat(train(SETTINGS.withThreads(5), shuffled).model().toBytes()).isEqualTo(expected);
        assertThat(new TokenizerTrainer(SETTINGS).train(CORPUS.stream()).model().toBytes())
                .isEqualTo(expected);
    }

    @Test
    void a_sample_depends_on_its_seed_alone() {
        TrainerSettings sample = SETTINGS.withSample(1500, 4);
        byte[] expected = train(sample, CORPUS).model().toBytes();

        assertThat(train(sample, CORPUS).model().toBytes()).isEqualTo(expected);
        assertThat(train(SETTINGS.withSample(1500, 5), CORPUS).model().toBytes())
                .isNotEqualTo(expected);
        assertThat(train(SETTINGS.withSample(5000, 4), CORPUS).model().toBytes())
                .isEqualTo(train(SETTINGS, CORPUS).model().toBytes());
    }

    @Test
    void frequent_words_become_pieces_and_none_crosses_a_word() {
        List<String> corpus = new ArrayList<>(CORPUS);
        corpus.addAll(Collections.nCopies(300, "zygomorphic zygomorphic."));
        List<String> pieces = train(SETTINGS, corpus).model().pieces().stream()
                .map(SentencePiece::piece)
                .toList();

        assertThat(pieces).contains("▁zygomorphic").allMatch(piece -> piece.lastIndexOf('▁') <= 0);
    }

    @Test
    void rare_characters_get_no_piece_below_full_coverage() {
        List<String> corpus = new ArrayList<>(CORPUS);
        corpus.add("ŧ");

        assertThat(hasPiece(train(SETTINGS, corpus), "ŧ")).isFalse();
        assertThat(hasPiece(train(SETTINGS.withCharacterCoverage(1), corpus), "ŧ"))
                .isTrue();
    }

    private static boolean hasPiece(Tokenizer tokenizer, String piece) {
        return tokenizer.model().pieces().stream().anyMatch(p -> p.piece().equals(piece));
    }

    @Test
    void an_empty_corpus_is_refused() {
        assertThatThrownBy(() -> train(SETTINGS, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> train(SETTINGS, List.of("", "  "))).hasMessageContaining("empty");
    }

    @Test
    void the_errors_on_the_size_name_sizes_that_work() {
        Pattern atLeast = Pattern.compile("at least (\\d+)");
        Pattern atMost = Pattern.compile("at most (\\d+)");

        int least = limit(atLeast, 100);
        assertThat(least).isGreaterThan(260);
        assertThat(train(TrainerSettings.t5(least).withNormalization(Normalization.IDENTITY), CORPUS)
                        .vocabSize())
                .isEqualTo(least);
        int most = limit(atMost, 100_000);
        assertThat(train(TrainerSettings.t5(most).withNormalization(Normalization.IDENTITY), CORPUS)
                        .vocabSize())
                .isEqualTo(most);
    }

    private static int limit(Pattern pattern, int vocabSize) {
        try {
            train(TrainerSettings.t5(vocabSize).withNormalization(Normalization.IDENTITY), CORPUS);
        } catch (IllegalArgumentException e) {
            Matcher matcher = pattern.matcher(e.getMessage());
            assertThat(matcher.find()).as(e.getMessage()).isTrue();
            return Integer.parseInt(matcher.group(1));
        }
        throw new AssertionError("no exception for " + vocabSize);
    }

    @Test
    void seeds_are_the_substrings_that_occur_in_more_than_one_way() {
        Random random = new Random(6);
        for (int round = 0; round < 30; round++) {
            Map<String, Integer> words = new HashMap<>();
            SegmentCounts counts = new SegmentCounts();
            for (int i = 0; i < 40; i++) {
                StringBuilder word = new StringBuilder();
                for (int j = random.nextInt(round < 10 ? 25 : 8); j >= 0; j--) {
                    word.append("abé".charAt(random.nextInt(3)));
                }
                int count = 1 + random.nextInt(3);
                words.merge(word.toString(), count, Integer::sum);
                byte[] bytes = Utf8.bytes(word.toString());
                counts.add(bytes, 0, bytes.length, count);
            }
            TrainingText text = new TrainingText(
                    counts.sorted(),
                    List.of((int) 'a', (int) 'b', (int) 'é'),
                    Map.of((int) 'a', 9L, (int) 'b', 9L, (int) 'é', 9L));
            PieceTable table = SeedPieces.find(text, 1_000_000);

            Map<String, Double> found = new HashMap<>();
            for (int id = 0; id < table.size(); id++) {
                String piece = new String(table.piece(id), StandardCharsets.UTF_8);
                if (piece.length() > 1) {
                    found.put(piece, table.score(id));
                }
            }
            Map<String, Long> expected = frequentSubstrings(words);
            assertThat(found.keySet()).isEqualTo(expected.keySet());
            double total =
                    27 + expected.values().stream().mapToLong(Long::longValue).sum();
            expected.forEach((piece, score) ->
                    assertThat(found.get(piece)).as(piece).isCloseTo(Math.log(score / total), within(1e-9)));
        }
    }

    /// By counting all substrings: those with a frequency above that of each longer one that begins with them,
    /// or that have the full length; with frequency times length.
    private static Map<String, Long> frequentSubstrings(Map<String, Integer> words) {
        Map<String, Long> counts = new HashMap<>();
        words.forEach((word, count) -> {
            for (int from = 0; from < word.length(); from++) {
                for (int to = from + 1; to <= Math.min(word.length(), from + SeedPieces.MAX_LENGTH); to++) {
                    counts.merge(word.substring(from, to), (long) count, Long::sum);
                }
            }
        });
        Map<String, Long> kept = new HashMap<>();
        counts.forEach((piece, count) -> {
            boolean alwaysGoesOn = piece.length() < SeedPieces.MAX_LENGTH
                    && "abé".chars().anyMatch(c -> count.equals(counts.get(piece + (char) c)));
            if (piece.length() > 1 && count > 1 && !alwaysGoesOn) {
                kept.put(piece, count * piece.length());
            }
        });
        return kept;
    }

    @Test
    void expected_counts_are_those_over_all_segmentations() {
        PieceTable.Builder builder = new PieceTable.Builder();
        builder.add(Utf8.bytes("a"), -1);
        builder.add(Utf8.bytes("é"), -2);
        builder.add(Utf8.bytes("aé"), -2.5);
        builder.add(Utf8.bytes("éa"), -1.5);
        PieceTable table = builder.build(score -> score);
        byte[] text = Utf8.bytes("aéa");
        Lattice lattice = new Lattice(table);
        lattice.fill(text, 0, text.length, true);
        double[] expected = new double[4];

        double likelihood = lattice.addExpected(2, expected);

        // a é a: -4; aé a: -3.5; a éa: -2.5
        double total = Math.exp(-4) + Math.exp(-3.5) + Math.exp(-2.5);
        assertThat(likelihood).isCloseTo(Math.log(total), within(1e-12));
        // in the order of bytes: a, aé, é, éa
        assertThat(expected[0])
                .isCloseTo(2 * (2 * Math.exp(-4) + Math.exp(-3.5) + Math.exp(-2.5)) / total, within(1e-12));
        assertThat(expected[1]).isCloseTo(2 * Math.exp(-3.5) / total, within(1e-12));
        assertThat(expected[2]).isCloseTo(2 * Math.exp(-4) / total, within(1e-12));
        assertThat(expected[3]).isCloseTo(2 * Math.exp(-2.5) / total, within(1e-12));
    }

    @Test
    void digamma_has_its_known_values() {
        assertThat(UnigramPruning.digamma(1)).isCloseTo(-0.577_215_664_901_532_9, within(1e-9));
        assertThat(UnigramPruning.digamma(0.5)).isCloseTo(-1.963_510_026_021_423_5, within(1e-9));
        assertThat(UnigramPruning.digamma(1000)).isCloseTo(6.907_255_195_648_812, within(1e-9));
    }
}

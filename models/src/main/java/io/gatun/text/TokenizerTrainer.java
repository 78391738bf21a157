package io.gatun.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Trains a unigram tokenizer on a corpus.
///
/// From all frequent substrings of words it takes turns of expectation maximization and dropping the quarter
/// of the pieces that is missed least, until little more than the wanted number is left; then it keeps the
/// most probable ones and every needed character. The same corpus and settings give the same model, byte for
/// byte, on any number of threads.
///
/// Source: T. Kudo, "Subword Regularization: Improving Neural Network Translation Models with Multiple Subword
/// Candidates", ACL 2018, section 3.2.
public final class TokenizerTrainer {

    private static final int SEED_PIECES = 1_000_000;
    private static final double SHRINKING_FACTOR = 0.75;
    private static final int EM_ROUNDS = 2;
    private static final double SURPLUS = 1.1;
    private static final double RARE_CHARACTER_STEP = 1e-4;
    private static final int SENTENCES_BETWEEN_REPORTS = 10_000;

    private final TrainerSettings settings;
    private final TrainingProgress progress;

    /// A trainer that reports nothing.
    public TokenizerTrainer(TrainerSettings settings) {
        this(settings, TrainingProgress.NONE);
    }

    /// A trainer that reports to `progress`.
    public TokenizerTrainer(TrainerSettings settings, TrainingProgress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /// Trains on a stream of sentences or lines, and closes it.
    ///
    /// @throws IllegalArgumentException as [#train(Iterable)]
    public Tokenizer train(Stream<String> sentences) {
        try (sentences) {
            return train(sentences.iterator());
        }
    }

    /// Trains on sentences or lines.
    ///
    /// @throws IllegalArgumentException if they hold no text, if the vocabulary is too small for the characters
    ///     that must be in it, or if it is larger than the corpus has pieces for; the message names the limit
    public Tokenizer train(Iterable<String> sentences) {
        return train(sentences.iterator());
    }

    private Tokenizer train(Iterator<String> sentences) {
        NormalizerSpec normalizer = settings.normalization().spec();
        byte[] rules = normalizer.precompiledCharsmap();
        CharsMap map = rules.length == 0 ? null : CharsMap.parse("rules", normalizer.name(), rules);
        SegmentReader reader = new SegmentReader(new TextNormalizer(normalizer, map, List.of(), false));
        read(sentences, reader);
        TrainingText text = reader.finish(settings.characterCoverage());
        if (text.segments().size() == 0) {
            throw new IllegalArgumentException("the corpus is empty: there is nothing to train a tokenizer on");
        }
        List<SentencePiece> special = specialPieces();
        int least = special.size() + text.alphabet().size();
        if (settings.vocabSize() < least) {
            throw new IllegalArgumentException("a vocabulary of " + settings.vocabSize()
                    + " pieces is too small for this corpus: it needs "
                    + text.alphabet().size() + " characters and "
                    + special.size() + " special and byte pieces; ask for at least " + least
                    + " or lower the character coverage (now " + settings.characterCoverage() + ")");
        }
        List<SentencePiece> pieces = new ArrayList<>(special);
        pieces.addAll(choose(search(text), text, settings.vocabSize() - special.size()));
        if (pieces.size() < settings.vocabSize()) {
            throw new IllegalArgumentException("a vocabulary of " + settings.vocabSize()
                    + " pieces is too large for this corpus: it has pieces for at most " + pieces.size()
                    + "; ask for less or give more text");
        }
        progress.at(TrainingProgress.Stage.DONE, pieces.size(), pieces.size());
        TrainerSpec trainer = TrainerSpec.t5Unigram(
                settings.vocabSize(), (float) settings.characterCoverage(), settings.byteFallback());
        return Tokenizer.of(ModelProto.of(pieces, trainer, normalizer));
    }

    private void read(Iterator<String> sentences, SegmentReader reader) {
        int limit = settings.maxSentences();
        List<String> sample = new ArrayList<>();
        // its algorithm is fixed by its specification
        Random random = new Random(settings.seed());
        long count = 0;
        while (sentences.hasNext()) {
            String sentence = sentences.next();
            count++;
            if (limit == 0) {
                reader.add(sentence);
            } else if (sample.size() < limit) {
                sample.add(sentence);
            } else {
                // reservoir sampling: each sentence has the same chance to stay
                long place = random.nextLong(count);
                if (place < limit) {
                    sample.set((int) place, sentence);
                }
            }
            if (count % SENTENCES_BETWEEN_REPORTS == 0) {
                progress.at(TrainingProgress.Stage.READING, count, 0);
            }
        }
        sample.forEach(reader::add);
    }

    private List<SentencePiece> specialPieces() {
        List<SentencePiece> pieces = new ArrayList<>();
        pieces.add(new SentencePiece("<pad>", 0, PieceType.CONTROL));
        pieces.add(new SentencePiece("</s>", 0, PieceType.CONTROL));
        pieces.add(new SentencePiece("<unk>", 0, PieceType.UNKNOWN));
        for (int b = 0; settings.byteFallback() && b < 256; b++) {
            pieces.add(new SentencePiece(ModelCheck.bytePiece(b), 0, PieceType.BYTE));
        }
        return pieces;
    }

    private PieceTable search(TrainingText text) {
        int wanted = (int) (settings.vocabSize() * SURPLUS);
        progress.at(TrainingProgress.Stage.SEEDING, 0, settings.vocabSize());
        PieceTable table = SeedPieces.find(text, SEED_PIECES);
        try (ExecutorService threads = Executors.newFixedThreadPool(settings.threads())) {
            UnigramPruning pruning = new UnigramPruning(text.segments(), threads);
            while (true) {
                for (int round = 0; round < EM_ROUNDS; round++) {
                    table = pruning.improve(table);
                }
                progress.at(TrainingProgress.Stage.PRUNING, table.size(), settings.vocabSize());
                if (table.size() <= wanted) {
                    return table;
                }
                table = pruning.prune(table, Math.max(wanted, (int) (SHRINKING_FACTOR * table.size())));
            }
        }
    }

    /// The characters that must be there and the most probable pieces, the most probable first.
    private static List<SentencePiece> choose(PieceTable table, TrainingText text, int count) {
        Map<String, Double> scores = new HashMap<>();
        for (int id = 0; id < table.size(); id++) {
            scores.put(new String(table.piece(id), StandardCharsets.UTF_8), table.score(id));
        }
        Map<String, Double> chosen = new HashMap<>();
        double missing = table.minScore();
        for (int c : text.alphabet()) {
            String piece = Character.toString(c);
            Double score = scores.get(piece);
            if (score == null) {
                // rarer ones a little less probable, so that no two are alike
                score = missing -= RARE_CHARACTER_STEP;
            }
            chosen.put(piece, score);
        }
        Comparator<Map.Entry<String, Double>> mostProbable =
                Map.Entry.<String, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());
        scores.entrySet().stream()
                .filter(entry -> !chosen.containsKey(entry.getKey()))
                .sorted(mostProbable)
                .limit(count - chosen.size())
                .toList()
                .forEach(entry -> chosen.put(entry.getKey(), entry.getValue()));
        return chosen.entrySet().stream()
                .sorted(mostProbable)
                .map(entry -> new SentencePiece(entry.getKey(), entry.getValue().floatValue()))
                .toList();
    }
}

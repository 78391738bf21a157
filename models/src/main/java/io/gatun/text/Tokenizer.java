package io.gatun.text;

import io.gatun.file.AtomicFile;
import io.gatun.text.UnigramEncoder.Segmentation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A SentencePiece unigram tokenizer.
///
/// Its ids, pieces and decoded text are those of the C++ library for the same model file. Instances do not
/// change; any number of threads may use one.
///
/// ```java
/// Tokenizer tokenizer = Tokenizer.load(Path.of("tokenizer.model"));
/// int[] ids = tokenizer.encode("Hello, world!");
/// String text = tokenizer.decode(ids);
/// ```
public final class Tokenizer {

    private final ModelProto model;
    private final TextNormalizer normalizer;
    private final TextNormalizer denormalizer;
    private final UnigramEncoder encoder;
    private final PieceDecoder decoder;
    private final int[] byteIds;
    private final int unkId;
    private final int eosId;
    private final int bosId;
    private final int padId;

    private Tokenizer(String source, ModelProto model) {
        ModelCheck.check(source, model);
        this.model = model;
        List<SentencePiece> pieces = model.pieces();
        TrainerSpec trainer = model.trainerSpec();
        List<String> userDefined = pieces.stream()
                .filter(piece -> piece.type() == PieceType.USER_DEFINED)
                .map(SentencePiece::piece)
                .toList();
        normalizer = new TextNormalizer(
                model.normalizerSpec(),
                rules(source, "normalizer_spec.precompiled_charsmap", model.normalizerSpec()),
                userDefined,
                trainer.treatWhitespaceAsSuffix());
        CharsMap after = rules(source, "denormalizer_spec.precompiled_charsmap", model.denormalizerSpec());
        denormalizer = after == null ? null : new TextNormalizer(model.denormalizerSpec(), after, userDefined, false);
        encoder = new UnigramEncoder(pieces);
        decoder = new PieceDecoder(model);
        byteIds = trainer.byteFallback() ? byteIds(pieces) : null;
        unkId = find(pieces, PieceType.UNKNOWN, null);
        eosId = find(pieces, PieceType.CONTROL, trainer.eosPiece());
        bosId = find(pieces, PieceType.CONTROL, trainer.bosPiece());
        padId = find(pieces, PieceType.CONTROL, trainer.padPiece());
    }

    private static CharsMap rules(String source, String where, NormalizerSpec spec) {
        byte[] blob = spec.precompiledCharsmap();
        return blob.length == 0 ? null : CharsMap.parse(source, where, blob);
    }

    private static int[] byteIds(List<SentencePiece> pieces) {
        int[] ids = new int[256];
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).type() == PieceType.BYTE) {
                ids[Integer.parseInt(pieces.get(id).piece().substring(3, 5), 16)] = id;
            }
        }
        return ids;
    }

    private static int find(List<SentencePiece> pieces, PieceType type, String text) {
        for (int id = 0; id < pieces.size(); id++) {
            SentencePiece piece = pieces.get(id);
            if (piece.type() == type && (text == null || text.equals(piece.piece()))) {
                return id;
            }
        }
        return -1;
    }

    /// Loads a model file.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws ModelFormatException if it is damaged or no unigram model
    public static Tokenizer load(Path file) throws IOException {
        String source = file.toString();
        return new Tokenizer(source, ModelProto.parse(source, Files.readAllBytes(file)));
    }

    /// The tokenizer that a model describes.
    ///
    /// @throws ModelFormatException if the model is inconsistent
    public static Tokenizer of(ModelProto model) {
        return new Tokenizer("model", model);
    }

    /// The ids of the pieces of `text`; no end of sequence is added, and a line break is a character like
    /// any other.
    ///
    /// A lone surrogate counts as U+FFFD.
    public int[] encode(String text) {
        return ids(ByteText.of(text));
    }

    /// The ids of the pieces of UTF-8 text. A byte that belongs to no character counts as U+FFFD.
    public int[] encode(byte[] utf8) {
        ByteText text = new ByteText(utf8.length);
        text.append(utf8, 0, utf8.length);
        return ids(text);
    }

    private int[] ids(ByteText text) {
        ByteText normal = normalizer.normalize(text.array(), text.length());
        Segmentation found = encoder.encode(normal.array(), normal.length());
        int[] ids = found.ids;
        if (indexOfUnknown(ids) < 0) {
            return ids;
        }
        int[] out = new int[byteIds == null ? ids.length : normal.length()];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != unkId) {
                out[count++] = ids[i];
            } else if (byteIds != null) {
                for (int at = start(found, i); at < found.ends[i]; at++) {
                    out[count++] = byteIds[normal.array()[at] & 0xFF];
                }
            } else if (i == 0 || ids[i - 1] != unkId) {
                out[count++] = unkId;
            }
        }
        return Arrays.copyOf(out, count);
    }

    private int indexOfUnknown(int[] ids) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == unkId) {
                return i;
            }
        }
        return -1;
    }

    private static int start(Segmentation found, int i) {
        return i == 0 ? 0 : found.ends[i - 1];
    }

    /// The pieces of `text`, one for each id of [#encode(String)]. For the unknown piece it is the
    /// normalized text that has no piece.
    public List<String> pieces(String text) {
        return pieces(ByteText.of(text));
    }

    /// The pieces of UTF-8 text, as [#pieces(String)].
    public List<String> pieces(byte[] utf8) {
        ByteText text = new ByteText(utf8.length);
        text.append(utf8, 0, utf8.length);
        return pieces(text);
    }

    private List<String> pieces(ByteText text) {
        ByteText normal = normalizer.normalize(text.array(), text.length());
        Segmentation found = encoder.encode(normal.array(), normal.length());
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < found.ids.length; i++) {
            int from = start(found, i);
            if (found.ids[i] != unkId) {
                pieces.add(piece(found.ids[i]));
            } else if (byteIds != null) {
                for (int at = from; at < found.ends[i]; at++) {
                    pieces.add(piece(byteIds[normal.array()[at] & 0xFF]));
                }
            } else {
                while (i + 1 < found.ids.length && found.ids[i + 1] == unkId) {
                    i++;
                }
                pieces.add(new String(normal.array(), from, found.ends[i] - from, StandardCharsets.UTF_8));
            }
        }
        return pieces;
    }

    /// The normal form of `text`, in which the pieces are looked for.
    public String normalize(String text) {
        ByteText bytes = ByteText.of(text);
        return normalizer.normalize(bytes.array(), bytes.length()).toString();
    }

    /// The text of `ids`: control pieces vanish, bytes that make no character become U+FFFD.
    ///
    /// @throws IllegalArgumentException if an id is not one of this model
    public String decode(int[] ids) {
        for (int id : ids) {
            checkId(id);
        }
        ByteText text = decoder.decode(ids);
        return (denormalizer == null ? text : denormalizer.normalize(text.array(), text.length())).toString();
    }

    private void checkId(int id) {
        if (id < 0 || id >= vocabSize()) {
            throw new IllegalArgumentException(
                    "no piece has the id " + id + "; the ids of this tokenizer are 0 to " + (vocabSize() - 1));
        }
    }

    /// The piece with this id.
    ///
    /// @throws IllegalArgumentException if there is none
    public String piece(int id) {
        checkId(id);
        return model.pieces().get(id).piece();
    }

    /// The number of pieces in the model file.
    public int vocabSize() {
        return model.pieces().size();
    }

    /// The id of the padding piece, or -1.
    public int padId() {
        return padId;
    }

    /// The id of the piece that ends a sequence, or -1.
    public int eosId() {
        return eosId;
    }

    /// The id of the piece that begins a sequence, or -1; T5 has none.
    public int bosId() {
        return bosId;
    }

    /// The id of the unknown piece.
    public int unkId() {
        return unkId;
    }

    /// The model as it stands in its file.
    public ModelProto model() {
        return model;
    }

    /// Writes the model file, so that a crash leaves either the old file or the new one.
    ///
    /// @throws IOException if it cannot be written; an older file is then left as it was
    public void save(Path file) throws IOException {
        AtomicFile.write(file, model.toBytes());
    }
}

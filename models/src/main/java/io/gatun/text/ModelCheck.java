package io.gatun.text;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What a model must fulfil before it can be applied; the checks of SentencePiece's `InitializePieces`, and
/// that scores are numbers.
final class ModelCheck {

    private static final Pattern BYTE_PIECE = Pattern.compile("<0x[0-9A-F]{2}>");

    private ModelCheck() {}

    /// The name of the piece for a byte.
    static String bytePiece(int value) {
        return String.format(Locale.ROOT, "<0x%02X>", value);
    }

    /// @throws ModelFormatException if the model cannot be applied
    static void check(String source, ModelProto model) {
        TrainerSpec trainer = model.trainerSpec();
        if (!"unigram".equals(trainer.modelType())) {
            throw new ModelFormatException(
                    source, "trainer_spec", "the model type is " + trainer.modelType() + ", only unigram is supported");
        }
        List<SentencePiece> pieces = model.pieces();
        if (pieces.isEmpty()) {
            throw new ModelFormatException(source, "pieces", "there are none");
        }
        Set<String> matched = new HashSet<>();
        Set<String> reserved = new HashSet<>();
        BitSet bytes = new BitSet();
        int unknown = -1;
        boolean hasText = false;
        for (int id = 0; id < pieces.size(); id++) {
            SentencePiece piece = pieces.get(id);
            String where = "piece " + id;
            checkText(source, where, piece);
            if (!(PieceDecoder.isReserved(piece.type()) ? reserved : matched).add(piece.piece())) {
                throw new ModelFormatException(source, where, "\"" + piece.piece() + "\" is already defined");
            }
            hasText |= piece.type() == PieceType.NORMAL || piece.type() == PieceType.USER_DEFINED;
            if (piece.type() == PieceType.UNKNOWN) {
                if (unknown >= 0) {
                    throw new ModelFormatException(source, where, "piece " + unknown + " is the unknown piece already");
                }
                unknown = id;
            } else if (piece.type() == PieceType.BYTE) {
                bytes.set(byteValue(source, where, trainer, piece));
            }
        }
        if (unknown < 0) {
            throw new ModelFormatException(source, "pieces", "none of type UNKNOWN");
        }
        if (!hasText) {
            throw new ModelFormatException(source, "pieces", "none that text could be cut into");
        }
        if (trainer.byteFallback() && bytes.cardinality() != 256) {
            throw new ModelFormatException(
                    source, "pieces", "byte fallback needs 256 byte pieces, but there are " + bytes.cardinality());
        }
    }

    private static void checkText(String source, String where, SentencePiece piece) {
        if (piece.piece().isEmpty()) {
            throw new ModelFormatException(source, where, "its text is empty");
        }
        if (piece.piece().indexOf('\0') >= 0) {
            throw new ModelFormatException(source, where, "its text contains NUL");
        }
        if (!Float.isFinite(piece.score())) {
            throw new ModelFormatException(source, where, "its score is " + piece.score());
        }
    }

    private static int byteValue(String source, String where, TrainerSpec trainer, SentencePiece piece) {
        if (!trainer.byteFallback()) {
            throw new ModelFormatException(source, where, "a byte piece, but byte_fallback is off");
        }
        if (!BYTE_PIECE.matcher(piece.piece()).matches()) {
            throw new ModelFormatException(
                    source, where, "byte piece \"" + piece.piece() + "\", expected <0x00> to <0xFF>");
        }
        return Integer.parseInt(piece.piece().substring(3, 5), 16);
    }
}

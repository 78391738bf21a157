package io.gatun.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns piece ids back into text, as SentencePiece does.
final class PieceDecoder {

    private final PieceType[] types;
    private final byte[][] surfaces;
    private final boolean[] startsWithSpace;
    private final boolean dropsFirstSpace;
    private final boolean dropsLeadingSpaces;

    PieceDecoder(ModelProto model) {
        List<SentencePiece> pieces = model.pieces();
        NormalizerSpec normalizer = model.normalizerSpec();
        dropsLeadingSpaces = normalizer.removeExtraWhitespaces();
        dropsFirstSpace = normalizer.addDummyPrefix() || dropsLeadingSpaces;
        types = new PieceType[pieces.size()];
        surfaces = new byte[pieces.size()][];
        startsWithSpace = new boolean[pieces.size()];
        Map<String, PieceType> reserved = new HashMap<>();
        for (SentencePiece piece : pieces) {
            if (isReserved(piece.type())) {
                reserved.put(piece.piece(), piece.type());
            }
        }
        byte[] unknown = Utf8.bytes(model.trainerSpec().unkSurface());
        for (int id = 0; id < types.length; id++) {
            String piece = pieces.get(id).piece();
            // a text piece that is spelled like a special one decodes as that one
            types[id] = reserved.getOrDefault(piece, pieces.get(id).type());
            startsWithSpace[id] = piece.startsWith(Utf8.SPACE);
            surfaces[id] = switch (types[id]) {
                case CONTROL -> new byte[0];
                case UNKNOWN -> unknown;
                case BYTE -> new byte[] {(byte) Integer.parseInt(piece.substring(3, 5), 16)};
                case NORMAL, USER_DEFINED, UNUSED -> Utf8.bytes(piece.replace(Utf8.SPACE, " "));
            };
        }
    }

    static boolean isReserved(PieceType type) {
        return type == PieceType.UNKNOWN || type == PieceType.CONTROL || type == PieceType.BYTE;
    }

    /// The text of `ids`, each of which must be an id of the model.
    ByteText decode(int[] ids) {
        ByteText text = new ByteText(4 * ids.length + 16);
        ByteText run = new ByteText(16);
        boolean atStart = true;
        boolean sawFirstSpace = false;
        for (int id : ids) {
            if (types[id] == PieceType.BYTE) {
                run.append(surfaces[id][0]);
                continue;
            }
            Utf8.appendRepaired(text, run.array(), run.length());
            run.truncate(0);
            if (sawFirstSpace || text.length() > 0) {
                atStart = false;
            }
            sawFirstSpace = false;
            int skip = 0;
            boolean isText = types[id] != PieceType.CONTROL && types[id] != PieceType.UNKNOWN;
            if (isText && atStart && dropsFirstSpace && startsWithSpace[id]) {
                skip = 1;
                // while extra spaces are being removed, every leading one goes
                sawFirstSpace = !dropsLeadingSpaces;
            }
            text.append(surfaces[id], skip, surfaces[id].length);
        }
        Utf8.appendRepaired(text, run.array(), run.length());
        return text;
    }
}

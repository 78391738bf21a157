package io.gatun.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A SentencePiece model as it stands in its file: the protobuf message `ModelProto`.
///
/// This is the plain content; [Tokenizer#of(ModelProto)] checks that it makes a model.
///
/// Source: `sentencepiece_model.proto` of google/sentencepiece.
public final class ModelProto {

    private static final int PIECES = 1;
    private static final int TRAINER_SPEC = 2;
    private static final int NORMALIZER_SPEC = 3;
    private static final int DENORMALIZER_SPEC = 5;

    private final List<SentencePiece> pieces;
    private final TrainerSpec trainerSpec;
    private final NormalizerSpec normalizerSpec;
    private final NormalizerSpec denormalizerSpec;
    private final WireMessage rest;

    private ModelProto(
            List<SentencePiece> pieces,
            WireMessage trainer,
            WireMessage normalizer,
            WireMessage denormalizer,
            WireMessage rest) {
        this.pieces = List.copyOf(pieces);
        this.trainerSpec = new TrainerSpec(trainer);
        this.normalizerSpec = new NormalizerSpec(normalizer);
        this.denormalizerSpec = new NormalizerSpec(denormalizer);
        this.rest = rest;
    }

    /// A model of these parts. The id of a piece is its place in the list.
    public static ModelProto of(List<SentencePiece> pieces, TrainerSpec trainerSpec, NormalizerSpec normalizerSpec) {
        WireMessage none = new WireMessage(List.of());
        return new ModelProto(pieces, trainerSpec.fields(), normalizerSpec.fields(), none, none);
    }

    /// Reads a model from the bytes of its file.
    ///
    /// @param source what to call the file in error messages
    /// @throws ModelFormatException if they are no such message
    public static ModelProto parse(String source, byte[] data) {
        WireMessage none = new WireMessage(List.of());
        List<SentencePiece> pieces = new ArrayList<>();
        WireMessage trainer = none;
        WireMessage normalizer = none;
        WireMessage denormalizer = none;
        List<WireField> rest = new ArrayList<>();
        WireReader in = new WireReader(source, data, 0, data.length);
        while (in.hasMore()) {
            WireField field = in.field();
            if (field.wire() != WireMessage.BYTES) {
                rest.add(field);
                continue;
            }
            switch (field.id()) {
                case PIECES -> pieces.add(piece(source, data, field, pieces.size()));
                case TRAINER_SPEC -> trainer = trainer.merge(message(source, data, field));
                case NORMALIZER_SPEC -> normalizer = normalizer.merge(message(source, data, field));
                case DENORMALIZER_SPEC -> denormalizer = denormalizer.merge(message(source, data, field));
                default -> rest.add(field);
            }
        }
        return new ModelProto(pieces, trainer, normalizer, denormalizer, new WireMessage(rest));
    }

    private static WireMessage message(String source, byte[] data, WireField field) {
        return WireMessage.parse(source, data, field.at(), field.at() + field.bytes().length);
    }

    private static SentencePiece piece(String source, byte[] data, WireField message, int id) {
        String where = "piece " + id;
        String text = "";
        float score = 0;
        PieceType type = PieceType.NORMAL;
        WireReader in = new WireReader(source, data, message.at(), message.at() + message.bytes().length);
        while (in.hasMore()) {
            WireField field = in.field();
            if (field.id() == 1 && field.wire() == WireMessage.BYTES) {
                text = utf8(source, where, field.bytes());
            } else if (field.id() == 2 && field.wire() == WireMessage.FIXED32) {
                score = Float.intBitsToFloat((int) field.number());
            } else if (field.id() == 3 && field.wire() == WireMessage.VARINT) {
                type = type(source, where, field.number());
            }
        }
        return new SentencePiece(text, score, type);
    }

    private static String utf8(String source, String where, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new ModelFormatException(source, where, "its text is not UTF-8");
        }
    }

    private static PieceType type(String source, String where, long code) {
        for (PieceType type : PieceType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw new ModelFormatException(source, where, "its type is " + code + ", expected 1 to 6");
    }

    /// The bytes of the file.
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (SentencePiece piece : pieces) {
            List<WireField> fields = new ArrayList<>(3);
            fields.add(WireField.text(1, piece.piece()));
            fields.add(WireField.real(2, piece.score()));
            if (piece.type() != PieceType.NORMAL) {
                fields.add(WireField.number(3, piece.type().code()));
            }
            WireMessage.write(out, WireField.bytes(PIECES, new WireMessage(fields).toBytes()));
        }
        WireMessage.write(
                out, WireField.bytes(TRAINER_SPEC, trainerSpec.fields().toBytes()));
        WireMessage.write(
                out, WireField.bytes(NORMALIZER_SPEC, normalizerSpec.fields().toBytes()));
        if (!denormalizerSpec.fields().fields().isEmpty()) {
            WireMessage.write(
                    out,
                    WireField.bytes(DENORMALIZER_SPEC, denormalizerSpec.fields().toBytes()));
        }
        out.writeBytes(rest.toBytes());
        return out.toByteArray();
    }

    /// The vocabulary, in the order of ids.
    public List<SentencePiece> pieces() {
        return pieces;
    }

    /// How the model was trained.
    public TrainerSpec trainerSpec() {
        return trainerSpec;
    }

    /// How text is normalized before encoding.
    public NormalizerSpec normalizerSpec() {
        return normalizerSpec;
    }

    /// How text is changed after decoding; without rules in almost every model.
    public NormalizerSpec denormalizerSpec() {
        return denormalizerSpec;
    }
}

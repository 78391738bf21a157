package io.gatun.text;

import java.util.ArrayList;
import java.util.List;

/// How a model was trained: the fields of SentencePiece's `TrainerSpec` that matter when it is applied.
///
/// Fields without an accessor here are kept and written back.
public final class TrainerSpec {

    static final String DEFAULT_UNK_SURFACE = " \u2047 ";

    private static final int MODEL_TYPE = 3;
    private static final int VOCAB_SIZE = 4;
    private static final int CHARACTER_COVERAGE = 10;
    private static final int TREAT_WHITESPACE_AS_SUFFIX = 24;
    private static final int BYTE_FALLBACK = 35;
    private static final int UNK_ID = 40;
    private static final int BOS_ID = 41;
    private static final int EOS_ID = 42;
    private static final int PAD_ID = 43;
    private static final int UNK_SURFACE = 44;
    private static final int UNK_PIECE = 45;
    private static final int BOS_PIECE = 46;
    private static final int EOS_PIECE = 47;
    private static final int PAD_PIECE = 48;

    private static final List<String> MODEL_TYPES = List.of("unigram", "bpe", "word", "char");

    private final WireMessage fields;

    TrainerSpec(WireMessage fields) {
        this.fields = fields;
    }

    /// A unigram model with T5's special pieces: `<pad>` 0, `</s>` 1, `<unk>` 2, and no begin of sequence.
    ///
    /// @param vocabSize the number of pieces in the file
    /// @param coverage the share of the corpus' characters that have pieces of their own
    /// @param byteFallback whether unknown characters are spelled in bytes
    static TrainerSpec t5Unigram(int vocabSize, float coverage, boolean byteFallback) {
        List<WireField> fields = new ArrayList<>();
        fields.add(WireField.number(MODEL_TYPE, 1));
        fields.add(WireField.number(VOCAB_SIZE, vocabSize));
        fields.add(WireField.real(CHARACTER_COVERAGE, coverage));
        fields.add(WireField.flag(BYTE_FALLBACK, byteFallback));
        fields.add(WireField.number(UNK_ID, 2));
        fields.add(WireField.number(BOS_ID, -1));
        fields.add(WireField.number(EOS_ID, 1));
        fields.add(WireField.number(PAD_ID, 0));
        fields.add(WireField.text(UNK_PIECE, "<unk>"));
        fields.add(WireField.text(BOS_PIECE, "<s>"));
        fields.add(WireField.text(EOS_PIECE, "</s>"));
        fields.add(WireField.text(PAD_PIECE, "<pad>"));
        return new TrainerSpec(new WireMessage(fields));
    }

    /// The kind of model: `unigram`, `bpe`, `word`, `char`, or `type N` for a number that nobody defined.
    public String modelType() {
        long type = fields.number(MODEL_TYPE, 1);
        return type >= 1 && type <= MODEL_TYPES.size() ? MODEL_TYPES.get((int) type - 1) : "type " + type;
    }

    /// The vocabulary size that was asked for in training.
    public int vocabSize() {
        return (int) fields.number(VOCAB_SIZE, 8000);
    }

    /// Whether the mark of a space stands behind a word instead of before it.
    public boolean treatWhitespaceAsSuffix() {
        return fields.flag(TREAT_WHITESPACE_AS_SUFFIX, false);
    }

    /// Whether unknown characters are spelled in byte pieces.
    public boolean byteFallback() {
        return fields.flag(BYTE_FALLBACK, false);
    }

    /// What the unknown piece decodes to.
    public String unkSurface() {
        return fields.text(UNK_SURFACE, DEFAULT_UNK_SURFACE);
    }

    /// The piece that ends a sequence.
    public String eosPiece() {
        return fields.text(EOS_PIECE, "</s>");
    }

    /// The piece that begins a sequence.
    public String bosPiece() {
        return fields.text(BOS_PIECE, "<s>");
    }

    /// The piece that fills a sequence up.
    public String padPiece() {
        return fields.text(PAD_PIECE, "<pad>");
    }

    WireMessage fields() {
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainerSpec that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "TrainerSpec[" + modelType() + ", vocabSize=" + vocabSize() + ", byteFallback=" + byteFallback() + "]";
    }
}

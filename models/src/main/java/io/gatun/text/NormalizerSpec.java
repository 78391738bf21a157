package io.gatun.text;

import java.util.List;

/// How text is normalized before it is cut into pieces: SentencePiece's `NormalizerSpec`.
///
/// Fields without an accessor here are kept and written back.
public final class NormalizerSpec {

    private static final int NAME = 1;
    private static final int PRECOMPILED_CHARSMAP = 2;
    private static final int ADD_DUMMY_PREFIX = 3;
    private static final int REMOVE_EXTRA_WHITESPACES = 4;
    private static final int ESCAPE_WHITESPACES = 5;

    private final WireMessage fields;

    NormalizerSpec(WireMessage fields) {
        this.fields = fields;
    }

    /// Rules with SentencePiece's usual treatment of spaces: one put before the text, runs of them reduced to
    /// one, each written as U+2581.
    ///
    /// @param name what the rules are called
    /// @param charsmap the compiled rules; empty for none
    static NormalizerSpec of(String name, byte[] charsmap) {
        return new NormalizerSpec(new WireMessage(List.of(
                WireField.text(NAME, name),
                WireField.bytes(PRECOMPILED_CHARSMAP, charsmap.clone()),
                WireField.flag(ADD_DUMMY_PREFIX, true),
                WireField.flag(REMOVE_EXTRA_WHITESPACES, true),
                WireField.flag(ESCAPE_WHITESPACES, true))));
    }

    /// What the rules are called.
    public String name() {
        return fields.text(NAME, "");
    }

    /// The compiled replacement rules; empty if there are none.
    public byte[] precompiledCharsmap() {
        return fields.bytes(PRECOMPILED_CHARSMAP).clone();
    }

    /// Whether a space is put before the text (or behind it, where spaces are suffixes).
    public boolean addDummyPrefix() {
        return fields.flag(ADD_DUMMY_PREFIX, true);
    }

    /// Whether spaces at both ends are dropped and runs of spaces reduced to one.
    public boolean removeExtraWhitespaces() {
        return fields.flag(REMOVE_EXTRA_WHITESPACES, true);
    }

    /// Whether a space is written as U+2581.
    public boolean escapeWhitespaces() {
        return fields.flag(ESCAPE_WHITESPACES, true);
    }

    WireMessage fields() {
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NormalizerSpec that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "NormalizerSpec[" + name() + ", " + precompiledCharsmap().length + " bytes of rules]";
    }
}

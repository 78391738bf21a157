package io.gatun.text;

/// How a new model is to normalize text.
public enum Normalization {

    /// Compatibility composition (NFKC) with the additions of SentencePiece's `nmt_nfkc`: whatever looks like
    /// a space becomes one, control characters go. The rules are made from the Unicode data of the running
    /// JDK and kept in the model, so that a model gives the same pieces everywhere.
    NFKC {
        @Override
        NormalizerSpec spec() {
            return Compiled.NFKC;
        }
    },

    /// Text stays as it is, but for the treatment of spaces that all models have.
    IDENTITY {
        @Override
        NormalizerSpec spec() {
            return NormalizerSpec.of("identity", new byte[0]);
        }
    };

    abstract NormalizerSpec spec();

    /// Compiling takes a second or two, so it is done once, and only if it is needed.
    private static final class Compiled {
        static final NormalizerSpec NFKC =
                NormalizerSpec.of(NormalizationRules.nmtNfkcName(), CharsMap.compile(NormalizationRules.nmtNfkc()));
    }
}

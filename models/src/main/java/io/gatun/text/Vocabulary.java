package io.gatun.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// The ids that a model sees: those of a tokenizer, and above them the sentinels of span corruption.
///
/// As in T5, the sentinels are counted down from the top: `<extra_id_0>` is the last id, `<extra_id_1>` the
/// one before it. The tokenizer's file knows nothing of them.
///
/// Source: C. Raffel et al., "Exploring the Limits of Transfer Learning with a Unified Text-to-Text
/// Transformer", JMLR 21, 2020; `seqio/vocabularies.py`, `extra_ids`.
///
/// @param tokenizer the tokenizer below
/// @param sentinels how many sentinels there are; T5 has 100
public record Vocabulary(Tokenizer tokenizer, int sentinels) {

    /// The number of sentinels of T5.
    public static final int T5_SENTINELS = 100;

    /// Embedding tables have a multiple of this many rows, as T5's (32,128 rows for 32,100 ids).
    public static final int ROW_MULTIPLE = 128;

    /// @throws IllegalArgumentException if `sentinels` is negative
    public Vocabulary {
        if (sentinels < 0) {
            throw new IllegalArgumentException("sentinels must not be negative, but is " + sentinels);
        }
    }

    /// A vocabulary with T5's 100 sentinels.
    public static Vocabulary of(Tokenizer tokenizer) {
        return new Vocabulary(tokenizer, T5_SENTINELS);
    }

    /// The number of ids: those of the tokenizer and the sentinels.
    public int size() {
        return tokenizer.vocabSize() + sentinels;
    }

    /// The number of rows of an embedding table: [#size()], rounded up to a multiple of 128.
    public int embeddingRows() {
        return Math.ceilDiv(size(), ROW_MULTIPLE) * ROW_MULTIPLE;
    }

    /// The id of `<extra_id_index>`.
    ///
    /// @throws IllegalArgumentException if there is no such sentinel
    public int sentinelId(int index) {
        if (index < 0 || index >= sentinels) {
            throw new IllegalArgumentException(
                    "no sentinel has the number " + index + "; there are " + sentinels + ", from 0 on");
        }
        return size() - 1 - index;
    }

    /// Which sentinel this id is, if it is one.
    public OptionalInt sentinelIndex(int id) {
        return id >= tokenizer.vocabSize() && id < size() ? OptionalInt.of(size() - 1 - id) : OptionalInt.empty();
    }

    /// The id that fills sequences up.
    public int padId() {
        return tokenizer.padId();
    }

    /// The id that ends a sequence.
    public int eosId() {
        return tokenizer.eosId();
    }

    /// The id of unknown text.
    public int unkId() {
        return tokenizer.unkId();
    }

    /// The ids of `text`, without an end of sequence. Text such as `<extra_id_0>` gives no sentinel.
    public int[] encode(String text) {
        return tokenizer.encode(text);
    }

    /// The text of `ids`, where sentinels and the padding rows of the embedding count as unknown, as in seqio.
    ///
    /// @throws IllegalArgumentException if an id is negative or no row of the embedding
    public String decode(int[] ids) {
        int[] known = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            checkId(ids[i]);
            known[i] = ids[i] < tokenizer.vocabSize() ? ids[i] : unkId();
        }
        return tokenizer.decode(known);
    }

    /// The text of `ids` with sentinels spelled out, such as `<extra_id_0> walks <extra_id_1>`; for people to
    /// read.
    ///
    /// @throws IllegalArgumentException if an id is negative or no row of the embedding
    public String decodeWithSentinels(int[] ids) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= ids.length; i++) {
            OptionalInt sentinel = i < ids.length ? sentinelIndex(ids[i]) : OptionalInt.empty();
            if (i == ids.length || sentinel.isPresent()) {
                String text = decode(Arrays.copyOfRange(ids, from, i)).strip();
                if (!text.isEmpty()) {
                    parts.add(text);
                }
                sentinel.ifPresent(index -> parts.add("<extra_id_" + index + ">"));
                from = i + 1;
            }
        }
        return String.join(" ", parts);
    }

    private void checkId(int id) {
        if (id < 0 || id >= embeddingRows()) {
            throw new IllegalArgumentException(
                    "id " + id + " is outside this vocabulary; its ids are 0 to " + (size() - 1));
        }
    }
}

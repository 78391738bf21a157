package io.gatun.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFormatTest {

    private static final NormalizerSpec IDENTITY = NormalizerSpec.of("identity", new byte[0]);
    private static final byte[] TEXT =
            "Ｆull ﬁeld\u00a0of e\u0301 <sep>() the 日本 \u0007\uFFFD".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"nfkc", "nfkc-bytes", "identity-bytes", "user-defined", "suffix", "gatun"})
    void writing_what_was_read_loses_nothing(String model) {
        ModelProto read = ModelProto.parse(model, Fixtures.bytes(model + "/model"));
        ModelProto again = ModelProto.parse(model, read.toBytes());

        assertThat(again.pieces()).isEqualTo(read.pieces());
        assertThat(again.trainerSpec()).isEqualTo(read.trainerSpec());
        assertThat(again.normalizerSpec()).isEqualTo(read.normalizerSpec());
        // the reference writes fields of one kind together too, so not even the order differs
        assertThat(read.toBytes()).hasSize(Fixtures.bytes(model + "/model").length);
    }

    @Test
    void unknown_fields_are_kept() {
        byte[] model = Fixtures.bytes("gatun/model");
        // field 77, a varint; field 78, five bytes
        byte[] extra = {(byte) 0xE8, 4, 42, (byte) 0xF2, 4, 5, 1, 2, 3, 4, 5};
        byte[] longer = Arrays.copyOf(model, model.length + extra.length);
        System.arraycopy(extra, 0, longer, model.length, extra.length);

        assertThat(ModelProto.parse("longer", longer).toBytes()).isEqualTo(longer);
    }

    @Test
    @Timeout(60)
    void a_model_cut_off_anywhere_is_refused_or_usable() {
        for (String model : List.of("nfkc", "user-defined")) {
            byte[] whole = Fixtures.bytes(model + "/model");
            for (int length = 0; length < whole.length; length += length < 300 ? 1 : 61) {
                tryOut(Arrays.copyOf(whole, length));
            }
        }
    }

    @Test
    @Timeout(120)
    void a_model_with_flipped_bits_is_refused_or_usable() {
        Random random = new Random(11);
        int refused = 0;
        for (String model : List.of("nfkc", "nfkc-bytes", "user-defined", "suffix")) {
            byte[] whole = Fixtures.bytes(model + "/model");
            for (int round = 0; round < 150; round++) {
                byte[] damaged = whole.clone();
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    // the rules are at the end of the file, where the most can go wrong
                    int place = random.nextBoolean()
                            ? random.nextInt(whole.length)
                            : whole.length - 1 - random.nextInt(whole.length / 3);
                    damaged[place] ^= (byte) (1 << random.nextInt(8));
                }
                refused += tryOut(damaged) ? 0 : 1;
            }
        }
        assertThat(refused).isGreaterThan(60);
    }

    @Test
    @Timeout(60)
    void random_bytes_are_refused() {
        Random random = new Random(12);
        for (int round = 0; round < 2000; round++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertThat(tryOut(noise)).isFalse();
        }
    }

    /// Whether the bytes make a model; whatever they are, nothing but the one exception may come of it.
    private static boolean tryOut(byte[] bytes) {
        Tokenizer tokenizer;
        try {
            tokenizer = Tokenizer.of(ModelProto.parse("damaged", bytes));
        } catch (ModelFormatException e) {
            assertThat(e).hasMessageMatching("(?s)(damaged|model): not a usable SentencePiece model: .+: .+");
            return false;
        }
        int[] ids = tokenizer.encode(TEXT);
        assertThat(tokenizer.pieces(TEXT)).hasSize(ids.length);
        tokenizer.decode(ids);
        return true;
    }

    @Test
    void errors_name_the_file_and_the_place(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("broken.model");
        Files.write(file, Arrays.copyOf(Fixtures.bytes("nfkc/model"), 1000));

        assertThatThrownBy(() -> Tokenizer.load(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("byte 9");
        assertThatThrownBy(() -> Tokenizer.load(dir.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> Tokenizer.load(file)).hasMessageContaining("pieces: there are none");
    }

    private static void refuses(String message, boolean byteFallback, SentencePiece... pieces) {
        TrainerSpec trainer = TrainerSpec.t5Unigram(pieces.length, 1, byteFallback);
        assertThatThrownBy(() -> Tokenizer.of(ModelProto.of(List.of(pieces), trainer, IDENTITY)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void inconsistent_models_are_refused() {
        SentencePiece unknown = new SentencePiece("<unk>", 0, PieceType.UNKNOWN);
        SentencePiece a = new SentencePiece("a", -1);

        refuses("none of type UNKNOWN", false, a);
        refuses(
                "piece 0 is the unknown piece already",
                false,
                unknown,
                new SentencePiece("?", 0, PieceType.UNKNOWN),
                a);
        refuses("piece 2: \"a\" is already defined", false, unknown, a, a);
        refuses("piece 1: its text is empty", false, unknown, new SentencePiece("", -1));
        refuses("piece 1: its text contains NUL", false, unknown, new SentencePiece("a\0", -1));
        refuses("piece 1: its score is NaN", false, unknown, new SentencePiece("a", Float.NaN));
        refuses("none that text could be cut into", false, unknown);
        refuses("but byte_fallback is off", false, unknown, a, new SentencePiece("<0x00>", 0, PieceType.BYTE));
        refuses("expected <0x00> to <0xFF>", true, unknown, a, new SentencePiece("<0xZZ>", 0, PieceType.BYTE));
        refuses("there are 1", true, unknown, a, new SentencePiece("<0x00>", 0, PieceType.BYTE));
    }

    @Test
    void other_model_types_are_refused() {
        List<WireField> fields =
                new ArrayList<>(TrainerSpec.t5Unigram(2, 1, false).fields().fields());
        fields.add(WireField.number(3, 2));
        TrainerSpec bpe = new TrainerSpec(new WireMessage(fields));

        assertThatThrownBy(() -> Tokenizer.of(ModelProto.of(List.of(new SentencePiece("a", 0)), bpe, IDENTITY)))
                .hasMessageContaining("the model type is bpe, only unigram is supported");
    }
}

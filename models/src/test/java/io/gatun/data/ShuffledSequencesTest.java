package io.gatun.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.data.BatchSource.Position;
import io.gatun.data.SequenceReader.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShuffledSequencesTest {

    @Test
    void texts_are_joined_and_cut_to_sequences_and_the_rest_is_left_out() {
        var reader = reader(3, "abc", "", "defgh", "i");

        assertThat(reader.next()).containsExactly('a', 'b', 'c');
        assertThat(reader.next()).containsExactly('d', 'e', 'f');
        assertThat(reader.place()).isEqualTo(new Place(2, 3));
        assertThat(reader.next()).containsExactly('g', 'h', 'i');
        assertThat(reader.next()).isNull();
        assertThat(reader(100, "abc", "de").next()).containsExactly('a', 'b', 'c', 'd', 'e');
    }

    @Test
    void texts_without_tokens_are_refused() {
        assertThatThrownBy(() -> reader(3, "", "").next()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_reader_goes_on_at_any_place_without_encoding_what_lies_before() {
        var texts = numbers(50);
        var encoded = new AtomicInteger();
        var whole = new SequenceReader(Texts.of(texts), ShuffledSequencesTest::letters, 7);
        for (int[] before = whole.next(); before != null; before = whole.next()) {
            Place place = whole.place();
            int[] expected = whole.next();
            var other = new SequenceReader(
                    Texts.of(texts),
                    text -> {
                        encoded.incrementAndGet();
                        return letters(text);
                    },
                    7);
            other.seek(place);
            encoded.set(0);
            assertThat(other.next()).isEqualTo(expected);
            assertThat(encoded.get()).isLessThanOrEqualTo(7);
        }
    }

    @Test
    void a_place_beyond_the_end_is_refused() {
        var reader = reader(3, "abc", "def");
        assertThatThrownBy(() -> reader.seek(new Place(3, 0))).hasMessageContaining("corpus changed");
        assertThatThrownBy(() -> reader.seek(new Place(1, 4))).hasMessageContaining("corpus changed");
        assertThatThrownBy(() -> sequences(10, 7).seek(new Position(0, 999)))
                .hasMessageContaining("corpus or the length changed");
    }

    /// Blocks of 10: a part of one, one, one and a part, four, and a block that ends where the texts end.
    @ParameterizedTest
    @CsvSource({"1", "7", "10", "13", "40"})
    void each_epoch_has_every_sequence_once_in_an_order_of_its_own(int count) {
        var shuffled = sequences(10, count);
        var orders = new ArrayList<List<Integer>>();
        for (int epoch = 0; epoch < 4; epoch++) {
            var order = new ArrayList<Integer>();
            for (int i = 0; i < count; i++) {
                assertThat(shuffled.position().epoch()).isEqualTo(epoch);
                assertThat(shuffled.position().index()).isEqualTo(i);
                int[] sequence = shuffled.next();
                order.add(sequence[0] / 4);
                assertThat(shuffled.number()).isEqualTo(sequence[0] / 4);
            }
            assertThat(order)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, count).boxed().toList());
            orders.add(order);
        }
        assertThat(orders).satisfies(all -> {
            if (count > 4) {
                assertThat(all).doesNotHaveDuplicates();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "10", "13", "40"})
    void they_go_on_from_any_place(int count) {
        var whole = sequences(10, count);
        for (int i = 0; i < 3 * count + 2; i++) {
            Position place = whole.position();
            var resumed = sequences(10, count);
            resumed.seek(place);
            int[] expected = whole.next();
            assertThat(resumed.position()).isEqualTo(place);
            assertThat(resumed.next()).isEqualTo(expected);
            for (int more = 0; more < 25; more++) {
                resumed.next();
            }
            assertThat(resumed.position().epoch()).isGreaterThanOrEqualTo(place.epoch());
        }
    }

    @Test
    void only_a_block_and_what_is_ahead_is_read_before_it_is_needed() {
        var encoded = new AtomicInteger();
        var texts = IntStream.range(0, 1000).mapToObj(_ -> "abcd").toList();
        var reader = new SequenceReader(
                Texts.of(texts),
                text -> {
                    encoded.incrementAndGet();
                    return letters(text);
                },
                4);
        var shuffled = new ShuffledSequences(reader, 10, 42, 1);
        for (int given = 1; given <= 500; given++) {
            shuffled.next();
            assertThat(encoded.get()).isBetween(given, given + 10);
        }
    }

    @Test
    void a_corpus_that_fits_a_block_is_encoded_once() {
        var encoded = new AtomicInteger();
        var reader = new SequenceReader(
                Texts.of(List.of("abcd", "efgh", "ijkl")),
                text -> {
                    encoded.incrementAndGet();
                    return letters(text);
                },
                4);
        var shuffled = new ShuffledSequences(reader, 10, 42, 1);
        for (int i = 0; i < 30; i++) {
            shuffled.next();
        }
        assertThat(encoded.get()).isEqualTo(3);
    }

    private static ShuffledSequences sequences(int capacity, int count) {
        // texts of 1 to 9 tokens that count up; the last three are the rest
        int[] tokens = IntStream.range(0, count * 4 + 3).toArray();
        var texts = new ArrayList<String>();
        for (int from = 0, i = 0; from < tokens.length; i++) {
            int to = Math.min(tokens.length, from + 1 + i % 9);
            texts.add(from + "-" + to);
            from = to;
        }
        var reader = new SequenceReader(
                Texts.of(texts),
                text -> {
                    int mark = text.indexOf('-');
                    return Arrays.copyOfRange(
                            tokens,
                            Integer.parseInt(text.substring(0, mark)),
                            Integer.parseInt(text.substring(mark + 1)));
                },
                4);
        return new ShuffledSequences(reader, capacity, 42, 1);
    }

    private static SequenceReader reader(int length, String... texts) {
        return new SequenceReader(Texts.of(List.of(texts)), ShuffledSequencesTest::letters, length);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Integer.toString(i * 7919).repeat(i % 4))
                .toList();
    }

    private static int[] letters(String text) {
        return text.chars().toArray();
    }
}

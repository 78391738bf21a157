package io.gatun.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.data.BatchSource.Position;
import io.gatun.data.SpanCorruption.Sentinels;
import io.gatun.data.corpus.Corpora;
import io.gatun.train.CorpusLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchSourceTest {

    private static final int SEQUENCES = 64;
    private static final SpanCorruption CORRUPTION = SpanCorruption.t5(new Sentinels(99_999, 100), 1);

    @Test
    void an_epoch_of_pretraining_has_every_sequence_once_and_the_next_has_another_order_and_other_noise() {
        var batches = pretraining(8);
        int perEpoch = SEQUENCES / 8;

        var first = new ArrayList<Integer>();
        var second = new ArrayList<Integer>();
        for (int i = 0; i < perEpoch; i++) {
            Arrays.stream(batches.next().examples()).forEach(first::add);
        }
        for (int i = 0; i < perEpoch; i++) {
            Arrays.stream(batches.next().examples()).forEach(second::add);
        }

        assertThat(batches.position()).isEqualTo(new Position(2, 0));
        assertThat(first).hasSize(SEQUENCES).doesNotHaveDuplicates().isNotEqualTo(second);
        assertThat(second).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void pretraining_goes_on_from_any_place_with_the_same_batches() {
        var batches = pretraining(5);
        for (int i = 0; i < 13; i++) {
            batches.next();
        }
        Position place = batches.position();
        Batch expected = batches.next();

        var resumed = pretraining(5);
        resumed.seek(place);

        assertSame(resumed.next(), expected);
    }

    @Test
    void a_place_in_a_corpus_is_the_same_with_malformed_lines_left_out(@TempDir Path folder) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            lines.append(i % 15 == 7 ? "{\"text\": null}\n" : "{\"text\": \"" + "x".repeat(20 + i) + "\"}\n");
        }
        Path file = Files.writeString(folder.resolve("lines.jsonl"), lines);
        Texts texts = CorpusLines.texts(Corpora.open(List.of(file.toString())));
        var batches = pretraining(texts, 2, 500);
        for (int i = 0; i < 20; i++) {
            batches.next();
        }
        Position place = batches.position();
        Batch expected = batches.next();

        var resumed = pretraining(texts, 2, 500);
        resumed.seek(place);

        assertThat(place.document()).isPositive();
        assertSame(resumed.next(), expected);
    }

    @Test
    void a_place_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> pretraining(4).seek(new Position(0, 64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64");
    }

    @Test
    void an_epoch_of_examples_has_every_example_once_within_the_budget() {
        var examples = examples(500);
        var batches = new ExampleBatches(examples, new ExampleBatches.Settings(16, 512, 8, 42));
        int count = batches.batches();

        var seen = new HashSet<Integer>();
        long padded = 0;
        long real = 0;
        for (int i = 0; i < count; i++) {
            Batch batch = batches.next();
            Arrays.stream(batch.examples())
                    .forEach(example -> assertThat(seen.add(example)).isTrue());
            assertThat(batch.size()).isLessThanOrEqualTo(16);
            assertThat(batch.inputLength() % 8).isZero();
            assertThat(batch.size() == 1 || batch.size() * Math.max(batch.inputLength(), batch.targetLength()) <= 512)
                    .isTrue();
            padded += (long) batch.size() * batch.inputLength();
            real += Arrays.stream(batch.inputLengths()).sum();
        }

        assertThat(seen).hasSize(500);
        assertThat(batches.position()).isEqualTo(new Position(1, 0));
        assertThat(real / (double) padded)
                .as("share of inputs that is no padding")
                .isGreaterThan(0.85);
    }

    @Test
    void examples_go_on_from_any_place_with_the_same_batches() {
        var settings = new ExampleBatches.Settings(16, 512, 1, 7);
        var batches = new ExampleBatches(examples(300), settings);
        for (int i = 0; i < 100; i++) {
            batches.next();
        }
        Position place = batches.position();
        Batch expected = batches.next();

        var resumed = new ExampleBatches(examples(300), settings);
        resumed.seek(place);

        assertThat(place.epoch()).isPositive();
        assertSame(resumed.next(), expected);
    }

    @Test
    void one_walk_has_every_example_once() {
        var seen = new ArrayList<Integer>();
        for (Batch batch : ExampleBatches.once(examples(100), new ExampleBatches.Settings(16, 512, 1, 7))) {
            Arrays.stream(batch.examples()).forEach(seen::add);
        }
        assertThat(seen).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void batches_made_ahead_are_the_same_in_the_same_order() {
        try (var ahead = new PrefetchedBatches(pretraining(4), 3)) {
            var plain = pretraining(4);
            for (int i = 0; i < 40; i++) {
                assertThat(ahead.position()).isEqualTo(plain.position());
                assertSame(ahead.next(), plain.next());
            }
            ahead.seek(new Position(1, 20));
            plain.seek(new Position(1, 20));
            assertSame(ahead.next(), plain.next());
        }
    }

    @Test
    void an_error_of_the_source_comes_where_its_batch_would_have_come() {
        var source = new CountedSource(3);
        try (var ahead = new PrefetchedBatches(source, 10)) {
            for (int i = 0; i < 3; i++) {
                ahead.next();
            }
            assertThatThrownBy(ahead::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no fourth batch");
        }
        assertThat(source.closed.get()).isTrue();
    }

    @Test
    void closing_ends_the_thread_even_when_the_queue_is_full() throws InterruptedException {
        var source = new CountedSource(Integer.MAX_VALUE);
        var ahead = new PrefetchedBatches(source, 1);
        ahead.next();
        ahead.close();

        assertThat(source.closed.get()).isTrue();
        assertThat(source.maker.isAlive()).isFalse();
        assertThatThrownBy(ahead::next).isInstanceOf(IllegalStateException.class);
    }

    private static final class CountedSource implements BatchSource {

        private final int last;
        private final AtomicBoolean closed = new AtomicBoolean();
        private int made;
        private volatile Thread maker;

        CountedSource(int last) {
            this.last = last;
        }

        @Override
        public Batch next() {
            maker = Thread.currentThread();
            if (made == last) {
                throw new IllegalStateException("no fourth batch");
            }
            return Batch.of(List.of(new EncodedExample(new int[] {++made}, new int[] {1})), 1, made);
        }

        @Override
        public Position position() {
            return new Position(0, made);
        }

        @Override
        public void seek(Position position) {
            made = (int) position.index();
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private static PretrainingBatches pretraining(int rows) {
        int length = CORRUPTION.lengths(32).tokens();
        return pretraining(Texts.of(List.of("x".repeat(SEQUENCES * length + 3))), rows, ShuffledSequences.BLOCK_TOKENS);
    }

    private static PretrainingBatches pretraining(Texts texts, int rows, int blockTokens) {
        return new PretrainingBatches(
                texts,
                text -> IntStream.range(0, text.length()).map(i -> 10 + i).toArray(),
                CORRUPTION,
                PretrainingBatches.Settings.of(rows, 32, 42),
                blockTokens);
    }

    private static List<EncodedExample> examples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new EncodedExample(new int[5 + i * 37 % 120], new int[1 + i % 3]))
                .toList();
    }

    private static void assertSame(Batch actual, Batch expected) {
        assertThat(actual.examples()).isEqualTo(expected.examples());
        assertThat(actual.inputs()).isEqualTo(expected.inputs());
        assertThat(actual.targets()).isEqualTo(expected.targets());
    }
}

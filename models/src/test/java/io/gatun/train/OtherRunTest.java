package io.gatun.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.models.Architecture;
import io.gatun.models.ModelConfig;
import io.gatun.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run is never taken up as another one, though its tensors might fit.
class OtherRunTest {

    private static final Pretraining ORIGINAL = SmallRuns.pretraining(Architecture.LIGHTWEIGHT);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void begin() throws IOException {
        ORIGINAL.run(directory(), SmallRuns.TEXT, false, SmallRuns.stopAfter(6));
    }

    private static ModelDirectory directory() throws IOException {
        return ModelDirectory.create(folder);
    }

    private static void refused(Pretraining other, Pretraining.Text text, String difference) throws IOException {
        Snapshot before = Snapshot.of(folder);
        assertThatThrownBy(() -> other.run(directory(), text, true, Observer.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot resume: the run in " + folder)
                .hasMessageContaining(difference)
                .hasMessageContaining("--out");
        Snapshot after = Snapshot.of(folder);
        assertThat(after.dates()).isEqualTo(before.dates());
        before.files()
                .forEach((name, bytes) ->
                        assertThat(after.files().get(name)).as(name).isEqualTo(bytes));
    }

    private static Pretraining with(ModelConfig config) {
        return new Pretraining(config, ORIGINAL.rows(), ORIGINAL.length(), ORIGINAL.plan());
    }

    @Test
    void another_model_is_refused() throws IOException {
        refused(SmallRuns.pretraining(Architecture.DYNAMIC), SmallRuns.TEXT, "architecture \"lightweight\"");
        refused(
                with(SmallRuns.config(Architecture.LIGHTWEIGHT, Map.of("d_ff", 24))),
                SmallRuns.TEXT,
                "d_ff 16, not 24");
    }

    @Test
    void a_model_of_the_same_shapes_that_computes_something_else_is_refused() throws IOException {
        refused(
                with(SmallRuns.config(Architecture.LIGHTWEIGHT, Map.of("kernel_softmax", false))),
                SmallRuns.TEXT,
                "kernel_softmax true, not false");
    }

    @Test
    void another_batch_length_seed_or_optimizer_is_refused() throws IOException {
        Plan plan = ORIGINAL.plan();
        refused(new Pretraining(ORIGINAL.config(), 4, 24, plan), SmallRuns.TEXT, "batch 3, not 4");
        refused(new Pretraining(ORIGINAL.config(), 3, 20, plan), SmallRuns.TEXT, "length 24, not 20");
        Plan seeded = new Plan(plan.steps(), plan.optimizer(), plan.schedule(), plan.zLoss(), 5, 4, 8);
        refused(new Pretraining(ORIGINAL.config(), 3, 24, seeded), SmallRuns.TEXT, "seed 7, not 8");
        refused(new Pretraining(ORIGINAL.config(), 3, 24, SmallRuns.plan("adam", 16)), SmallRuns.TEXT, "optimizer");
    }

    @Test
    void another_corpus_or_tokenizer_is_refused() throws IOException {
        refused(
                ORIGINAL,
                new Pretraining.Text(SmallRuns.VOCABULARY, "another", "f1", SmallRuns.TEXT.texts()),
                "corpus \"words\"");
        Vocabulary other =
                Vocabulary.of(SmallRuns.tokenizer(321)); // as many rows, and it encodes the text to other ids
        refused(ORIGINAL, SmallRuns.text(other, 100), "another tokenizer");
    }
}

package io.gatun.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.data.ExampleBatches;
import io.gatun.data.Split;
import io.gatun.models.Architecture;
import io.gatun.models.EncoderDecoder;
import io.gatun.tensor.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {

    @TempDir
    private Path folder;

    private ModelDirectory directory(String name) throws IOException {
        return ModelDirectory.create(folder.resolve(name));
    }

    private static void killed(ModelDirectory directory, Pretraining pretraining, long after) {
        assertThatThrownBy(() -> pretraining.run(directory, SmallRuns.TEXT, true, SmallRuns.killAfter(after)))
                .isInstanceOf(SmallRuns.Killed.class);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void killed_pretraining_goes_on_bit_for_bit(Architecture architecture) throws IOException {
        Pretraining pretraining = SmallRuns.pretraining(architecture);
        Pretraining.Result whole = pretraining.run(directory("whole"), SmallRuns.TEXT, false, Observer.NONE);

        killed(directory("killed"), pretraining, 3); // before the first checkpoint
        killed(directory("killed"), pretraining, 8);
        killed(directory("killed"), pretraining, 15); // beside a checkpoint
        Pretraining.Result rest = pretraining.run(directory("killed"), SmallRuns.TEXT, true, Observer.NONE);

        Snapshot.assertSameRun(folder.resolve("killed"), folder.resolve("whole"));
        assertThat(rest.loss()).isEqualTo(whole.loss());
        assertThat(rest.tokens()).isEqualTo(whole.tokens());
        assertThat(rest.finished()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "adamw"})
    void other_optimizers_go_on_bit_for_bit(String optimizer) throws IOException {
        Pretraining pretraining = new Pretraining(
                SmallRuns.config(Architecture.LIGHTWEIGHT), 3, 24, SmallRuns.plan(optimizer, SmallRuns.STEPS));
        pretraining.run(directory("whole"), SmallRuns.TEXT, false, Observer.NONE);

        killed(directory("killed"), pretraining, 12);
        pretraining.run(directory("killed"), SmallRuns.TEXT, true, Observer.NONE);

        Snapshot.assertSameRun(folder.resolve("killed"), folder.resolve("whole"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"LIGHTWEIGHT", "TRANSFORMER"})
    void killed_finetuning_goes_on_bit_for_bit(Architecture architecture) throws IOException {
        Finetuning finetuning = SmallRuns.finetuning(folder);
        Finetuning.Result whole =
                finetuning.run(directory("whole"), SmallRuns.scratch(architecture), false, Observer.NONE);

        for (long after : new long[] {4, 7, 14}) {
            assertThatThrownBy(() -> finetuning.run(
                            directory("killed"), SmallRuns.scratch(architecture), true, SmallRuns.killAfter(after)))
                    .isInstanceOf(SmallRuns.Killed.class);
        }
        Finetuning.Result rest =
                finetuning.run(directory("killed"), SmallRuns.scratch(architecture), true, Observer.NONE);

        Snapshot.assertSameRun(folder.resolve("killed"), folder.resolve("whole"));
        assertThat(rest.scores()).isEqualTo(whole.scores());
    }

    @Test
    void a_run_that_was_asked_to_stop_saves_its_last_step_and_goes_on_bit_for_bit() throws IOException {
        Pretraining pretraining = SmallRuns.pretraining(Architecture.DYNAMIC);
        pretraining.run(directory("whole"), SmallRuns.TEXT, false, Observer.NONE);

        Pretraining.Result stopped =
                pretraining.run(directory("stopped"), SmallRuns.TEXT, false, SmallRuns.stopAfter(7));
        assertThat(stopped.finished()).isFalse();
        assertThat(stopped.step()).isEqualTo(7);
        pretraining.run(directory("stopped"), SmallRuns.TEXT, true, Observer.NONE);

        Snapshot.assertSameRun(folder.resolve("stopped"), folder.resolve("whole"));
    }

    @Test
    void nothing_to_resume_begins_afresh() throws IOException {
        Pretraining pretraining = SmallRuns.pretraining(Architecture.LIGHTWEIGHT);
        pretraining.run(directory("fresh"), SmallRuns.TEXT, false, Observer.NONE);

        pretraining.run(directory("resumed"), SmallRuns.TEXT, true, Observer.NONE);

        Snapshot.assertSameRun(folder.resolve("resumed"), folder.resolve("fresh"));
    }

    @Test
    void finished_pretraining_is_left_as_it_is() throws IOException {
        Pretraining pretraining = SmallRuns.pretraining(Architecture.LIGHTWEIGHT);
        Pretraining.Result first = pretraining.run(directory("run"), SmallRuns.TEXT, false, Observer.NONE);
        Snapshot.age(folder.resolve("run"));
        Snapshot before = Snapshot.of(folder.resolve("run"));

        Pretraining.Result again = pretraining.run(directory("run"), SmallRuns.TEXT, true, Observer.NONE);

        assertUnchanged(before);
        assertThat(again.finished()).isTrue();
        assertThat(again.step()).isEqualTo(SmallRuns.STEPS);
        assertThat(again.loss()).isEqualTo(first.loss());
        assertThat(again.tokens()).isEqualTo(first.tokens());
    }

    @Test
    void finished_finetuning_is_left_as_it_is() throws IOException {
        Finetuning finetuning = SmallRuns.finetuning(folder);
        Finetuning.Start start = SmallRuns.scratch(Architecture.LIGHTWEIGHT);
        Finetuning.Result first = finetuning.run(directory("run"), start, false, Observer.NONE);
        Snapshot.age(folder.resolve("run"));
        Snapshot before = Snapshot.of(folder.resolve("run"));

        Finetuning.Result again = finetuning.run(directory("run"), start, true, Observer.NONE);

        assertUnchanged(before);
        assertThat(again.scores()).isEqualTo(first.scores());
    }

    private void assertUnchanged(Snapshot before) throws IOException {
        Snapshot after = Snapshot.of(folder.resolve("run"));
        assertThat(after.files()).containsOnlyKeys(before.files().keySet());
        before.files()
                .forEach((name, bytes) ->
                        assertThat(after.files().get(name)).as(name).isEqualTo(bytes));
        assertThat(after.dates()).isEqualTo(before.dates());
    }

    @Test
    void a_finished_run_can_be_given_more_steps() throws IOException {
        Plan longer = SmallRuns.plan("adafactor", SmallRuns.STEPS + 6);
        Pretraining pretraining = SmallRuns.pretraining(Architecture.LIGHTWEIGHT);
        pretraining.run(directory("run"), SmallRuns.TEXT, false, Observer.NONE);

        Pretraining.Result more = new Pretraining(pretraining.config(), 3, 24, longer)
                .run(directory("run"), SmallRuns.TEXT, true, Observer.NONE);
        new Pretraining(pretraining.config(), 3, 24, longer)
                .run(directory("whole"), SmallRuns.TEXT, false, Observer.NONE);

        assertThat(more.step()).isEqualTo(SmallRuns.STEPS + 6);
        assertThat(folder.resolve("run/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/model.safetensors"));
        assertThat(Files.readString(folder.resolve("run/config.json"))).contains("\"steps\": 22");
    }

    @Test
    void the_weights_that_did_best_are_kept_through_a_resume() throws IOException {
        ModelDirectory run = directory("run");
        Deque<Double> scores = new ArrayDeque<>(List.of(0.2, 0.9)); // at steps 4 and 8
        assertThatThrownBy(() -> run(run, scores::poll, SmallRuns.killAfter(11)))
                .isInstanceOf(SmallRuns.Killed.class);
        byte[] best = Files.readAllBytes(run.weights());

        Deque<Double> later = new ArrayDeque<>(List.of(0.9, 0.3, 0.9)); // of the checkpoint at 10: steps 12 and 16
        TrainingRun.Outcome outcome = run(run, later::poll, Observer.NONE);

        assertThat(outcome.finished()).isTrue();
        assertThat(later).hasSize(1);
        assertThat(Files.readAllBytes(run.weights())).isEqualTo(best); // an equal score does not replace it
    }

    private TrainingRun.Outcome run(ModelDirectory directory, TrainingRun.Validation validation, Observer observer)
            throws IOException {
        EncoderDecoder model = SmallRuns.scratch(Architecture.LIGHTWEIGHT).model();
        Answering answering = new Answering(SmallRuns.VOCABULARY, 24, 4);
        var examples = SmallRuns.task(folder).load(Split.TRAIN).stream()
                .map(answering::encode)
                .toList();
        var batches = new ExampleBatches(examples, new ExampleBatches.Settings(4, 96, 1, 7));
        TrainingRun run = new TrainingRun(directory, model, batches, SmallRuns.plan("adafactor", SmallRuns.STEPS));
        run.begin(new Description(model.config(), SmallRuns.VOCABULARY, Map.of()), true);
        return run.run(validation, observer);
    }

    @Test
    void equal_runs_give_equal_bytes_on_any_number_of_threads() throws IOException {
        Pretraining wide = new Pretraining(
                SmallRuns.config(Architecture.TRANSFORMER, Map.of("d_model", 64, "d_ff", 128, "d_kv", 32)),
                8,
                48,
                SmallRuns.plan("adafactor", 2));
        int before = Threads.get();
        try {
            for (int threads = 1; threads <= 3; threads++) {
                Threads.set(threads);
                wide.run(directory("on" + threads), SmallRuns.TEXT, false, Observer.NONE);
            }
        } finally {
            Threads.set(before);
        }

        Snapshot.assertSameRun(folder.resolve("on2"), folder.resolve("on1"));
        Snapshot.assertSameRun(folder.resolve("on3"), folder.resolve("on1"));
    }
}

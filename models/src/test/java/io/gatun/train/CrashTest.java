package io.gatun.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.models.Architecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A run ends between two writes of a checkpoint. A folder in the place of a file's temporary twin stops a run
/// there: what was written before stays, as in a crash.
class CrashTest {

    private static final Pretraining PRETRAINING = SmallRuns.pretraining(Architecture.LIGHTWEIGHT);

    @TempDir
    private Path folder;

    private ModelDirectory directory(String name) throws IOException {
        return ModelDirectory.create(folder.resolve(name));
    }

    /// Lets no more writes of a file succeed from a step on.
    private static Observer failFrom(long first, Path file) {
        return new Observer() {
            @Override
            public void step(TrainingLoop.Step step, long last, double tokensPerSecond) {
                if (step.step() == first) {
                    block(file);
                }
            }
        };
    }

    private static void block(Path file) {
        try {
            Files.createDirectories(aside(file).resolve("in the way"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Leaves half a file where the folder was, as a crash within a write does.
    private static void unblock(Path file) throws IOException {
        Files.delete(aside(file).resolve("in the way"));
        Files.delete(aside(file));
        Files.writeString(aside(file), "half a fi");
    }

    private static Path aside(Path file) {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }

    private static void removeHalves(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path half :
                    files.filter(file -> file.toString().endsWith(".tmp")).toList()) {
                Files.delete(half);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "model.safetensors, 5",
        "model.safetensors, 10",
        "training.safetensors, 5",
        "training.safetensors, 10",
        "training.safetensors, 16",
    })
    void pretraining_goes_on_bit_for_bit_after_a_crash_at_any_write(String name, long step) throws IOException {
        PRETRAINING.run(directory("whole"), SmallRuns.TEXT, false, Observer.NONE);
        ModelDirectory crashed = directory("crashed");
        Path file = crashed.path().resolve(name);

        assertThatThrownBy(() -> PRETRAINING.run(crashed, SmallRuns.TEXT, false, failFrom(step, file)))
                .isInstanceOf(IOException.class);
        if (step > 5) { // there is an earlier checkpoint
            assertThat(SavedModel.load(ModelDirectory.open(crashed.path()))).isNotNull();
        }
        unblock(file);
        PRETRAINING.run(crashed, SmallRuns.TEXT, true, Observer.NONE);

        removeHalves(crashed.path());
        Snapshot.assertSameRun(crashed.path(), folder.resolve("whole"));
    }

    @ParameterizedTest
    @CsvSource({
        "model.safetensors, 4",
        "model.safetensors, 8",
        "training.safetensors, 5",
        "training.safetensors, 10",
        "training.safetensors, 16",
        "metrics.json, 16",
    })
    void finetuning_goes_on_bit_for_bit_after_a_crash_at_any_write(String name, long step) throws IOException {
        Finetuning finetuning = SmallRuns.finetuning(folder);
        finetuning.run(directory("whole"), SmallRuns.scratch(Architecture.DYNAMIC), false, Observer.NONE);
        ModelDirectory crashed = directory("crashed");
        Path file = crashed.path().resolve(name);

        try {
            finetuning.run(crashed, SmallRuns.scratch(Architecture.DYNAMIC), false, failFrom(step, file));
            assertThat(name).isEqualTo("model.safetensors"); // written only where the score was the best
        } catch (IOException _) {
            assertThat(crashed.config()).exists();
        }
        unblock(file);
        finetuning.run(crashed, SmallRuns.scratch(Architecture.DYNAMIC), true, Observer.NONE);

        removeHalves(crashed.path());
        Snapshot.assertSameRun(crashed.path(), folder.resolve("whole"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "tokenizer.model", "metrics.jsonl"})
    void a_crash_before_the_first_step_leaves_nothing_that_is_in_the_way(String name) throws IOException {
        PRETRAINING.run(directory("whole"), SmallRuns.TEXT, false, Observer.NONE);
        ModelDirectory crashed = directory("crashed");
        Path file = crashed.path().resolve(name);

        block(file);
        assertThatThrownBy(() -> PRETRAINING.run(crashed, SmallRuns.TEXT, false, Observer.NONE))
                .isInstanceOf(IOException.class);
        unblock(file);
        PRETRAINING.run(crashed, SmallRuns.TEXT, true, Observer.NONE);

        removeHalves(crashed.path());
        Snapshot.assertSameRun(crashed.path(), folder.resolve("whole"));
    }

    @Test
    void a_log_line_that_was_cut_off_is_left_out() throws IOException {
        PRETRAINING.run(directory("whole"), SmallRuns.TEXT, false, Observer.NONE);
        ModelDirectory cut = directory("cut");
        PRETRAINING.run(cut, SmallRuns.TEXT, false, SmallRuns.stopAfter(12));
        String log = Files.readString(cut.metricsLog());
        Files.writeString(cut.metricsLog(), log + "{\"step\":12,\"lo");

        PRETRAINING.run(cut, SmallRuns.TEXT, true, Observer.NONE);

        Snapshot.assertSameRun(cut.path(), folder.resolve("whole"));
    }

    @Test
    void a_new_run_leaves_the_old_one_whole_until_its_first_checkpoint() throws IOException {
        ModelDirectory old = directory("old");
        PRETRAINING.run(old, SmallRuns.TEXT, false, SmallRuns.stopAfter(6));
        Snapshot before = Snapshot.of(old.path());

        Pretraining other = SmallRuns.pretraining(Architecture.TRANSFORMER);
        assertThatThrownBy(() -> other.run(old, SmallRuns.TEXT, false, SmallRuns.killAfter(4)))
                .isInstanceOf(SmallRuns.Killed.class);

        Snapshot after = Snapshot.of(old.path());
        before.files()
                .forEach((name, bytes) ->
                        assertThat(after.files().get(name)).as(name).isEqualTo(bytes));
        PRETRAINING.run(old, SmallRuns.TEXT, true, Observer.NONE); // the old run goes on
        PRETRAINING.run(directory("whole"), SmallRuns.TEXT, false, Observer.NONE);
        Snapshot.assertSameRun(old.path(), folder.resolve("whole"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_new_run_replaces_the_old_one_in_whole(boolean stopped) throws IOException {
        ModelDirectory directory = directory("run");
        SmallRuns.finetuning(folder).run(directory, SmallRuns.scratch(Architecture.DYNAMIC), false, Observer.NONE);
        Pretraining other = SmallRuns.pretraining(Architecture.TRANSFORMER);
        other.run(directory("whole"), SmallRuns.TEXT, false, Observer.NONE);

        other.run(directory, SmallRuns.TEXT, false, stopped ? SmallRuns.stopAfter(3) : Observer.NONE);
        other.run(directory, SmallRuns.TEXT, true, Observer.NONE);

        Snapshot.assertSameRun(directory.path(), folder.resolve("whole"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5})
    void a_replacement_that_was_killed_half_way_is_finished_by_whoever_opens_the_directory(int moved)
            throws IOException {
        Pretraining other = SmallRuns.pretraining(Architecture.TRANSFORMER);
        other.run(directory("whole"), SmallRuns.TEXT, false, Observer.NONE);
        ModelDirectory directory = directory("run");
        SmallRuns.finetuning(folder).run(directory, SmallRuns.scratch(Architecture.DYNAMIC), false, Observer.NONE);
        Files.delete(directory.metrics());
        Path complete = Files.createDirectory(directory.path().resolve(".next-complete"));
        List<String> names =
                Snapshot.of(folder.resolve("whole")).files().keySet().stream().toList();
        assertThat(names).hasSize(5);
        for (int i = 0; i < names.size(); i++) {
            Path to = i < moved ? directory.path() : complete;
            Files.write(
                    to.resolve(names.get(i)),
                    Files.readAllBytes(folder.resolve("whole").resolve(names.get(i))));
        }

        ModelDirectory opened = ModelDirectory.open(directory.path());

        Snapshot.assertSameRun(directory.path(), folder.resolve("whole"));
        assertThat(SavedModel.load(opened).model().config().architecture()).isEqualTo(Architecture.TRANSFORMER);
    }
}

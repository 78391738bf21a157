package io.gatun.train;

import io.gatun.data.BatchSource;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.ModelConfig;
import io.gatun.nn.Pass;
import io.gatun.optim.Optimizer;
import io.gatun.tensor.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/// A run of training in a model directory: takes steps, logs, validates, saves, and resumes.
final class TrainingRun {

    private static final int LOG_EVERY = 10;

    private final EncoderDecoder model;
    private final BatchSource batches;
    private final Plan plan;
    private final Generator generator;
    private final Optimizer optimizer;
    private ModelDirectory directory; // where files go: those of a replacement lie apart at first
    private Replacement replacement; // null if there is none, or it is done
    private TrainingState state;

    /// Scores the model on validation data; greater is better.
    @FunctionalInterface
    interface Validation {
        double score() throws IOException;
    }

    /// How a run ended.
    ///
    /// @param step the last step taken
    /// @param loss the mean loss over the last steps; NaN if none was taken
    /// @param tokens the tokens that counted, in all steps
    /// @param tokensPerSecond the rate since the run began or was resumed
    /// @param finished whether all steps were taken; if not, it was asked to stop
    record Outcome(long step, double loss, long tokens, double tokensPerSecond, boolean finished) {}

    TrainingRun(ModelDirectory directory, EncoderDecoder model, BatchSource batches, Plan plan) {
        this.directory = directory;
        this.model = model;
        this.batches = batches;
        this.plan = plan;
        this.generator = Generator.seeded(plan.seed() * 31 + 1); // apart from the weights' streams
        this.optimizer = plan.optimizer(model.weights());
        this.state = TrainingState.start(generator);
    }

    /// Takes up the state that was saved last, or begins anew.
    ///
    /// @param resume whether to go on with the run that is there, if there is one
    /// @throws IllegalArgumentException if that is another run or is damaged; nothing is changed then
    void begin(Description description, boolean resume) throws IOException {
        if (resume && Files.exists(directory.training())) {
            description.checkSame(directory);
            MetricsLog.read(directory.metricsLog()); // what is damaged is found before anything is written
            state = TrainingState.load(directory.training(), model.weights(), optimizer);
            generator.seek(state.generator());
            batches.seek(state.place());
            Replacement.discard(directory);
        } else if (Replacement.isNeeded(directory)) {
            replacement = Replacement.begin(directory);
            directory = replacement.stage();
        }
        if (!isFinished()) {
            description.write(directory);
        }
    }

    boolean isFinished() {
        return state.step() >= plan.steps();
    }

    /// Takes the steps that are left.
    ///
    /// @param validation null if the last weights are the ones to keep
    Outcome run(Validation validation, Observer observer) throws IOException {
        ModelConfig config = model.config();
        Pass pass = new Pass(config.block().dropout(), config.mixing().dropConnect(), generator);
        Learning learning = new Learning(model, pass, plan.zLoss(), optimizer, plan.rates());
        TrainingLoop loop = new TrainingLoop(learning, batches, state.step());
        if (isFinished()) {
            return new Progress(null, validation, observer).outcome(loop.step());
        }
        try (MetricsLog log = MetricsLog.open(directory.metricsLog(), state.step())) {
            Progress progress = new Progress(log, validation, observer);
            loop.run(plan.steps(), progress);
            if (state.step() < loop.step()) {
                progress.save(loop.step());
            }
            return progress.outcome(loop.step());
        }
    }

    /// What happens between steps.
    private final class Progress implements TrainingLoop.Listener {

        private final MetricsLog log;
        private final Validation validation;
        private final Observer observer;
        private final long began = System.nanoTime();
        private final long tokensBefore = state.tally().tokens();
        private TrainingState.Tally tally = state.tally();

        Progress(MetricsLog log, Validation validation, Observer observer) {
            this.log = log;
            this.validation = validation;
            this.observer = observer;
        }

        @Override
        public boolean after(TrainingLoop.Step step) throws IOException {
            tally = tally.and(step);
            double rate = rate();
            boolean last = step.step() == plan.steps();
            if (step.step() % LOG_EVERY == 0 || step.step() == 1 || last) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("step", step.step());
                line.put("loss", step.loss());
                line.put("rate", step.rate());
                line.put("tokens_per_second", rate);
                log.add(line);
            }
            observer.step(step, plan.steps(), rate);
            if (validation != null && (last || (plan.evaluateEvery() > 0 && step.step() % plan.evaluateEvery() == 0))) {
                validate(step.step());
            }
            boolean stop = observer.stop();
            if (stop || last || step.step() % plan.checkpointEvery() == 0) {
                save(step.step());
            }
            return !stop;
        }

        private void validate(long step) throws IOException {
            double value = validation.score();
            log.add(Map.of("step", step, "validation", value));
            observer.validated(step, value);
            if (!(value <= state.best().score())) { // also if there is none yet
                SavedModel.saveWeights(directory, model);
                TrainingState.Best best = new TrainingState.Best(value, step);
                state = new TrainingState(state.step(), state.generator(), state.place(), best, state.tally());
            }
        }

        void save(long step) throws IOException {
            state = new TrainingState(step, generator.position(), batches.position(), state.best(), tally);
            if (validation == null || Double.isNaN(state.best().score())) {
                SavedModel.saveWeights(directory, model);
            }
            state.save(directory.training(), model.weights(), optimizer);
            if (replacement != null) {
                replacement.publish();
                directory = replacement.directory();
                replacement = null;
            }
            observer.saved(step);
        }

        private double rate() {
            return (tally.tokens() - tokensBefore) / Math.max(1e-9, (System.nanoTime() - began) / 1e9);
        }

        Outcome outcome(long step) {
            return new Outcome(step, tally.loss(), tally.tokens(), rate(), step >= plan.steps());
        }
    }
}

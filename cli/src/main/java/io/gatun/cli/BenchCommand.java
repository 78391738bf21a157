package io.gatun.cli;

import io.gatun.cli.bench.Case;
import io.gatun.cli.bench.Setting;
import io.gatun.cli.bench.Timing;
import io.gatun.cli.bench.Trial;
import io.gatun.cli.bench.Work;
import io.gatun.cli.bench.Works;
import io.gatun.kernel.Backends;
import io.gatun.tensor.Device;
import io.gatun.tensor.Threads;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gatun bench`: times operations, products and whole models.
@Command(
        name = "bench",
        description = "Time operations, products and whole models, after a warm-up.",
        footer = {
            "",
            "Options of a case follow it: train:t5-mini B=4 S=64. Every case takes iters, secs,",
            "warm and warm_secs, and all that compute take dtype; operations B, T, C, H, K;",
            "models B, S and norm, train also T, phase and drop, decode also N. docs/bench.md",
            "says what each means."
        })
final class BenchCommand implements Callable<Integer> {

    private final GlobalOptions options;

    @Parameters(
            paramLabel = "CASE",
            arity = "0..*",
            description = "gemm:M,K,N, gemmnt:…, gemmtn:…, linear:M,K,N:fb, op:NAME:f, op:NAME:fb, op:adam,"
                    + " op:adam_fused, train:MODEL, eval:MODEL, decode:MODEL, input or start (default: all of --list).")
    private List<String> words = List.of();

    @Option(
            names = "--list",
            description = "Check and list the cases (default: all, at their usual sizes), and time nothing.")
    private boolean list;

    BenchCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() {
        Device device = Compute.wanted(options);
        List<String> cases = words.isEmpty() ? Works.names(device) : words;
        List<Trial> trials = Trial.parse(cases, new Setting(options.seed(), device));
        if (list) {
            trials.forEach(trial -> list(trial.asked()));
            return ExitStatus.DONE;
        }
        Backends.of(device); // it has to be there, once the cases are known to be right
        int cores = Runtime.getRuntime().availableProcessors();
        if (options.threads() > cores) {
            options.console()
                    .note("warning: --threads " + options.threads() + " on " + cores
                            + " cores: threads will wait for each other");
        }
        try (Progress progress = options.console().progress("bench", trials.size(), "cases")) {
            int done = 0;
            for (Trial trial : trials) {
                progress.to(done++, trial.asked().name());
                report(trial, Timing.of(trial));
            }
        }
        return ExitStatus.DONE;
    }

    private void list(Case asked) {
        Map<String, Object> line = new LinkedHashMap<>(Map.of("case", asked.name()));
        if (!asked.options().isEmpty()) {
            line.put("opts", asked.options());
        }
        options.console().line(line, (asked.name() + " " + asked.options()).strip());
    }

    private void report(Trial trial, Timing.Result result) {
        Case asked = trial.asked();
        Timing timing = result.timing();
        Work.Amount amount = result.amount();
        double seconds = timing.medianMillis() / 1000;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("case", asked.name());
        if (!asked.options().isEmpty()) {
            line.put("opts", asked.options());
        }
        line.put("device", trial.device().toString());
        line.put("threads", Threads.get());
        line.put("median_ms", timing.medianMillis());
        line.put("min_ms", timing.minMillis());
        line.put("n", timing.n());
        timing.cpuShare().ifPresent(share -> line.put("cpu_share", share));
        String rate = "";
        if (amount.flops() > 0) {
            double gflops = amount.flops() / seconds / 1e9;
            line.put("gflops", gflops);
            rate = String.format(Locale.ROOT, "  %.1f GFLOP/s", gflops);
        }
        if (amount.tokens() > 0) {
            line.put("tok_s", amount.tokens() / seconds);
            rate = String.format(Locale.ROOT, "  %.0f tokens/s", amount.tokens() / seconds);
        }
        if (amount.targets() > 0) {
            line.put("tgt_tok_s", amount.targets() / seconds);
        }
        line.putAll(result.facts());
        String text = String.format(
                Locale.ROOT,
                "%-28s %10.3f ms (at least %.3f, n %d)%s",
                (asked.name() + " " + asked.options()).strip(),
                timing.medianMillis(),
                timing.minMillis(),
                timing.n(),
                rate);
        options.console().result(line, text);
    }
}

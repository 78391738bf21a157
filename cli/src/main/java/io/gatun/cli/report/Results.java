package io.gatun.cli.report;

import io.gatun.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything a reproduction measured: the document `results.json`.
///
/// @param settings what was asked for, by name, in the order to be shown (values as JSON has them)
/// @param machine where it ran, by name
/// @param linear one for each task with labels
/// @param pretrainings one for each architecture and seed
/// @param runs one for each architecture, task, start and seed
/// @param failed what is missing among the pre-trainings and runs because it could not go on
public record Results(
        Map<String, Object> settings,
        Map<String, Object> machine,
        List<Linear> linear,
        List<Pretraining> pretrainings,
        List<Run> runs,
        List<FailedRun> failed) {

    /// Copies the collections.
    public Results {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        machine = Collections.unmodifiableMap(new LinkedHashMap<>(machine));
        linear = List.copyOf(linear);
        pretrainings = List.copyOf(pretrainings);
        runs = List.copyOf(runs);
        failed = List.copyOf(failed);
    }

    /// What was measured where nothing failed.
    public Results(
            Map<String, Object> settings,
            Map<String, Object> machine,
            List<Linear> linear,
            List<Pretraining> pretrainings,
            List<Run> runs) {
        this(settings, machine, linear, pretrainings, runs, List.of());
    }

    /// Returns the document, ready for [io.gatun.json.Json#pretty(Object)].
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("settings", settings);
        json.put("machine", machine);
        json.put("linear", linear.stream().map(Linear::toJson).toList());
        json.put("pretraining", pretrainings.stream().map(Pretraining::toJson).toList());
        json.put("runs", runs.stream().map(Run::toJson).toList());
        json.put("failed", failed.stream().map(FailedRun::toJson).toList());
        return json;
    }

    /// Reads what [#toJson()] wrote.
    ///
    /// @throws io.gatun.json.JsonException if a member is missing or of another type
    public static Results fromJson(JsonObject json) {
        return new Results(
                json.object("settings").members(),
                json.object("machine").members(),
                json.objects("linear").stream().map(Linear::fromJson).toList(),
                json.objects("pretraining").stream().map(Pretraining::fromJson).toList(),
                json.objects("runs").stream().map(Run::fromJson).toList(),
                json.has("failed")
                        ? json.objects("failed").stream()
                                .map(FailedRun::fromJson)
                                .toList()
                        : List.of());
    }

    /// Returns the architectures in the order of the runs.
    List<String> archs() {
        LinkedHashSet<String> archs = new LinkedHashSet<>();
        pretrainings.forEach(pretraining -> archs.add(pretraining.arch()));
        runs.forEach(run -> archs.add(run.arch()));
        return new ArrayList<>(archs);
    }

    /// Returns the tasks in the order of the runs.
    List<String> tasks() {
        return runs.stream().map(Run::task).distinct().toList();
    }

    /// Returns the linear classifier of a task.
    Optional<Linear> linear(String task) {
        return linear.stream().filter(each -> each.task().equals(task)).findFirst();
    }

    /// Returns the runs of one cell of the comparison, one for each seed.
    List<Run> runs(String task, String arch, boolean pretrained) {
        return runs.stream()
                .filter(run -> run.task().equals(task) && run.arch().equals(arch) && run.pretrained() == pretrained)
                .toList();
    }
}

package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.file.DataFile;
import io.gatun.data.file.FormatException;
import io.gatun.json.Json;
import io.gatun.json.JsonException;
import io.gatun.json.JsonObject;
import java.nio.file.Path;
import java.util.List;

/// SQuAD v1.1: a question and the paragraph that answers it → the answer, a span of the paragraph. As in
/// T5, punctuation stands apart in all of them.
final class Squad implements DataSet {

    @Override
    public Origin origin() {
        return new Origin("squad", List.of("SQuAD"), List.of("train-v1.1.json", "dev-v1.1.json"), "SQuAD v1.1");
    }

    @Override
    public Metric metric() {
        return Metric.TOKEN_F1;
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public void read(Split split, DataFolder folder, ExampleReader into) {
        Path file = folder.require(split == Split.TRAIN ? "train-v1.1.json" : "dev-v1.1.json");
        into.file(file, () -> {
            try {
                for (JsonObject article :
                        Json.parseObject(DataFile.readString(file), "JSON").objects("data")) {
                    article.objects("paragraphs").forEach(paragraph -> read(file, paragraph, into));
                }
            } catch (JsonException e) {
                throw new FormatException(
                        "expected data, paragraphs, context and qas as in SQuAD v1.1: " + e.getMessage());
            }
        });
    }

    private static void read(Path file, JsonObject paragraph, ExampleReader into) {
        String context = Prose.padded(paragraph.string("context"));
        for (JsonObject question : paragraph.objects("qas")) {
            into.item(file + ", question " + question.orElse("id", question::string, "without id"), () -> {
                try {
                    String input = "question: " + Prose.padded(question.string("question")) + " context: " + context;
                    into.add(new Example(input, answers(question), ""));
                } catch (JsonException e) {
                    throw new FormatException(e.getMessage());
                }
            });
        }
    }

    private static List<String> answers(JsonObject question) {
        List<String> answers = question.objects("answers").stream()
                .map(answer -> Prose.padded(answer.string("text")))
                .filter(answer -> !answer.isEmpty())
                .distinct()
                .toList();
        if (answers.isEmpty()) {
            throw new FormatException("there is no answer");
        }
        return answers;
    }
}

package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadOptionTest {

    @TempDir
    private Path folder;

    private String out() {
        return folder.resolve("out").toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--no-such-option|Unknown option",
                "--arch lstm|expected one of",
                "--preset giant|giant",
                "--optimizer sgd|adafactor",
                "--steps 0|--steps",
                "--steps -3|--steps",
                "--steps many|--steps",
                "--steps 99999999999999999999|--steps",
                "--batch 0|--batch",
                "--batch -1|--batch",
                "--batch 2000000000|--batch",
                "--length 0|--length",
                "--length 3|--length",
                "--length -5|--length",
                "--length 2000000000|--length",
                "--lr nan|--lr",
                "--lr 0|--lr",
                "--lr -1|--lr",
                "--lr Infinity|--lr",
                "--lr fast|--lr",
                "--schedule sometimes:3|schedule",
                "--schedule constant:nan|schedule",
                "--z-loss nan|z-loss",
                "--z-loss -1|z-loss",
                "--dropout 1|dropout",
                "--dropout nan|dropout",
                "--drop-connect 2|drop_connect",
                "--kernel 0|kernel",
                "--kernel 3,x|--kernel",
                "--dilation 0|dilation",
                "--filters 3|filters",
                "--d-model 0|d_model",
                "--d-ff -1|d_ff",
                "--heads 0|--heads",
                "--layers 0|num_layers",
                "--d-model 2000000000|weights",
                "--layers 2000000000|weights",
                "--norm above|--norm",
                "--positions everywhere|--positions",
                "--encoder-attention 9|encoder_attention",
                "--checkpoint-every 0|--checkpoint-every",
                "--evaluate-every -1|--evaluate-every",
                "--threads 0|--threads",
                "--seed x|--seed",
                "--device tpu|--device",
                "--device cuda:99|cuda:99",
            })
    void pretrain_refuses_it_before_it_writes_anything(String options, String message) {
        Shell.Ran ran = Shell.run(Samples.pretrain((options + " --out " + out()).split(" ")));

        Samples.assertRefused(ran, message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--vocab 0|vocabulary",
                "--vocab -5|vocabulary",
                "--vocab 100|too small",
                "--vocab 2000000000|too large",
                "--vocab lots|--vocab",
            })
    void a_vocabulary_that_the_corpus_cannot_give_is_refused(String options, String message) {
        String line = "pretrain --quiet --arch lightweight --steps 2 --corpus " + Samples.CORPUS + " " + options
                + " --out " + out();

        Samples.assertRefused(Shell.run(line.split(" ")), message);
        assertThat(folder.resolve("out/model.safetensors")).doesNotExist();
        Samples.assertRefused(
                Shell.run(("tokenizer train --quiet --input " + Samples.CORPUS + " " + options + " --out " + out()
                                + ".model")
                        .split(" ")),
                message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pretrain|--",
                "pretrain --steps 2 --corpus x|--out",
                "pretrain --steps 2 --corpus x --out y|--arch",
                "finetune --steps 2 --task file --out y|--model DIR",
                "finetune --steps 2 --task nonsense --model {model} --out {out}|nonsense",
                "finetune --steps 2 --task javadoc-modul --model {model} --out {out}|did you mean javadoc-module",
                "finetune --steps 2 --task file --model {model} --out {out}|--train",
                "finetune --steps 2 --task file --model {model} --arch dynamic --out {out}|--arch",
                "finetune --steps 2 --task file --model {model} --batch 0 --out {out}|--batch",
                "finetune --steps 2 --task file --model {model} --batch 2000000000 --out {out}|--batch",
                "finetune --steps 2 --task file --model {model} --length 1 --out {out}|--length",
                "finetune --steps 2 --task file --model {model} --length 2000000000 --out {out}|--length",
                "finetune --steps 2 --task file --model {model} --validation-examples -1 --out {out}|--validation-examples",
                "finetune --steps 2 --task file --model {model} --lr nan --out {out}|--lr",
                "evaluate --task file|--model",
                "evaluate --task file --test x --model {out}|no model directory",
                "evaluate --task file --test {test} --split holdout --model {tuned}|holdout",
                "evaluate --task file --test {test} --limit -1 --model {tuned}|--limit",
                "generate|--model",
                "generate --model {out}|no model directory",
                "generate --model {model} --beam 0|beam",
                "generate --model {model} --beam 2000000000|beam",
                "generate --model {model} --beam 2 --sample|--sample",
                "generate --model {model} --max-length 0|--max-length",
                "generate --model {model} --sample --temperature nan|temperature",
                "generate --model {model} --sample --temperature -1|temperature",
                "generate --model {model} --sample --top-k -1|top-k",
                "generate --model {model} --sample --top-p 0|top-p",
                "generate --model {model} --sample --top-p nan|top-p",
                "tokenizer train --input {corpus} --vocab 300 --coverage nan --out {out}|coverage",
                "tokenizer train --input {corpus} --vocab 300 --sample -1 --out {out}|sentences",
                "tokenizer train --input {corpus} --vocab 300 --normalizer nfd --out {out}|--normalizer",
                "tokenizer encode --model {out}|no such file",
                "validate --ops nothing|nothing",
            })
    void every_command_refuses_wrong_values(String line, String message) {
        String[] arguments = line.replace("{model}", Samples.PRETRAINED.toString())
                .replace("{tuned}", Samples.FINETUNED.toString())
                .replace("{test}", Samples.TEST.toString())
                .replace("{corpus}", Samples.CORPUS.toString())
                .replace("{out}", out())
                .split(" ");

        Samples.assertRefused(Shell.runWith("the fox\n".getBytes(StandardCharsets.UTF_8), arguments), message);
        assertThat(Files.exists(folder.resolve("out/model.safetensors"))).isFalse();
    }
}

package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatun.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {

    private static final List<String> ONCE = List.of("iters=1", "secs=0", "warm=1", "warm_secs=0");
    private static final List<String> SMALL = List.of("B=2", "T=9", "C=16", "H=2", "K=3");

    private static Map<String, Object> timed(String name, List<String> options) {
        List<String> words = new ArrayList<>(List.of("bench", "--json", "--quiet", name));
        words.addAll(options);
        words.addAll(ONCE);
        return lineOf(words);
    }

    private static Map<String, Object> lineOf(List<String> words) {
        Shell.Ran ran = Shell.run(words.toArray(String[]::new));
        assertThat(ran.status()).as(ran.err()).isZero();
        return Json.parseObject(ran.out(), "stdout").members();
    }

    static Stream<String> ops() {
        return Shell.run("bench", "--list")
                .out()
                .lines()
                .filter(name -> name.startsWith("op:"))
                .filter(name -> !name.equals("op:adam_fused")); // another name of op:adam, which takes long
    }

    @ParameterizedTest
    @MethodSource("ops")
    void every_operation_of_the_list_can_be_timed(String name) {
        Map<String, Object> line = timed(name, name.contains("adam") ? List.of() : SMALL);

        assertThat(line).containsEntry("case", name).containsEntry("device", "cpu");
        assertThat(line).containsKeys("threads", "median_ms", "min_ms", "n", "cpu_share");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemm:5,7,9", "gemmnt:5,7,9", "gemmtn:5,7,9", "linear:5,7,9:fb"})
    void products_say_how_fast_they_are(String name) {
        Map<String, Object> line = timed(name, List.of());

        double flops = name.startsWith("linear") ? 6 * 5 * 7 * 9 : 2 * 5 * 7 * 9;
        double seconds = ((Number) line.get("median_ms")).doubleValue() / 1000;
        assertThat(((Number) line.get("gflops")).doubleValue() * seconds * 1e9).isCloseTo(flops, within(1e-3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemmtn:5,7,9", "linear:5,7,9:fb", "op:lightconv:fb", "op:layernorm:fb", "op:xent:fb"})
    void products_and_operations_can_be_of_bfloat16(String name) {
        List<String> options = new ArrayList<>(name.startsWith("op:") ? SMALL : List.of());
        options.add("dtype=bf16");

        assertThat((String) timed(name, options).get("opts")).contains("dtype=bf16");
    }

    @ParameterizedTest
    @CsvSource({"train:t5-mini, 9443072", "train:lc-mini, 8918752", "train:dc-mini, 0"})
    void a_training_step_learns(String name, long parameters) {
        List<String> words =
                new ArrayList<>(List.of("bench", "--json", "--quiet", name, "B=2", "S=6", "T=4", "iters=3", "secs=0"));
        words.addAll(List.of("warm=1", "warm_secs=0"));
        Map<String, Object> line = lineOf(words);

        assertThat((Double) line.get("loss_last")).isLessThan((Double) line.get("loss_first"));
        assertThat(line).containsKeys("tok_s", "tgt_tok_s");
        assertThat(line.containsKey("rss_peak_mb")).isEqualTo(Files.isWritable(Path.of("/proc/self/clear_refs")));
        if (parameters > 0) {
            assertThat((Long) line.get("params")).isEqualTo(parameters);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eval:lc-mini", "decode:t5-mini"})
    void models_are_read_and_generate(String name) {
        List<String> options = name.startsWith("eval") ? List.of("B=2", "S=6") : List.of("B=2", "S=6", "N=3");

        assertThat(timed(name, options)).containsKeys("tok_s", "params").doesNotContainKey("loss_first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train:t5-mini norm=man attn=eager qkv=0 relbias=1 opt=adam drop=0.1",
                "train:lc-mini norm=ln conv=band relbias=0 dtype=bf16 phase=fb",
                "eval:dc-mini dyn=unfold attn=sdpa conv=unfold qkv=1",
                "decode:lc-mini norm=ln dtype=bf16 conv=shift N=2",
            })
    void models_take_the_options_that_peers_have(String words) {
        List<String> given = List.of(words.split(" ", -1));
        List<String> options = new ArrayList<>(given.subList(1, given.size()));
        options.addAll(List.of("B=2", "S=6"));

        Map<String, Object> line = timed(given.getFirst(), options);

        assertThat((String) line.get("opts")).contains(given.subList(1, given.size()));
    }

    @Test
    void layer_norms_have_biases() {
        List<String> small = List.of("B=1", "S=2");
        Map<String, Object> rms = timed("eval:lc-mini", small);
        Map<String, Object> layer = timed("eval:lc-mini", List.of("B=1", "S=2", "norm=ln"));

        assertThat((Long) layer.get("params")).isGreaterThan((Long) rms.get("params"));
    }

    @Test
    void equal_seeds_give_equal_inputs_and_weights() {
        Object loss = lossWithSeed(5);

        assertThat(lossWithSeed(5)).isEqualTo(loss);
        assertThat(lossWithSeed(6)).isNotEqualTo(loss);
    }

    private static Object lossWithSeed(int seed) {
        List<String> words = new ArrayList<>(List.of("bench", "--json", "--quiet", "--seed", Integer.toString(seed)));
        words.addAll(List.of("train:lc-mini", "B=1", "S=3", "T=2", "phase=fwd"));
        words.addAll(ONCE);
        return lineOf(words).get("loss_first");
    }

    @Test
    void a_line_shows_the_options_that_were_given() {
        String words = "bench --quiet op:add:f T=9 secs=0.010 B=2 C=4 warm=1 warm_secs=0.0";

        Shell.Ran ran = Shell.run(words.split(" ", -1));

        assertThat(ran.out()).startsWith("op:add:f B=2 C=4 T=9 secs=0.01 warm=1 warm_secs=0 ");
        assertThat(timed("op:add:f", SMALL))
                .containsEntry("opts", "B=2 C=16 H=2 K=3 T=9 iters=1 secs=0 warm=1 warm_secs=0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gemm:5,7 | there is no case gemm:5,7; expected gemm:M,K,N",
                "gemm:5,0,7 | there is no case gemm:5,0,7; expected gemm:M,K,N with numbers of at least 1",
                "op:add:f B=9999999999 | expected B to be a whole number from 1 to 999999999, got 9999999999",
                "op:foo:f | there is no case op:foo:f; expected NAME in op:NAME:f or op:NAME:fb to be one of add",
                "op:adam:f | there is no case op:adam:f; expected op:adam",
                "op:adam_fused:fb:f | there is no case op:adam_fused:fb:f; expected op:adam_fused",
                "op:adam_fused X=3 | op:adam_fused has no option X",
                "op:adam:fb X=3 | op:adam:fb has no option X", // so there is such a case
                "op:relu | there is no case op:relu; expected op:relu:f or op:relu:fb",
                "op:lightconv_cl:b | no case op:lightconv_cl:b; expected op:lightconv_cl:f or op:lightconv_cl:fb",
                "op | there is no case op; expected NAME",
                "train:t5-huge | there is no case train:t5-huge; expected train:MODEL with MODEL one of t5, lc, dc",
                "nothing | there is no case nothing; expected gemm:M,K,N",
                "gemm:5,7,9 X=3 | gemm:5,7,9 has no option X; it has dtype, iters, secs, warm, warm_secs",
                "gemm:5,7,9 iters=-3 | expected iters to be a whole number from 1 to 999999999, got -3",
                "gemm:5,7,9 dtype=int3 | expected dtype to be f32 or bf16, got int3",
                "gemm:5,7,9 op:foo:f | there is no case op:foo:f",
                "gemm:5,7,9 train:t5-mini phase=half | expected phase to be step, fwd or fb, got half",
                "gemm:5,7,9 start X=3 | start has no option X",
                "gemm:5,7,9 =3 | expected options as key=value, got =3",
                "op:add:f dtype=int8 | dtype=int8 is not possible: 8-bit weights are for inference",
                "train:t5-mini dtype=int8 | dtype=int8 is not possible: 8-bit weights are for inference",
                "train:t5-mini dtype=f16 | expected dtype to be f32, bf16 or int8, got f16",
                "train:t5-mini relbias=0 | relbias=0 is not possible: self-attention here has T5's relative",
                "decode:lc-mini relbias=2 | expected relbias to be 1 or 0, got 2",
                "train:lc-mini conv=fft | expected conv to be cl, conv, unfold, band or shift, got fft",
                "train:lc-mini drop=1 | expected drop to be a probability below 1, got 1.0",
                "eval:lc-mini drop=0.1 | eval:lc-mini has no option drop; it has B, S, attn",
                "decode:lc-mini T=3 | decode:lc-mini has no option T; it has B, N, S, attn",
                "op:sdpa:f C=512 H=3 | expected H to divide C, got H=3 and C=512; change one of them",
                "op:attn_eager:fb C=4 H=8 | expected H to divide C, got H=8 and C=4",
                "op:dynconv:f H=7 | expected H to divide C, got H=7 and C=512",
                "op:add:f T=999999999 | at most 2147483647 numbers, got one of 4095999995904; take smaller sizes",
                "op:sdpa:f T=65536 | at most 2147483647 numbers, got one of 274877906944",
                "op:glu:f B=99999999 T=99999999 C=99999999 | at most 2147483647 numbers, got one of 19999999",
                "gemm:99999,5,99999 | at most 2147483647 numbers, got one of 9999800001",
                "train:t5-mini T=70000 | at most 2147483647 numbers, got one of 4587520000",
                "eval:t5-small S=65536 | at most 2147483647 numbers, got one of 274877906944",
                "decode:lc-mini N=99999999 | at most 2147483647 numbers, got one of 204799997952",
                "gemm:5,7,9 iters=3 iters=4 | gemm:5,7,9: iters is given twice; give it once",
                "--list nope | there is no case nope; expected gemm:M,K,N",
                "iters=3 gemm:5,7,9 | the option iters=3 stands before any case",
            })
    void what_cannot_be_timed_is_said_in_a_line_before_anything_is_timed(String words, String message) {
        Shell.Ran ran = Shell.run(("bench " + words).split(" ", -1));

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).startsWith("gatun: bench: ").contains(message).hasLineCount(1);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void the_list_of_a_gpu_has_larger_models_and_no_work_of_the_processor() {
        assertThat(Shell.run("bench", "--device", "cuda", "--list").out().lines())
                .contains("train:t5-base", "eval:lc-base", "decode:dc-base", "op:adam", "gemm:4096,512,2048")
                .doesNotContain("start", "input");
    }

    @Test
    void the_list_names_the_cases_of_all_kinds() {
        assertThat(Shell.run("bench", "--list").out().lines())
                .contains("gemm:2048,2048,2048", "gemmtn:512,4096,2048", "linear:256,512,32128:fb", "start")
                .contains(
                        "op:lightconv:fb",
                        "op:sdpa_causal:f",
                        "op:adam",
                        "op:adam_fused",
                        "train:dc-small",
                        "decode:lc-mini");
    }

    /// A case can be put right anywhere; a driver cannot.
    @Test
    void a_wrong_case_is_named_before_a_missing_device() {
        Shell.Ran ran = Shell.run("bench", "--device", "cuda:77", "op:nosuch:f");

        assertThat(ran.status()).isEqualTo(ExitStatus.WRONG_INPUT);
        assertThat(ran.err()).contains("nosuch").doesNotContain("cuda:77");
    }
}

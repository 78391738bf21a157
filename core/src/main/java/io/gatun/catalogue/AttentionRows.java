package io.gatun.catalogue;

import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Operand.drawn;
import static io.gatun.catalogue.Operand.fixed;

import io.gatun.catalogue.Row.Limits;
import io.gatun.kernel.Attentions.Form;
import io.gatun.op.Attention;
import io.gatun.op.AttentionGradient;
import io.gatun.tensor.DType;
import io.gatun.tensor.RandomKey;
import java.util.ArrayList;
import java.util.List;

/// The rows of attention and of its gradients.
final class AttentionRows {

    private static final Domain ANY = between(-1, 1);
    private static final Limits SUMS = Limits.floats(new Tolerance(2e-5, 1e-5).ofRoundedFactors());
    private static final RandomKey KEY = new RandomKey(7, 11);
    private static final Form PLAIN = new Form(1, false, 0, KEY);
    private static final Form SCALED = new Form(0.5, false, 0, KEY);
    private static final Form CAUSAL = new Form(0.5, true, 0, KEY);
    private static final Form DROPPING = new Form(0.7, false, 0.3, KEY);
    private static final Form SCALED_DROPPING = new Form(0.125, false, 0.3, KEY);
    private static final Form DROPPING_CAUSAL = new Form(0.125, true, 0.3, KEY);

    private AttentionRows() {}

    static List<Row> rows() {
        List<Setting> settings = List.of(
                new Setting(PLAIN, new Sizes(1, 1, 1, 1, 1, 1)),
                new Setting(SCALED, new Sizes(2, 3, 5, 2, 4, 3)),
                new Setting(PLAIN, new Sizes(2, 3, 5, 2, 4, 4)).biased(1, 2),
                new Setting(SCALED, new Sizes(2, 3, 5, 2, 4, 3)).biased(2, 1).padded(),
                new Setting(CAUSAL, new Sizes(2, 4, 4, 2, 3, 3)).biased(1, 1),
                new Setting(DROPPING, new Sizes(2, 3, 5, 2, 4, 3)).biased(2, 2).padded(),
                new Setting(CAUSAL, new Sizes(1, 300, 300, 1, 4, 4)), // several blocks of queries and keys
                new Setting(CAUSAL, new Sizes(3, 37, 37, 2, 16, 16))
                        .biased(1, 2)
                        .padded(),
                new Setting(CAUSAL, new Sizes(1, 160, 160, 1, 16, 32)).biased(1, 1), // blocks of full vectors
                new Setting(DROPPING, new Sizes(2, 20, 150, 1, 5, 17)).biased(1, 1),
                new Setting(SCALED, new Sizes(3, 1, 130, 2, 64, 64)).padded(),
                new Setting(SCALED_DROPPING, new Sizes(3, 70, 98, 2, 64, 64))
                        .biased(1, 2)
                        .padded(), // as on tensor cores
                new Setting(DROPPING_CAUSAL, new Sizes(2, 130, 130, 2, 40, 72)).biased(2, 1),
                new Setting(PLAIN, new Sizes(2, 20, 24, 4, 6, 6)), // heads that are no whole vectors
                new Setting(PLAIN, new Sizes(2, 3, 0, 2, 4, 4)),
                new Setting(PLAIN, new Sizes(2, 0, 5, 2, 4, 4)),
                new Setting(PLAIN, new Sizes(0, 3, 5, 2, 4, 4)));
        Setting large = new Setting(new Form(0.125, false, 0, KEY), new Sizes(4, 128, 128, 4, 64, 64)).biased(1, 4);
        return List.of(
                Row.of(
                                "attention",
                                SUMS,
                                settings.stream().map(Setting::forward).toArray(Case[]::new))
                        .benchmark(large.forward()),
                Row.of(
                                "attentiongradient",
                                SUMS,
                                settings.stream().map(Setting::gradient).toArray(Case[]::new))
                        .benchmark(large.gradient()));
    }

    private record Sizes(int batch, int queries, int keys, int heads, int width, int depth) {}

    /// What attends, and how.
    private record Setting(Form form, Sizes sizes, List<Operand> bias, List<Operand> lengths) {

        Setting(Form form, Sizes sizes) {
            this(form, sizes, List.of(), List.of());
        }

        Setting biased(int batch, int heads) {
            return new Setting(form, sizes, List.of(drawn(ANY, batch, heads, sizes.queries, sizes.keys)), lengths);
        }

        Setting padded() {
            // from none on
            return new Setting(
                    form, sizes, bias, List.of(fixed(DType.I32, Domain.indices(sizes.keys + 1), sizes.batch)));
        }

        private Attention op() {
            return new Attention(form, !bias.isEmpty(), !lengths.isEmpty());
        }

        private List<Operand> operands() {
            List<Operand> all = new ArrayList<>();
            all.add(drawn(ANY, sizes.batch, sizes.queries, sizes.heads, sizes.width));
            all.add(drawn(ANY, sizes.batch, sizes.keys, sizes.heads, sizes.width));
            all.add(drawn(ANY, sizes.batch, sizes.keys, sizes.heads, sizes.depth));
            all.addAll(bias);
            all.addAll(lengths);
            return all;
        }

        Case forward() {
            return Case.of(op(), operands().toArray(Operand[]::new));
        }

        Case gradient() {
            List<Operand> all = operands();
            all.add(drawn(ANY, sizes.batch, sizes.queries, sizes.heads, sizes.depth));
            all.add(drawn(between(4, 6), sizes.batch, sizes.heads, sizes.queries));
            all.add(drawn(ANY, sizes.batch, sizes.queries, sizes.heads, sizes.depth));
            Operand[] constants = all.stream().map(Operand::constant).toArray(Operand[]::new);
            return Case.of(new AttentionGradient(op(), !bias.isEmpty()), constants);
        }
    }
}

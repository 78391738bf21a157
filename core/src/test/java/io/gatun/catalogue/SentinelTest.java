package io.gatun.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.kernel.Backends;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.op.Op;
import io.gatun.op.Transfer;
import io.gatun.op.ViewOp;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Memory;
import io.gatun.tensor.RandomKey;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Kernels write all of their results, nothing beside them, and nothing of their operands.
class SentinelTest {

    private static final int NANS = 0xFF; // NaN in every floating type, −1 in every signed one
    private static final int OTHER = 0x11;
    private static final Kernels KERNELS = Backends.of(Device.CPU).kernels();

    static Stream<Row> rows() {
        return Catalogue.rows().stream()
                .filter(row -> row.cases()
                        .getFirst()
                        .op()
                        .filter(op -> !(op instanceof ViewOp))
                        .isPresent());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_kernel_writes_its_results_and_nothing_else(Row row) {
        for (DType dtype : row.dtypes()) {
            if (KERNELS.computes(dtype)) {
                row.cases(dtype).stream()
                        .filter(each -> each.op().isPresent())
                        .forEach(each -> Memory.scope(() -> check(each, dtype)));
            }
        }
    }

    private static void check(Case each, DType dtype) {
        List<Tensor> in = each.inputs(dtype);
        List<Tensor> expected = each.run(in);

        List<byte[]> once = runGuarded(each, in, NANS);
        List<byte[]> again = runGuarded(each, in, OTHER);

        for (int i = 0; i < expected.size(); i++) {
            assertThat(once.get(i)).as(each + " of " + dtype).isEqualTo(again.get(i));
            assertThat(once.get(i)).as(each + " of " + dtype).isEqualTo(bytes(expected.get(i)));
        }
    }

    private static List<byte[]> runGuarded(Case each, List<Tensor> in, int pattern) {
        Op op = each.op().orElseThrow();
        List<Guarded> operands =
                in.stream().map(x -> Guarded.holding(x, pattern)).toList();
        List<Spec> specs = in.stream().map(x -> new Spec(x.dtype(), x.shape())).toList();
        List<Guarded> results = op.outputs(specs).stream()
                .map(spec -> new Guarded(spec, pattern))
                .toList();
        op.run(KERNELS, views(operands), views(results));
        for (int i = 0; i < in.size(); i++) {
            operands.get(i).assertBorderUntouched(each + ", operand " + i);
            assertThat(operands.get(i).toBytes()).as(each + ", operand " + i).isEqualTo(bytes(in.get(i)));
        }
        List<byte[]> bytes = new ArrayList<>();
        for (Guarded result : results) {
            result.assertBorderUntouched(each.toString());
            bytes.add(result.toBytes());
        }
        return bytes;
    }

    private static List<View> views(List<Guarded> blocks) {
        return blocks.stream().map(Guarded::view).toList();
    }

    private static byte[] bytes(Tensor x) {
        byte[] bytes = new byte[Math.toIntExact(x.size() * x.dtype().bytes())];
        Transfer.read(x, MemorySegment.ofArray(bytes));
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 37, 1030})
    void random_fills_stay_inside(int n) {
        RandomKey key = new RandomKey(1, 2);
        inside(n, y -> KERNELS.randoms().uniform(key, y));
        inside(n, y -> KERNELS.randoms().normal(key, y));
        inside(n, y -> KERNELS.elementwise().fill(y, 3));
    }

    private static void inside(int n, Consumer<View> kernel) {
        Spec spec = new Spec(DType.F32, Shape.of(n));
        Guarded once = new Guarded(spec, NANS);
        Guarded again = new Guarded(spec, OTHER);
        kernel.accept(once.view());
        kernel.accept(again.view());
        once.assertBorderUntouched("fill of " + n);
        assertThat(once.toBytes()).isEqualTo(again.toBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 37, 1030})
    void updates_stay_inside(int n) {
        Memory.scope(() -> {
            List<Guarded> blocks = Stream.generate(() -> Guarded.holding(Tensor.ones(n), NANS))
                    .limit(4)
                    .toList();
            List<View> v = views(blocks);
            Updates.Target target = new Updates.Target(v.get(0), v.get(1));
            View step = Dense.view(Tensor.ofDoubles(Shape.of(3), 0.1, 0.9, 0.9));
            KERNELS.updates().sgd(List.of(new Updates.Sgd(target, v.get(2), 0)), step, 0.9);
            KERNELS.updates()
                    .adam(
                            List.of(new Updates.Adam(target, v.get(2), v.get(3), 0, 0)),
                            step,
                            new Updates.AdamConstants(0.9, 0.99, 1e-8));
            KERNELS.updates()
                    .adafactor(
                            List.of(new Updates.Adafactor(target, v.get(2), null)),
                            step,
                            new Updates.AdafactorConstants(1e-30, 1e-3, 1, true));
            blocks.forEach(block -> block.assertBorderUntouched("update of " + n));
            assertThat(blocks.get(1).toBytes()).isEqualTo(bytes(Tensor.ones(n)));
        });
    }

    @Test
    void an_overwritten_border_is_found() {
        Guarded guarded = new Guarded(new Spec(DType.F32, Shape.of(3)), NANS);
        View tooLong = new View(guarded.view().address(), DType.F32, Shape.of(4));

        Backends.reference().elementwise().fill(tooLong, 1);

        assertThatThrownBy(() -> guarded.assertBorderUntouched("fill"))
                .hasMessage("fill: byte 12 was overwritten, elements end at 12");
    }
}

package io.gatun.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.gatun.kernel.Reductions;
import io.gatun.op.Comparison;
import io.gatun.op.Op;
import io.gatun.op.Ops;
import io.gatun.op.Recorder;
import io.gatun.tensor.Tensor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    /// Methods that compute nothing: they make tensors, say what one is, or hand out elements.
    private static final Set<String> NOT_COMPUTING = Set.of(
            "of",
            "ofdoubles",
            "ofints",
            "ofbooleans",
            "scalar",
            "zeros",
            "ones",
            "full",
            "arange", //
            "shape",
            "dtype",
            "device",
            "iscontiguous",
            "rank",
            "size",
            "dim", //
            "toarray",
            "todoubles",
            "toints",
            "tobooleans",
            "item");

    /// Methods whose row has another name.
    private static final Set<String> NAMED_OTHERWISE = Set.of("lessorequal", "notequal", "greaterorequal", "logsumexp");

    @Test
    void every_op_has_a_row() {
        JavaClasses classes = new ClassFileImporter().importPath(Path.of("target/classes/io/gatun/op"));
        Set<String> implementations = classes.stream()
                .filter(each -> each.isAssignableTo(Op.class) && !each.isInterface())
                .map(JavaClass::getFullName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> catalogued = Catalogue.rows().stream()
                .flatMap(row -> row.cases().stream())
                .flatMap(each -> each.op().stream())
                .map(op -> op.getClass().getName())
                .collect(Collectors.toSet());

        assertThat(implementations).hasSizeGreaterThan(50);
        assertThat(implementations)
                .as("ops without a row in io.gatun.catalogue")
                .isSubsetOf(catalogued);
    }

    @Test
    void every_kind_of_fold_and_comparison_has_a_row() {
        for (Reductions.Kind kind : Reductions.Kind.values()) {
            Catalogue.row(kind.name().toLowerCase(Locale.ROOT));
        }
        for (Comparison comparison : Comparison.values()) {
            Catalogue.row(comparison.opName());
        }
    }

    @Test
    void every_method_that_computes_has_a_row() {
        Set<String> methods = Arrays.stream(Tensor.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(method -> method.getName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        methods.removeAll(NOT_COMPUTING);

        Set<String> names = Catalogue.rows().stream()
                .map(row -> row.name().replace("_", ""))
                .collect(Collectors.toSet());

        assertThat(names).containsAll(NAMED_OTHERWISE);
        assertThat(methods).as("methods of Tensor without a row of their name").isSubsetOf(names);
    }

    @Test
    void a_method_of_an_op_records_the_op_of_its_name() throws ReflectiveOperationException {
        List<String> checked = new ArrayList<>();
        for (Method method : Tensor.class.getDeclaredMethods()) {
            boolean elementwise = method.getReturnType() == Tensor.class
                    && method.isDefault()
                    && Arrays.stream(method.getParameterTypes()).allMatch(Tensor.class::equals);
            Tensor x = Tensor.ones(2, 2);
            Object[] operands = method.getParameterCount() == 0 ? new Object[] {} : new Object[] {Tensor.ones(2, 2)};
            if (elementwise
                    && Set.of("detach", "contiguous", "transpose", "not", "take", "logSoftmax").stream()
                            .noneMatch(method.getName()::equals)) {
                List<String> recorded = recorded(method, x, operands);
                assertThat(recorded.getFirst()).isEqualToIgnoringCase(method.getName());
                checked.add(method.getName());
            }
        }
        assertThat(checked).hasSizeGreaterThan(35).contains("add", "gelu", "softmax", "matmul", "lessOrEqual");
    }

    private static List<String> recorded(Method method, Tensor x, Object... operands)
            throws ReflectiveOperationException {
        List<String> names = new ArrayList<>();
        Recorder recorder = (op, _, _) -> names.add(op.opName().replace("_", ""));
        return ScopedValue.where(Ops.RECORDER, recorder).call(() -> {
            method.invoke(x, operands);
            return names;
        });
    }

    @Test
    void every_row_can_be_computed_empty_or_small_in_each_of_its_types() {
        for (Row row : Catalogue.rows()) {
            assertThat(row.cases()).as(row.name()).isNotEmpty();
            assertThat(row.dtypes()).as(row.name()).isNotEmpty();
        }
    }

    @Test
    void an_unknown_op_is_answered_with_those_there_are() {
        assertThatThrownBy(() -> Catalogue.row("gelo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no op is called 'gelo': expected one of abs, adafactor,");
    }

    @Test
    void operands_are_the_same_each_time_in_every_layout_but_the_repeated() {
        Case each = Catalogue.row("where").cases().get(1);

        for (int arrangement = 0; arrangement < Case.arrangements(); arrangement++) {
            List<Tensor> once = each.inputs(io.gatun.tensor.DType.F32, arrangement);
            List<Tensor> again = each.inputs(io.gatun.tensor.DType.F32, arrangement);
            for (int i = 0; i < once.size(); i++) {
                assertThat(once.get(i).toDoubles()).isEqualTo(again.get(i).toDoubles());
            }
        }
    }
}

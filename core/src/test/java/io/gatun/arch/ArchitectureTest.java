package io.gatun.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.gatun.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));

    /// Tensors, ops and kernels know each other: a tensor's methods are ops, ops call kernels on tensors' memory.
    private static final Set<String> ONE_LAYER = Set.of("io.gatun.tensor", "io.gatun.op", "io.gatun.kernel");

    @Test
    void something_was_imported() {
        assertThat(CLASSES.contain(Tensor.class)).isTrue();
        assertThat(CLASSES.size()).isGreaterThan(100);
    }

    @Test
    void only_the_way_to_the_backends_knows_internal_packages() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gatun.internal..")
                .and()
                .doNotHaveFullyQualifiedName("io.gatun.kernel.Backends")
                .and()
                .doNotHaveFullyQualifiedName("io.gatun.tensor.Threads") // sets how many threads the kernels use
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gatun.internal..")
                .check(CLASSES);
    }

    @Test
    void ops_know_no_backend() {
        noClasses()
                .that()
                .resideInAPackage("io.gatun.op")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gatun.internal..")
                .check(CLASSES);
    }

    @Test
    void the_reference_kernels_depend_on_no_others() {
        noClasses()
                .that()
                .resideInAPackage("io.gatun.internal.cpu.scalar")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.gatun.internal.cpu.vector..", "io.gatun.internal.parallel..")
                .check(CLASSES);
    }

    @Test
    void json_stands_alone() {
        classes()
                .that()
                .resideInAPackage("io.gatun.json")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.gatun.json", "java..")
                .check(CLASSES);
    }

    @Test
    void packages_form_no_cycles() {
        SliceAssignment layers = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                String name = javaClass.getPackageName();
                if (!name.startsWith("io.gatun") || name.startsWith("io.gatun.internal")) {
                    return SliceIdentifier.ignore(); // internal packages are leaves by the rule above
                }
                return SliceIdentifier.of(ONE_LAYER.contains(name) ? "tensor, op, kernel" : name);
            }

            @Override
            public String getDescription() {
                return "packages, tensor, op and kernel as one";
            }
        };
        slices().assignedFrom(layers).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void internal_packages_form_no_cycles() {
        slices().matching("io.gatun.internal.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothing_prints() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
    }

    @Test
    void nothing_is_called_by_a_name_that_says_nothing() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Base)")
                .check(CLASSES);
    }

    @Test
    void files_stay_short() throws IOException {
        // Tensor lists every method a user has
        assertThat(longer(Path.of("src/main/java"), 400, Set.of("Tensor.java"))).isEmpty();
        assertThat(longer(Path.of("src/test/java"), 500, Set.of())).isEmpty();
    }

    private static List<String> longer(Path root, int limit, Set<String> exceptions) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !exceptions.contains(file.getFileName().toString()))
                    .toList();
            assertThat(sources).isNotEmpty();
            List<String> tooLong = new java.util.ArrayList<>();
            for (Path source : sources) {
                int lines = Files.readAllLines(source).size();
                if (lines > limit) {
                    tooLong.add(source + " has " + lines + " lines, at most " + limit + " are allowed");
                }
            }
            return tooLong;
        }
    }
}

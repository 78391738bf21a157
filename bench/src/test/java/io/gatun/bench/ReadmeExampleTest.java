package io.gatun.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The README's example, as it stands there, in a Maven project of its own that knows nothing but our artifacts.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadmeExampleTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String VERSION = System.getProperty("gatun.version");
    private static final String EXAMPLE = "example.Example";

    private Path folder;
    private Path readme;
    private Path repository;

    @BeforeAll
    void install(@TempDir Path temporary) throws IOException {
        folder = temporary;
        assertThat(VERSION).as("surefire passes the version").isNotNull();
        readme = ROOT.resolve("README.md");
        repository = Files.createDirectories(folder.resolve("repository"));
        Path own = repository.resolve("io/gatun");
        put(ROOT.resolve("pom.xml"), own.resolve("gatun/" + VERSION + "/gatun-" + VERSION + ".pom"));
        for (String module : new String[] {"core", "autograd"}) {
            String name = "gatun-" + module + "-" + VERSION;
            Path jar = ROOT.resolve(module + "/target/" + name + ".jar");
            assumeThat(jar).as("packed by mvn verify, not yet by mvn test").exists();
            Path place = own.resolve("gatun-" + module + "/" + VERSION);
            put(jar, place.resolve(name + ".jar"));
            put(ROOT.resolve(module + "/pom.xml"), place.resolve(name + ".pom"));
        }
    }

    private static void put(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    @Test
    void it_runs_on_the_module_path() throws IOException, InterruptedException {
        Path project = project("modules");
        Files.writeString(
                project.resolve("src/main/java/module-info.java"), "module example { requires io.gatun.autograd; }\n");
        Path classes = compile(project);
        Result result = java("-p", classes + File.pathSeparator + jars(), "-m", "example/" + EXAMPLE);
        assertFindsTheWeights(result);
        Result silent = java(
                "--enable-native-access=io.gatun.core",
                "-p",
                classes + File.pathSeparator + jars(),
                "-m",
                "example/" + EXAMPLE);
        assertFindsTheWeights(silent);
        assertThat(silent.err().lines()).as("warnings").noneMatch(line -> line.contains("restricted"));
    }

    @Test
    void it_runs_on_the_class_path_with_and_without_the_vector_api() throws IOException, InterruptedException {
        Path classes = compile(project("classes"));
        String path = classes + File.pathSeparator + jars();
        Result fast =
                java("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", path, EXAMPLE);
        assertFindsTheWeights(fast);
        assertThat(fast.err()).doesNotContain("plain kernels").doesNotContain("restricted");
        Result plain = java("-cp", path, EXAMPLE);
        assertFindsTheWeights(plain);
        assertThat(plain.err()).contains("plain kernels", "--add-modules jdk.incubator.vector");
    }

    private static void assertFindsTheWeights(Result result) {
        assertThat(result.status()).as(result.err()).isZero();
        Matcher numbers = Pattern.compile("-?\\d+\\.\\d*(e-?\\d+)?").matcher(result.out());
        List<Double> weights =
                numbers.results().map(m -> Double.valueOf(m.group())).toList();
        assertThat(weights).as(result.out()).hasSize(3);
        double[] expected = {1, -2, 3};
        for (int i = 0; i < 3; i++) {
            assertThat(weights.get(i)).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(0.01));
        }
    }

    private Path project(String name) throws IOException {
        String text = Files.readString(readme);
        Path project = folder.resolve(name);
        Path source = project.resolve("src/main/java/example/Example.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, block(text, "java"));
        Files.writeString(
                project.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>example</groupId>
                  <artifactId>example</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>25</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>
                %s  </dependencies>
                  <build>
                    <pluginManagement>
                      <plugins>
                        <plugin>
                          <artifactId>maven-compiler-plugin</artifactId>
                          <version>%s</version>
                        </plugin>
                        <plugin>
                          <artifactId>maven-resources-plugin</artifactId>
                          <version>%s</version>
                        </plugin>
                      </plugins>
                    </pluginManagement>
                  </build>
                </project>
                """.formatted(block(text, "xml"), plugin("compiler"), plugin("resources")));
        return project;
    }

    /// Returns the first block of code in a language.
    private static String block(String markdown, String language) {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(markdown);
        assertThat(block.find()).as("a block of " + language + " in the README").isTrue();
        return block.group(1);
    }

    /// Returns the version of a plugin that this build uses, because that one is at hand without a network.
    private static String plugin(String name) throws IOException {
        Matcher version = Pattern.compile("maven-" + name + "-plugin</artifactId>\\s*<version>([^<]+)<")
                .matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    /// Compiles with what is in this build's repository and in ours, into a repository of its own, without a
    /// network.
    private Path compile(Path project) throws IOException, InterruptedException {
        Path settings = folder.resolve("settings.xml");
        Files.writeString(settings, """
                <settings>
                  <mirrors>
                    <mirror><id>here</id><mirrorOf>central</mirrorOf><url>%s</url></mirror>
                  </mirrors>
                  <profiles>
                    <profile>
                      <id>own</id>
                      <repositories><repository><id>own</id><url>%s</url></repository></repositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>own</activeProfile></activeProfiles>
                </settings>
                """.formatted(
                        Path.of(System.getProperty("maven.repository")).toUri(), repository.toUri()));
        Result result = run(
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                "mvn",
                "-B",
                "-q",
                "-s",
                settings.toString(),
                "-Dmaven.repo.local=" + folder.resolve("local"),
                "-f",
                project.resolve("pom.xml").toString(),
                "compile");
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        return project.resolve("target/classes");
    }

    private String jars() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("local/io/gatun"))) {
            return String.join(
                    File.pathSeparator,
                    files.map(Path::toString)
                            .filter(file -> file.endsWith(".jar"))
                            .toList());
        }
    }

    private Result java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return run(Map.of(), command.toArray(String[]::new));
    }

    private record Result(int status, String out, String err) {}

    private Result run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        builder.environment().remove("JDK_JAVA_OPTIONS");
        int status = builder.start().waitFor();
        return new Result(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}

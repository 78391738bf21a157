package io.gatun.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.data.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkCorpusTest {

    @TempDir
    Path folder;

    @Test
    void classes_are_spread_over_the_splits_and_stay_where_they_are() {
        var counts = new EnumMap<Split, Integer>(Split.class);
        for (int i = 0; i < 10_000; i++) {
            counts.merge(JdkSources.split("java.base/java.util.Class" + i), 1, Integer::sum);
        }
        assertThat(counts.get(Split.TEST)).isBetween(720, 880);
        assertThat(counts.get(Split.VALIDATION)).isBetween(320, 480);
        assertThat(JdkSources.split("java.base/java.lang.String")).isEqualTo(Split.TRAIN);
    }

    @Test
    void test_classes_and_their_sentences_are_kept_out() throws IOException {
        String held = "This sentence is held out.";
        var sources = jdk(Map.of(
                name(Split.TEST, 0),
                "/** " + held + " Another one of the test. */ class A {}",
                name(Split.VALIDATION, 0),
                "/** Something for the validation. */ class A {}",
                name(Split.TRAIN, 0),
                "/** A first sentence stays. THIS sentence, is held out! A last sentence stays. */ class A {"
                        + "/** Something for the validation */ int x;"
                        + "/** It says that this sentence is held out. */ int y;"
                        + "/** This sentence is held out of something. */ int z;"
                        + "/** @return another one of the tests */ int r; }",
                name(Split.TRAIN, 1),
                "/** A first sentence stays. A last sentence stays. */ class B {}"));

        assertThat(lines(new JdkCorpus(sources)))
                .containsExactly(
                        "A first sentence stays. A last sentence stays.",
                        "This sentence is held out of something.",
                        "Returns another one of the tests");
    }

    @Test
    void walks_are_equal() throws IOException {
        var classes = new TreeMap<String, String>();
        for (int i = 0; i < 60; i++) {
            classes.put(name(Split.TRAIN, i), "/** The description of class number %d. */ class A {}".formatted(i));
        }
        var corpus = new JdkCorpus(jdk(classes));

        assertThat(lines(corpus)).hasSize(60).isEqualTo(lines(corpus));
    }

    @Test
    void a_jdk_without_sources_is_passed_over() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("none"));
        Path damaged = Files.createDirectories(folder.resolve("damaged").resolve("lib"))
                .getParent();
        Files.writeString(damaged.resolve("lib").resolve("src.zip"), "not a zip file");
        Path good = jdk(Map.of(name(Split.TRAIN, 0), "/** A description of it. */ class A {}"))
                .archive();

        assertThat(JdkSources.find(List.of(empty, damaged, good.getParent().getParent()))
                        .archive())
                .isEqualTo(good);
        assertThatThrownBy(() -> JdkSources.find(List.of(empty, damaged)))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("src.zip")
                .hasMessageContaining(empty.toString())
                .hasMessageContaining("install a JDK with its sources");
    }

    /// Returns the n-th name of a class that belongs to a split.
    private static String name(Split split, int n) {
        int found = 0;
        for (int i = 0; ; i++) {
            if (JdkSources.split("java.base/p.C%04d".formatted(i)) == split && found++ == n) {
                return "java.base/p/C%04d.java".formatted(i);
            }
        }
    }

    private JdkSources jdk(Map<String, String> files) throws IOException {
        Path archive =
                Files.createDirectories(folder.resolve("jdk").resolve("lib")).resolve("src.zip");
        var all = new TreeMap<>(files);
        all.put("java.base/java/lang/Object.java", "class Object {}");
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (var file : all.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return new JdkSources(archive);
    }

    static List<String> lines(Corpus corpus) {
        var lines = new ArrayList<String>();
        try (var documents = corpus.documents()) {
            documents.forEachRemaining(document -> lines.addAll(document.lines()));
        }
        return lines;
    }
}

package io.gatun.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// What the C++ tools gave, as `tokenizer_oracle.py` kept it, and text to train on.
final class Fixtures {

    private static final Map<String, byte[]> FILES = read();

    private Fixtures() {}

    private static Map<String, byte[]> read() {
        Map<String, byte[]> files = new HashMap<>();
        try (InputStream in = Fixtures.class.getResourceAsStream("sentencepiece.zip");
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    static boolean has(String name) {
        return FILES.containsKey(name);
    }

    static byte[] bytes(String name) {
        return FILES.get(name).clone();
    }

    static Tokenizer tokenizer(String model) {
        return Tokenizer.of(ModelProto.parse(model, bytes(model + "/model")));
    }

    /// The lines of a file, which end at LF only.
    static List<byte[]> lines(String name) {
        byte[] data = FILES.get(name);
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n') {
                lines.add(Arrays.copyOfRange(data, start, i));
                start = i + 1;
            }
        }
        return lines;
    }

    static List<String> texts(String name) {
        return lines(name).stream()
                .map(line -> new String(line, StandardCharsets.UTF_8))
                .toList();
    }

    static int[] ids(String line) {
        return line.isEmpty()
                ? new int[0]
                : Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    /// Sentences of made-up words, some of them frequent, as in a language.
    static List<String> sentences(int count, long seed) {
        Random random = new Random(seed);
        List<String> syllables = List.of(
                "ka", "lo", "mi", "tre", "sun", "do", "ver", "ing", "ation", "pre", "er", "est", "un", "bla", "cro",
                "fi");
        List<String> words = IntStream.range(0, 400)
                .mapToObj(_ -> {
                    StringBuilder word = new StringBuilder();
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        word.append(syllables.get(random.nextInt(syllables.size())));
                    }
                    return word.toString();
                })
                .toList();
        return IntStream.range(0, count)
                .mapToObj(_ -> {
                    StringBuilder sentence = new StringBuilder();
                    for (int i = 5 + random.nextInt(10); i >= 0; i--) {
                        double u = random.nextDouble();
                        sentence.append(words.get((int) (u * u * words.size()))).append(' ');
                    }
                    return sentence.append("42.").toString();
                })
                .toList();
    }
}

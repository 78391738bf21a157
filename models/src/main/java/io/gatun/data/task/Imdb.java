package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.file.FormatException;
import io.gatun.data.file.TarReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Large Movie Review Dataset: is a film review positive? A file for each review, in the original
/// archive or unpacked; their order is that of their names, so that both read alike.
final class Imdb implements DataSet {

    private static final String ARCHIVE = "aclImdb_v1.tar";
    // beside each file whose attributes macOS keeps, its tar and copies have one whose name begins with ._
    private static final Pattern MEMBER = Pattern.compile("(?:.*/)?((train|test)/(neg|pos)/(?!\\._)[^/]+\\.txt)");
    private static final Pattern LINE_BREAK = Pattern.compile("<br\\s*/?>", Pattern.CASE_INSENSITIVE);

    @Override
    public Origin origin() {
        return new Origin(
                "imdb",
                List.of("aclImdb"),
                List.of(ARCHIVE, "train/neg", "train/pos", "test/neg", "test/pos"),
                "aclImdb_v1.tar.gz, the Large Movie Review Dataset v1.0");
    }

    @Override
    public List<String> labels() {
        return List.of("negative", "positive");
    }

    @Override
    public void read(Split split, DataFolder folder, ExampleReader into) {
        Path where = folder.require(ARCHIVE, split + "/neg");
        Map<String, String> reviews = new TreeMap<>();
        if (Files.isDirectory(where)) {
            for (Path labelled : List.of(where, folder.require(split + "/pos"))) {
                into.file(labelled, () -> readFolder(split, labelled, reviews));
            }
        } else {
            into.file(where, () -> readArchive(split, where, reviews));
        }
        reviews.forEach((name, review) -> into.item(where + ", " + name, () -> {
            String text = Prose.of(LINE_BREAK.matcher(review).replaceAll(" "));
            if (text.isEmpty()) {
                throw new FormatException("the review is empty");
            }
            into.add("imdb: " + text, labels().get(name.contains("/pos/") ? 1 : 0));
        }));
    }

    private static void readFolder(Split split, Path folder, Map<String, String> reviews) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = split + "/" + folder.getFileName() + "/" + file.getFileName();
                if (MEMBER.matcher(name).matches()) {
                    reviews.put(name, text(Files.readAllBytes(file)));
                }
            }
        }
    }

    private static void readArchive(Split split, Path archive, Map<String, String> reviews) throws IOException {
        try (var tar = new TarReader(archive)) {
            for (String name = tar.next(); name != null; name = tar.next()) {
                Matcher member = MEMBER.matcher(name);
                if (member.matches() && member.group(2).equals(split.toString())) {
                    reviews.put(member.group(1), text(tar.content()));
                }
            }
        }
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}

package io.gatun.data.corpus;

import io.gatun.data.Split;
import io.gatun.data.file.DataFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The sources of a JDK: its `lib/src.zip`.
///
/// @param archive the zip file
public record JdkSources(Path archive) {

    private static final List<String> FOLDERS = List.of(
            "/usr/lib/jvm",
            "/usr/java",
            "/usr/local/java",
            "/opt",
            "/opt/java",
            "/Library/Java/JavaVirtualMachines",
            "C:\\Program Files\\Java",
            "C:\\Program Files\\Eclipse Adoptium",
            "C:\\Program Files\\Microsoft");
    private static final List<String> HOME_FOLDERS = List.of(
            ".sdkman/candidates/java",
            ".jdks",
            ".asdf/installs/java",
            ".local/share/mise/installs/java",
            ".jenv/versions");

    /// Finds the sources of the running JDK or, where it has none that open, of another JDK on this machine:
    /// the newest one that has some.
    ///
    /// @throws CorpusException if no JDK here has its sources
    public static JdkSources find() {
        var homes = new ArrayList<Path>();
        homes.add(Path.of(System.getProperty("java.home")));
        homes.addAll(installed());
        return find(homes);
    }

    /// Finds the first of these JDK homes whose `lib/src.zip` exists and opens.
    ///
    /// @throws CorpusException if none has
    static JdkSources find(List<Path> homes) {
        for (Path home : homes) {
            Path archive = home.resolve("lib").resolve("src.zip");
            if (opens(archive)) {
                return new JdkSources(archive);
            }
        }
        throw new CorpusException("corpus jdk: none of the JDKs found has a lib/src.zip that opens (looked in "
                + String.join(", ", homes.stream().map(Path::toString).toList())
                + "); install a JDK with its sources (Debian: openjdk-25-source, Temurin has them built in), point"
                + " JAVA_HOME to one, or give another corpus");
    }

    /// Walks over the documented classes in name order; the caller closes it.
    ///
    /// @param wanted says for the name of a class, such as `java.base/java.lang.String`, whether to read it
    public Classes classes(Predicate<String> wanted) {
        try {
            return new Classes(archive, wanted, true);
        } catch (IOException e) {
            throw unreadable(archive, e);
        }
    }

    /// Walks over the documented classes as [#classes(Predicate)] does, with the main descriptions alone and no
    /// tags, which takes half the time.
    public Classes mainDescriptions(Predicate<String> wanted) {
        try {
            return new Classes(archive, wanted, false);
        } catch (IOException e) {
            throw unreadable(archive, e);
        }
    }

    /// Returns the names of all classes, such as `java.base/java.lang.String`, in name order.
    ///
    /// @throws CorpusException if the archive is damaged
    public List<String> classNames() {
        try (var zip = new ZipFile(archive.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(JdkSources::isClass)
                    .sorted()
                    .map(JdkSources::className)
                    .toList();
        } catch (IOException e) {
            throw unreadable(archive, e);
        }
    }

    private static boolean isClass(String entry) {
        return entry.endsWith(".java") && entry.indexOf('/') > 0;
    }

    private static String className(String entry) {
        int module = entry.indexOf('/');
        String type = entry.substring(module + 1, entry.length() - ".java".length());
        return entry.substring(0, module) + "/" + type.replace('/', '.');
    }

    /// Returns the split to which a class belongs: 8 % of all classes are for tests, 4 % for validation. It
    /// depends on the name alone, so it is the same in every JDK; a nested class goes with the class around it.
    public static Split split(String className) {
        // FNV-1a with a final mix: the same everywhere, and even for names that differ little
        long hash = 0xcbf29ce484222325L;
        for (byte b : className.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
        long percent = Long.remainderUnsigned(hash ^ (hash >>> 32), 100);
        return percent < 8 ? Split.TEST : percent < 12 ? Split.VALIDATION : Split.TRAIN;
    }

    static CorpusException unreadable(Path archive, IOException e) {
        return new CorpusException("corpus jdk: " + archive + ": " + DataFile.reason(e), e);
    }

    private static boolean opens(Path archive) {
        if (!Files.isReadable(archive)) {
            return false;
        }
        try (var zip = new ZipFile(archive.toFile())) {
            return zip.getEntry("java.base/java/lang/Object.java") != null;
        } catch (IOException _) {
            return false;
        }
    }

    private static Set<Path> installed() {
        var homes = new LinkedHashSet<Path>();
        for (String variable : List.of("GATUN_JAVA_HOME", "JAVA_HOME", "JDK_HOME")) {
            String home = System.getenv(variable);
            if (home != null && !home.isBlank()) {
                homes.add(Path.of(home));
            }
        }
        String path = System.getenv("PATH");
        for (String folder : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
            Path java = Path.of(folder, "java");
            if (Files.isExecutable(java)) {
                try {
                    homes.add(java.toRealPath().getParent().getParent());
                } catch (IOException _) {
                    // a link that leads nowhere is no JDK
                }
            }
        }
        var others = new ArrayList<Path>();
        FOLDERS.forEach(folder -> others.addAll(homesIn(Path.of(folder))));
        HOME_FOLDERS.forEach(folder -> others.addAll(homesIn(Path.of(System.getProperty("user.home"), folder))));
        others.sort(Comparator.comparingInt(JdkSources::version).reversed().thenComparing(Path::toString));
        homes.addAll(others);
        return homes;
    }

    private static List<Path> homesIn(Path folder) {
        var homes = new ArrayList<Path>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
                for (Path child : children) {
                    Path mac = child.resolve("Contents").resolve("Home");
                    Path home = Files.isDirectory(mac) ? mac : child;
                    if (Files.isDirectory(home.resolve("lib"))) {
                        homes.add(home);
                    }
                }
            } catch (IOException _) {
                // a folder that cannot be listed holds no JDK for us
            }
        }
        return homes;
    }

    /// Returns the feature version by the `release` file, 0 where there is none.
    private static int version(Path home) {
        try {
            for (String line : Files.readAllLines(home.resolve("release"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("JAVA_VERSION=")) {
                    String digits = line.replaceFirst("^JAVA_VERSION=\"(?:1\\.)?(\\d+).*$", "$1");
                    return Integer.parseInt(digits);
                }
            }
        } catch (IOException | NumberFormatException _) {
            // a JDK of unknown version is tried last
        }
        return 0;
    }

    /// A walk over the documented classes of an archive.
    public static final class Classes implements AutoCloseable {

        private final Path archive;
        private final ZipFile zip;
        private final List<ZipEntry> entries;
        private final boolean withTags;
        private int entry;

        Classes(Path archive, Predicate<String> wanted, boolean withTags) throws IOException {
            this.archive = archive;
            this.withTags = withTags;
            zip = new ZipFile(archive.toFile());
            entries = zip.stream()
                    .filter(e -> isClass(e.getName()) && wanted.test(className(e.getName())))
                    .<ZipEntry>map(e -> e)
                    .sorted(Comparator.comparing(ZipEntry::getName))
                    .toList();
        }

        /// Returns the next class that has documentation, or `null` at the end.
        ///
        /// @throws CorpusException if the archive is damaged
        public DocumentedClass next() {
            while (entry < entries.size()) {
                ZipEntry e = entries.get(entry++);
                String source;
                try (var in = zip.getInputStream(e)) {
                    source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException failure) {
                    throw unreadable(archive, failure);
                }
                var found = DocumentedClass.of(className(e.getName()), source, withTags);
                if (!found.members().isEmpty()) {
                    return found;
                }
            }
            return null;
        }

        @Override
        public void close() {
            entry = entries.size();
            try {
                zip.close();
            } catch (IOException e) {
                throw unreadable(archive, e);
            }
        }
    }
}

package io.gatun.data.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/// Standard input, copied to a temporary file at the first walk because it can be read only once.
final class SpooledCorpus implements Corpus {

    private final InputStream in;
    private final Consumer<String> notes;
    private FileCorpus spooled;

    SpooledCorpus(InputStream in, Consumer<String> notes) {
        this.in = in;
        this.notes = notes;
    }

    @Override
    public String name() {
        return "-";
    }

    @Override
    public String fingerprint() {
        return spooled().fingerprint();
    }

    @Override
    public Documents documents() {
        return spooled().documents();
    }

    private synchronized FileCorpus spooled() {
        if (spooled == null) {
            try {
                Path file = Files.createTempFile("gatun-stdin-", ".txt");
                file.toFile().deleteOnExit();
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                spooled = new FileCorpus("-", file, notes);
            } catch (IOException e) {
                throw new CorpusException(
                        "corpus -: cannot copy standard input to a temporary file: " + e.getMessage(), e);
            }
        }
        return spooled;
    }
}

package io.gatun.cli;

import io.gatun.train.TrainingException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/// What an exception means to the person at the shell.
///
/// @param status the exit status
/// @param message one sentence
record Failure(int status, String message) {

    private static final Pattern CHOSEN = Pattern.compile(
            "Read-only file system|Not a directory|Is a directory|Operation not permitted|name too long|Invalid argument",
            Pattern.CASE_INSENSITIVE);

    /// Judges an exception that a command threw.
    static Failure of(Throwable thrown) {
        Throwable e = thrown;
        while ((e instanceof UncheckedIOException
                        || e instanceof ExecutionException
                        || e instanceof CompletionException)
                && e.getCause() != null) {
            e = e.getCause();
        }
        return switch (e) {
            case NoSuchFileException missing -> wrong("no such file: " + missing.getFile());
            case FileNotFoundException missing -> wrong("no such file: " + missing.getMessage());
            case NotDirectoryException file -> wrong("expected a directory, got the file " + file.getFile());
            case FileAlreadyExistsException file -> wrong("expected no file here: " + file.getFile());
            case AccessDeniedException denied -> wrong("no permission for " + denied.getFile());
            case FileSystemLoopException loop -> wrong("a link leads back to itself: " + loop.getFile());
            case InvalidPathException path -> wrong("not a path: " + path.getMessage());
            case CharacterCodingException coding ->
                wrong("expected UTF-8 text, got other bytes" + (said(coding).isEmpty() ? "" : ": " + said(coding)));
            case ZipException zip -> wrong("a damaged archive: " + said(zip));
            case EOFException end ->
                wrong("a file that ends too early" + (said(end).isEmpty() ? "" : ": " + said(end)));
            case IllegalArgumentException argument when !said(argument).isEmpty() -> wrong(said(argument));
            case FileSystemException file -> fileSystem(file);
            case TrainingException training -> new Failure(ExitStatus.FAILED, said(training));
            case IOException io ->
                new Failure(ExitStatus.FAILED, io.getClass() == IOException.class ? said(io) : describe(io));
            case OutOfMemoryError memory ->
                new Failure(
                        ExitStatus.FAILED,
                        "out of memory (" + said(memory) + "): take smaller batches, or set GATUN_JAVA_OPTS=-Xmx…g");
            default -> new Failure(ExitStatus.FAILED, describe(e) + " (--verbose shows where)");
        };
    }

    /// A place that cannot be written is the caller's choice; a full or failing disk is not.
    private static Failure fileSystem(FileSystemException e) {
        String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        String message = "cannot use " + e.getFile() + ": " + reason;
        return new Failure(CHOSEN.matcher(reason).find() ? ExitStatus.WRONG_INPUT : ExitStatus.FAILED, message);
    }

    private static Failure wrong(String message) {
        return new Failure(ExitStatus.WRONG_INPUT, message);
    }

    private static String describe(Throwable e) {
        return said(e).isEmpty() ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + said(e);
    }

    /// The exception's message on one line.
    private static String said(Throwable e) {
        return e.getMessage() == null
                ? ""
                : e.getMessage().replaceAll("\\s*\\R\\s*", " ").strip();
    }
}

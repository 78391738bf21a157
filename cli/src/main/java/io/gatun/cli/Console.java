package io.gatun.cli;

import io.gatun.json.Json;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/// Where a command reads and writes: results go to standard output, everything else to standard error.
final class Console {

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private boolean json;
    private boolean quiet;
    private boolean verbose;
    private volatile boolean bar;

    Console(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    void format(boolean json, boolean quiet, boolean verbose) {
        this.json = json;
        this.quiet = quiet;
        this.verbose = verbose;
    }

    /// Writes a result: with `--json` the object on a line of its own, else `text`.
    void result(Map<String, ?> object, String text) {
        line(object, text);
        out.flush();
    }

    /// Writes one result of many, without making it visible at once: [#out()] is flushed by the caller or at
    /// the end.
    void line(Map<String, ?> object, String text) {
        out.print(json ? Json.write(object) : text);
        out.print('\n');
    }

    /// Tells a person something; silent with `--quiet`.
    void note(String text) {
        if (!quiet) {
            clearBar();
            err.println(text);
        }
    }

    /// Says what went wrong, even with `--quiet`; the stack trace only with `--verbose`.
    void error(String message, Throwable cause) {
        clearBar();
        err.println("gatun: " + message);
        if (verbose && cause != null) {
            cause.printStackTrace(err);
        }
    }

    /// Shows how far something is: a bar on a terminal, else a line every few seconds, nothing with `--quiet`.
    /// A total of 0 means that nobody knows it; the note then says what is counted.
    Progress progress(String task, long total, String unit) {
        if (quiet) {
            return Progress.none();
        }
        // the launcher knows: Java can only tell whether standard input and output are terminals
        boolean terminal = Boolean.getBoolean("gatun.terminal");
        bar = terminal && total > 0;
        return bar ? new ProgressLine.Bar(this, task, total, unit) : new ProgressLine.Plain(this, task, total, unit);
    }

    /// Says that the bar's line is free again.
    void endBar() {
        bar = false;
    }

    private void clearBar() {
        if (bar) {
            err.print("\r\u001b[K"); // the bar draws itself again below
        }
    }

    /// Whether results are JSON.
    boolean json() {
        return json;
    }

    /// Whether only results and errors are wanted.
    boolean quiet() {
        return quiet;
    }

    InputStream in() {
        return in;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }
}

package io.gatun.cli;

import io.gatun.json.Json;
import java.io.PrintStream;
import java.util.Map;

/// Where a command writes: results to standard output, everything else to standard error.
final class Console {

    private final PrintStream out;
    private final PrintStream err;
    private boolean json;
    private boolean quiet;
    private boolean verbose;

    Console(PrintStream out, PrintStream err) {
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
        out.println(json ? Json.write(object) : text);
        out.flush();
    }

    /// Writes a line that is a result in every form of output.
    void line(String text) {
        out.println(text);
    }

    /// Tells a person something; silent with `--quiet`.
    void note(String text) {
        if (!quiet) {
            err.println(text);
        }
    }

    /// Says what went wrong, even with `--quiet`; the stack trace only with `--verbose`.
    void error(String message, Throwable cause) {
        err.println("gatun: " + message);
        if (verbose && cause != null) {
            cause.printStackTrace(err);
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

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }
}

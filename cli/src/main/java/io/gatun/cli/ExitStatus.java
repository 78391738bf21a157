package io.gatun.cli;

/// What the process returns to the shell.
final class ExitStatus {

    /// The command did what it was asked to do.
    static final int DONE = 0;

    /// Something failed that is neither the command line's nor an input's fault: a full disk, a defect of ours.
    static final int FAILED = 1;

    /// The command line or an input is wrong.
    static final int WRONG_INPUT = 2;

    /// The user ended it; what was reached has been saved.
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}

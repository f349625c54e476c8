package dev.rondo.operators.standard;

/** A process that a task started did not end well. */
public final class ProcessFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What a shell adds to the number of the signal that ended a process. */
    private static final int SIGNAL_BASE = 128;

    private final int exitCode;

    ProcessFailedException(String what, int exitCode) {
        super(what + " ended with exit code " + exitCode
                + (exitCode > SIGNAL_BASE ? ", which is signal " + (exitCode - SIGNAL_BASE) : ""));
        this.exitCode = exitCode;
    }

    /** Exit code of the process; 128 and the number of the signal when a signal ended it. */
    public int exitCode() {
        return exitCode;
    }
}

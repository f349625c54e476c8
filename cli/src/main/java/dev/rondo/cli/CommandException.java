package dev.rondo.cli;

/** The command cannot do what was asked; the message says what, where and how to mend it. Shown without a stack. */
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    public CommandException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public CommandException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What the command ends with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}

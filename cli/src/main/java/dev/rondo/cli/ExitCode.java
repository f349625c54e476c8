package dev.rondo.cli;

/**
 * What the command ends with; documented in {@code docs/reference/exit-codes.md}. The numbers beyond 2 are those of
 * BSD's sysexits where one fits.
 */
public enum ExitCode {
    /** It did what was asked. */
    OK(0),
    /** What was asked about failed: a run or task that was waited for or tested. */
    FAILED(1),
    /** The command line is wrong; nothing was done. */
    USAGE(2),
    /** There is no such DAG, run, task or file. */
    NOT_FOUND(66),
    /** The server cannot be reached, or has no scheduler. */
    UNAVAILABLE(69),
    /** A bug of Rondo. */
    SOFTWARE(70),
    /** A file or folder cannot be made or written; the disk may be full. */
    CANT_CREATE(73),
    /** The server refused: what was asked makes no sense now, such as a second run of one date. */
    REFUSED(75),
    /** Not signed in, or without the right. */
    NO_PERMISSION(77),
    /** A setting is wrong. */
    CONFIG(78);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number. */
    public int code() {
        return code;
    }
}

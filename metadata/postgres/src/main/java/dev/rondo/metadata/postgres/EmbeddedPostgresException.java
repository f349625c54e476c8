package dev.rondo.metadata.postgres;

import org.jspecify.annotations.Nullable;

/** The embedded server could not be started or stopped. The message says what, where and how to mend it. */
public final class EmbeddedPostgresException extends RuntimeException {

    /** Stable codes; each is a state of the user's machine, not of our code. */
    public enum Problem {
        /** The home folder, or something in it, cannot be written by this OS user. */
        HOME_NOT_WRITABLE,
        /** The path of the home folder holds a character that the server's start script cannot carry. */
        HOME_PATH_UNUSABLE,
        /** No space, or no quota, is left where the home folder is. */
        DISK_FULL,
        /** The port asked for is in use by another program. */
        PORT_TAKEN,
        /** The data directory was made by another major version of PostgreSQL. */
        DATA_OF_ANOTHER_VERSION,
        /** The data directory is there but is not one, or its password is lost. */
        DATA_UNUSABLE,
        /** The class path holds no server for this operating system and processor. */
        NO_BINARIES,
        /** Running as root, and no other identity can be given to the server. */
        ROOT_NOT_ALLOWED,
        /** Another process uses the home and this one cannot share it. */
        HOME_IN_USE,
        /** The server did not start, stop or answer, for a reason the message quotes. */
        SERVER_FAILED
    }

    private final Problem problem;

    public EmbeddedPostgresException(Problem problem, String message) {
        this(problem, message, /* cause= */ null);
    }

    public EmbeddedPostgresException(Problem problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}

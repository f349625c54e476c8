package dev.rondo.metadata.postgres;

import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;

/** Turns what the operating system says into a problem and a remedy. */
final class IoFailure {

    private IoFailure() {}

    /** @param attempt completes "cannot ..." */
    static EmbeddedPostgresException explained(String attempt, IOException cause) {
        String said = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        Problem problem = cause instanceof AccessDeniedException ? Problem.HOME_NOT_WRITABLE : classify(said);
        return new EmbeddedPostgresException(
                problem, "embedded postgresql: cannot " + attempt + ": " + said + remedy(problem), cause);
    }

    /** The texts are the C library's, in English: every process of ours runs with {@code LC_ALL=C}. */
    static Problem classify(String said) {
        String text = said.toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota exceeded")) {
            return Problem.DISK_FULL;
        }
        if (text.contains("read-only file system") || text.contains("permission denied")) {
            return Problem.HOME_NOT_WRITABLE;
        }
        return Problem.SERVER_FAILED;
    }

    static String remedy(Problem problem) {
        return switch (problem) {
            case DISK_FULL ->
                "; free some space (a new home needs 150 MB), or choose a home folder on another disk with RONDO_HOME";
            case HOME_NOT_WRITABLE ->
                "; the OS user '" + System.getProperty("user.name")
                        + "' must be able to write there: change its owner, or choose another home folder with RONDO_HOME";
            case HOME_PATH_UNUSABLE,
                    PORT_TAKEN,
                    DATA_OF_ANOTHER_VERSION,
                    DATA_UNUSABLE,
                    NO_BINARIES,
                    ROOT_NOT_ALLOWED,
                    HOME_IN_USE,
                    SERVER_FAILED -> "";
        };
    }
}

package dev.rondo.metadata;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the database's five-letter codes mean for a transaction. Source: PostgreSQL manual, appendix A. */
final class SqlStates {

    /** Serialization failure, deadlock; and the session was ended because this process slept in the middle of it. */
    private static final Set<String> WORTH_RETRYING = Set.of("40001", "40P01", "25P03");

    /** A lock was not to be had within the time that was given, or by nobody: a deadlock. */
    private static final Set<String> LOCK_MISSED = Set.of("55P03", "40P01");

    /** Beside class 08: the server was stopped, or one of its processes crashed and all were restarted. */
    private static final Set<String> SERVER_GONE = Set.of("57P01", "57P02", "57P03", "40003");

    /**
     * The transaction was refused for what has nothing to do with it and passes: the disk is full or fails, too many
     * are connected, the session was ended because this process slept.
     */
    private static final Set<String> OF_THE_SERVER = Set.of("53100", "53300", "58030", "25P03", "57P05");

    /** Ours, see the step that makes the table of retired keys. */
    private static final String RETIRED_KEY = "RK001";

    private SqlStates() {}

    /** The transaction was rolled back, and the same again may succeed. */
    static boolean isWorthRetrying(Throwable failure) {
        String state = stateOf(failure);
        return state != null && WORTH_RETRYING.contains(state);
    }

    /** The connection broke; without a state the driver failed before the server could answer. */
    static boolean isConnectionLost(Throwable failure) {
        SQLException cause = sqlCause(failure);
        if (cause == null) {
            return false;
        }
        String state = cause.getSQLState();
        return state == null || state.startsWith("08") || SERVER_GONE.contains(state);
    }

    /** The server cannot do it now: nothing has happened, and the same may succeed later. */
    static boolean isServersTrouble(Throwable failure) {
        String state = stateOf(failure);
        return state != null && OF_THE_SERVER.contains(state);
    }

    /** Others held what it needed: the same again succeeds when they have gone. */
    static boolean isLockMissed(Throwable failure) {
        String state = stateOf(failure);
        return state != null && LOCK_MISSED.contains(state);
    }

    /** A secret was sealed with a key that is retired. */
    static boolean isOfRetiredKey(Throwable failure) {
        return RETIRED_KEY.equals(stateOf(failure));
    }

    private static @Nullable String stateOf(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause == null ? null : cause.getSQLState();
    }

    private static @Nullable SQLException sqlCause(@Nullable Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }
}

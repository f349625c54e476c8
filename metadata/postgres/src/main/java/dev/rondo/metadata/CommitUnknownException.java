package dev.rondo.metadata;

/**
 * The commit was sent and its answer was lost: the changes are in the database or they are not. Re-read before
 * deciding; doing the work again may do it twice.
 */
public final class CommitUnknownException extends RuntimeException {

    public CommitUnknownException(Throwable cause) {
        super(
                "the connection broke while committing, so whether the transaction took effect is unknown; re-read",
                cause);
    }
}

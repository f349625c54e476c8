package dev.rondo.webserver.rest;

import dev.rondo.metadata.CommitUnknownException;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.RetiredKeyException;
import dev.rondo.metadata.query.TooLongListException;
import dev.rondo.metadata.secret.SealException;
import dev.rondo.storage.secret.SecretBackendException;

/** What a request needs and is not there, or asks for and is too much; nothing is wrong with its form. */
public final class Outage {

    private Outage() {}

    /**
     * The failure in words for the caller: a refusal as it is, an outage as one.
     *
     * @throws RuntimeException the failure itself when it is neither
     */
    public static ProblemException of(RuntimeException e) {
        return switch (e) {
            case ProblemException refusal -> refusal;
            case TooLongListException list ->
                ProblemException.invalid(list.parameter(), String.valueOf(list.getMessage()));
            case DatabaseUnavailableException gone ->
                new ProblemException(503, "DATABASE_UNAVAILABLE", "the database cannot be reached; try again");
            case CommitUnknownException unknown ->
                new ProblemException(
                        503,
                        "OUTCOME_UNKNOWN",
                        "the database went away while it was told; ask with the same Idempotency-Key, or look");
            case SealException closed ->
                new ProblemException(503, "SECRETS_CLOSED", String.valueOf(closed.getMessage()));
            case RetiredKeyException retired ->
                new ProblemException(503, "KEY_RETIRED", String.valueOf(retired.getMessage()));
            case SecretBackendException away ->
                new ProblemException(503, "SECRET_BACKEND_UNAVAILABLE", String.valueOf(away.getMessage()));
            default -> throw e;
        };
    }
}

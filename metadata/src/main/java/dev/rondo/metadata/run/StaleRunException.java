package dev.rondo.metadata.run;

/**
 * The tables hold another state of a run than the memory that a transaction went by: another scheduler changed it, or
 * rows that were to be changed are missing. Nothing happened; read it anew.
 */
public final class StaleRunException extends RuntimeException {

    StaleRunException(Throwable cause) {
        super("a run is not in the tables as it is in memory", cause);
    }
}

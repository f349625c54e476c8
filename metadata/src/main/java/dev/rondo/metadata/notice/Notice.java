package dev.rondo.metadata.notice;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import org.jooq.DSLContext;
import org.jooq.impl.SQLDataType;

/** What a process may hear of. Lost notices are repaired by slow sweeps, so none is on a hot path. */
public enum Notice {
    /** A command was written. Payload: nothing. */
    COMMAND,
    /** A command is answered. Payload: its id. */
    REPLY,
    /** A DAG is new, changed, paused or unpaused. Payload: its id. */
    DAG,
    /** A run has something that another scheduler's workers are to do or to leave. Payload: nothing. */
    RUN;

    /** The channel it is sent on. */
    public String channel() {
        return switch (this) {
            case COMMAND -> "rondo_command";
            case REPLY -> "rondo_reply";
            case DAG -> "rondo_dag";
            case RUN -> "rondo_run";
        };
    }

    /** Sends it when the transaction is committed. */
    public void send(DSLContext transaction, String payload) {
        transaction
                .select(function("pg_notify", SQLDataType.OTHER, inline(channel()), val(payload)))
                .fetch();
    }
}

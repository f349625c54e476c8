package dev.rondo.scheduler.engine;

/** Moments between two durable effects of a scheduler or a DAG processor, at which a test lets the process die. */
public enum CrashPoint {
    /** The batch is written and not committed: nothing of it has happened. */
    BEFORE_COMMIT,
    /** The batch is committed, and no worker has heard of it. */
    AFTER_COMMIT,
    /** Workers were told, and nothing else was done. */
    AFTER_SEND,
    /** Runs that were due are created, and the engine has not heard of them. */
    AFTER_RUN_CREATION,
    /** Runs that updates of assets called for are created, and the engine has not heard of them. */
    AFTER_ASSET_RUN_CREATION,
    /** What a body asks for under a key is written as a command, and not carried out. */
    AFTER_COMMAND_WRITTEN,
    /** A command is claimed, and not carried out. */
    AFTER_COMMAND_CLAIMED,
    /** A command is carried out and answered, and neither the engine nor the creation of runs has heard of it. */
    AFTER_COMMAND_ANSWERED,
    /** An email is claimed, and not sent. */
    AFTER_EMAIL_CLAIMED,
    /** An email is sent, and that is not written down. */
    AFTER_EMAIL_SENT,
    /** What runs and tries did is claimed to be told outside, and not told. */
    AFTER_TELEMETRY_CLAIMED,
    /** What runs and tries did is told outside, and that is not written down. */
    AFTER_TELEMETRY_SENT,
    /** Some of what is kept no longer is deleted, and the rest is there. */
    AFTER_ROWS_DELETED,
    /** The jar of a DAG file is stored, and no version names it. */
    AFTER_JAR_STORED,
    /** The versions of a DAG file are stored and in force, and nobody has been told. */
    AFTER_DAGS_PUBLISHED,
    /** The error of a DAG file is stored, and nobody has been told. */
    AFTER_FILE_REFUSED,
    /** The DAGs of a file that is gone are no longer in force, and nobody has been told. */
    AFTER_DAGS_REMOVED;

    /** What is done at such a moment: nothing in production. */
    @FunctionalInterface
    public interface Injector {
        /** Nothing. */
        Injector NONE = point -> {};

        /** Called at the moment; a test throws from it. */
        void at(CrashPoint point);
    }
}

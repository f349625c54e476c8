package dev.rondo.scheduler.engine;

/** Moments between two durable effects of the engine, at which a test lets the process die. */
public enum CrashPoint {
    /** The batch is written and not committed: nothing of it has happened. */
    BEFORE_COMMIT,
    /** The batch is committed, and no worker has heard of it. */
    AFTER_COMMIT,
    /** Workers were told, and nothing else was done. */
    AFTER_SEND,
    /** Runs are created, and the engine has not heard of them. */
    AFTER_RUN_CREATION,
    /** A command is claimed, and not carried out. */
    AFTER_COMMAND_CLAIMED;

    /** What is done at such a moment: nothing in production. */
    @FunctionalInterface
    public interface Injector {
        /** Nothing. */
        Injector NONE = point -> {};

        /** Called at the moment; a test throws from it. */
        void at(CrashPoint point);
    }
}

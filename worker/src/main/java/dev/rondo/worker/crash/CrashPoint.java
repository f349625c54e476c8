package dev.rondo.worker.crash;

/**
 * Moments between two durable effects of a worker, at which a test looks at what a dead one left. The ends of tries are
 * in its memory until they are acknowledged, and so have none.
 */
public enum CrashPoint {
    /** A jar has arrived in a file without its name. */
    JAR_WRITTEN,
    /** A jar has its name, and no try has been given to a host for it. */
    JAR_NAMED,
    /** It is written down whose the log of a dispatch is, and no host has the dispatch. */
    OWNER_NOTED,
    /** The journal of owners is written anew beside the old one. */
    JOURNAL_WRITTEN,
    /** The scheduler keeps a piece of a log, and nobody here knows. */
    LOG_SENT,
    /** A log that has arrived is removed, and the journal still has its owner. */
    LOG_REMOVED;

    /** What is done at such a moment: nothing in production. */
    @FunctionalInterface
    public interface Injector {
        /** Nothing. */
        Injector NONE = point -> {};

        /** Called at the moment. */
        void at(CrashPoint point);
    }
}

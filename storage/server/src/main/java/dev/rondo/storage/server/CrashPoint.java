package dev.rondo.storage.server;

/** Moments between two durable effects of the server, at which a test looks at what a dead one left. */
enum CrashPoint {
    /** What is said of a bucket or an object is in a file that has no name yet. */
    TEXT_WRITTEN,
    /** The bytes of an object are in a file that no object has. */
    UPLOADED,
    /** The bytes have the name of a generation, and nothing says what they are. */
    DATA_NAMED,
    /** A generation is there, and the one that it replaces is there still. */
    GENERATION_KEPT,
    /** Nothing says any more what the bytes of a generation are. */
    TEXT_DELETED,
    /** A bucket is gone, and its folder is there. */
    BUCKET_GOING;

    /** What is done at such a moment: nothing in production. */
    @FunctionalInterface
    interface Injector {
        /** Nothing. */
        Injector NONE = point -> {};

        /** Called at the moment. */
        void at(CrashPoint point);
    }
}

package dev.rondo.metadata.crash;

/**
 * Moments between two durable effects of the stores of files and of keys, at which a test looks at what a dead process
 * left.
 */
public enum CrashPoint {
    /** The bytes are in a file that has no name yet; the disk may have none of them. */
    BLOB_WRITTEN,
    /** The bytes are on the disk, and their name is not there. */
    BLOB_FORCED,
    /** The name is there, in a folder or a bucket, and nobody has been told that the bytes are kept. */
    BLOB_NAMED,
    /** A blob that is cleared away has lost its name, and is there. */
    BLOB_GOING,
    /** A log has its file, and nothing is in it. */
    LOG_MADE,
    /** A piece of a log is written, and the worker has not heard of it. */
    LOG_APPENDED,
    /** Pieces of a log in a bucket are one object with the name of the first, and the others are there, too. */
    LOG_COMPOSED,
    /** One of the pieces that an object has is gone, and others are not. */
    LOG_PIECE_DELETED,
    /** A file or an object of a run that is deleted is gone, and others are not. */
    LOG_DELETED,
    /** The logs of what was deleted are removed, and that is not written down. */
    LOGS_REMOVED,
    /** A new key lies in its file, and nothing is sealed with it. */
    KEY_KEPT,
    /** Everything new is sealed with the new key, and what is there still with older ones. */
    KEY_FIRST,
    /** Some secrets are sealed anew, and others are not. */
    SECRETS_RESEALED,
    /** Nothing is sealed with a key any more, and that is not written down. */
    KEY_UNUSED,
    /** The database refuses what a key seals, which is in its file still. */
    KEY_REFUSED,
    /** A key is gone from its file, and nobody has been told. */
    KEY_RETIRED;

    /** What is done at such a moment: nothing in production. */
    @FunctionalInterface
    public interface Injector {
        /** Nothing. */
        Injector NONE = point -> {};

        /** Called at the moment. */
        void at(CrashPoint point);
    }
}

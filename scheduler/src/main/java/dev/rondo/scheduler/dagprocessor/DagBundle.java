package dev.rondo.scheduler.dagprocessor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A place with DAG files: a folder, or (later) a bucket. What is listed may be gone or changed when it is read. */
public interface DagBundle extends AutoCloseable {

    /** Name of the place in tables and messages. */
    String name();

    /**
     * The DAG files there are now.
     *
     * @throws IOException when the place cannot be listed; then nothing is concluded from it
     */
    List<Found> list() throws IOException;

    /**
     * Copies the file as it is now.
     *
     * @return false when it is gone, still growing, or changed while it was copied: it is looked at again soon
     */
    boolean copy(Found file, Path target) throws IOException;

    /** Waits until something may have changed, or for the time given. */
    void awaitChange(Duration atMost) throws InterruptedException;

    /** Where a file of this name is, for messages and links; empty when the place has no paths. */
    Optional<Path> pathOf(String fileName);

    @Override
    void close();

    /**
     * A DAG file.
     *
     * @param name relative to the place, with {@code /} between folders
     * @param revision changes whenever the content may have changed
     */
    record Found(String name, long sizeBytes, String revision) {}
}

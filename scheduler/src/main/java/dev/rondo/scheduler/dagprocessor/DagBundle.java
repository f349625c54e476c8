package dev.rondo.scheduler.dagprocessor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A place with DAG files: a folder or a bucket. What is listed may be gone or changed when it is read. */
public interface DagBundle extends AutoCloseable {

    /** Name of the place in tables and messages. */
    String name();

    /**
     * The DAG files there are now.
     *
     * @throws IOException when the place cannot be listed; then nothing is concluded from it
     */
    Listing list() throws IOException;

    /**
     * Copies the file as it is now. Never throws for what is wrong with the file.
     *
     * @throws java.io.UncheckedIOException when the copy cannot be written
     */
    Copied copy(Found file, Path target) throws IOException;

    /** Waits until something may have changed, or for the time given. */
    void awaitChange(Duration atMost) throws InterruptedException;

    /** Where a file of this name is, for messages and links; empty when the place has no paths. */
    Optional<Path> pathOf(String fileName);

    @Override
    void close();

    /**
     * What is in the place.
     *
     * @param files DAG files, and what is in a DAG file's place but cannot be one, to be told as an error
     * @param unknown names of folders that could not be looked into, or {@link #EVERYTHING}: of files below them
     *     nothing is concluded
     */
    record Listing(List<Found> files, List<String> unknown) {

        /** Stands for the place as a whole, which could not be looked into. */
        public static final String EVERYTHING = "";

        public Listing {
            files = List.copyOf(files);
            unknown = List.copyOf(unknown);
        }

        /** Whether a file of a name is gone, as far as could be seen; for asking about many. */
        Predicate<String> lacking() {
            Set<String> names = files.stream().map(Found::name).collect(Collectors.toSet());
            return name -> !names.contains(name) && unknown.stream().noneMatch(folder -> isBelow(name, folder));
        }

        private static boolean isBelow(String name, String folder) {
            return folder.equals(EVERYTHING) || name.startsWith(folder + "/");
        }
    }

    /**
     * A DAG file.
     *
     * @param name relative to the place, with {@code /} between folders
     * @param revision changes whenever the content may have changed
     */
    record Found(String name, long sizeBytes, String revision) {}

    /** What came of a copy. */
    sealed interface Copied {
        /** The copy is whole. */
        record Whole() implements Copied {}

        /** The file is gone, still growing, or changed while it was copied: it is to be looked at again soon. */
        record NotYet() implements Copied {}

        /**
         * It cannot be read as it is.
         *
         * @param code stable, such as {@code FILE_UNREADABLE}
         * @param message what, where and how to mend it
         */
        record Unusable(String code, String message) implements Copied {}
    }
}

package dev.rondo.scheduler.dagprocessor;

import dev.rondo.core.timetable.Stretch;
import dev.rondo.runtime.parse.ParseResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of DAG files, and what becomes of them. */
public interface DagCatalog {

    /**
     * The files of a bundle that were read before, with the hash of the bytes each had then; empty for one that was
     * refused only because of another file, and is to be read again.
     */
    Map<String, String> knownFiles(String bundle);

    /**
     * The files whose timetable classes have to be asked again, because too few runs are stored ahead.
     *
     * @param now runs that start later lie ahead
     */
    Set<String> filesToRenew(String bundle, Instant now);

    /**
     * From when on the timetable classes of a file are asked: by DAG id, the logical date of its last automated run.
     */
    Map<String, Instant> lastRuns(String bundle, String fileName);

    /**
     * The files whose timetable classes are asked for a stretch that is to be backfilled, and when the newest question
     * of each was asked.
     */
    Map<String, Instant> askedFiles(String bundle);

    /** The stretches that the timetable classes of a file are asked for, by DAG id. */
    Map<String, Stretch> askedStretches(String bundle, String fileName);

    /**
     * A file was read: its DAGs take effect with their next runs, in one transaction. A DAG whose graph has not changed
     * keeps its version unless the jar has; DAGs that the file no longer defines become inactive. The file's import
     * error, if it had one, is gone.
     *
     * @param gone names of files of the same bundle that are no longer there: what they defined may be taken over
     */
    Published publish(FileVersion file, List<ParseResult.ParsedDag> dags, Set<String> gone);

    /** A file could not be used: what it defined before stays in force, and the failure is an import error. */
    void refuse(FileVersion file, ParseResult.Failure failure);

    /** A file is gone: its DAGs become inactive and keep their history; its import error is gone too. */
    List<String> remove(String bundle, String fileName);

    /**
     * A file as it was read.
     *
     * @param jarHash of the jar's bytes (for a source file: of the jar made of it)
     * @param jarBytes size of the jar
     * @param fileHash of the file's own bytes and of the default arguments it was read with; what {@link #knownFiles}
     *     gives
     * @param seenAt when this content was first seen
     */
    record FileVersion(
            String bundle,
            String fileName,
            String fileHash,
            String jarHash,
            long jarBytes,
            Instant seenAt,
            Instant parsedAt,
            long parseMillis) {}

    /** What publishing did. */
    sealed interface Published {
        /**
         * It took effect.
         *
         * @param added ids of DAGs that were not there before; they are paused unless their definition says otherwise
         * @param changed ids of DAGs with a new version
         * @param removed ids of DAGs that the file no longer defines
         * @param newWarnings warnings that its DAGs did not have before
         */
        record Done(List<NewDag> added, List<String> changed, List<String> removed, List<NewWarning> newWarnings)
                implements Published {}

        /** Another file defines one of its DAGs; nothing took effect. */
        record Conflict(String dagId, String otherBundle, String otherFile) implements Published {}

        /** A DAG that was not there before. */
        record NewDag(String dagId, boolean paused) {}

        /** What the author of a DAG should know and may ignore. */
        record NewWarning(String dagId, String code, String message) {}
    }
}

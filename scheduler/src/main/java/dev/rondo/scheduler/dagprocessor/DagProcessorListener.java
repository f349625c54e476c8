package dev.rondo.scheduler.dagprocessor;

import dev.rondo.runtime.parse.ParseResult;

/**
 * Told what the DAG processor did, for the lines that standalone prints and for whoever must act on new versions.
 * Called by several threads at once.
 */
public interface DagProcessorListener {

    /** A file took effect. */
    void published(DagCatalog.FileVersion file, DagCatalog.Published.Done result);

    /** A file was refused. */
    void refused(DagCatalog.FileVersion file, ParseResult.Failure failure);

    /** A file cannot be taken now, for no fault of its own: a full disk, no database. It is tried again; said once. */
    void postponed(String bundle, String fileName, Throwable why);

    /** A file is gone. */
    void removed(String bundle, String fileName, java.util.List<String> dagIds);
}

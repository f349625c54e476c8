package dev.rondo.benchmarks.server;

import java.io.IOException;
import java.nio.file.Path;

/** A Rondo that runs, with its database: what scenarios measure, however its parts are put into processes. */
public interface Installation extends AutoCloseable {

    /** Folder that is watched for DAG files. */
    Path dags();

    /** A signed-in client of its API. */
    Rest signIn() throws IOException;

    /** A new connection to its tables; it does not outlive a restart of PostgreSQL. */
    Tables tables() throws IOException;

    /** What its processes have used so far, those of PostgreSQL included. */
    Usage usage() throws IOException;

    /** Ends all of them. */
    @Override
    void close();
}

package dev.rondo.operators.standard;

import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;
import dev.rondo.sdk.data.DataPath;
import java.io.IOException;

/**
 * Waits for a file that tasks share: one below the data place of the installation, or in a bucket or on a web server by
 * its URI. Its result is the whole name that was found.
 *
 * <p>For a file of the worker's own machine, or one whose name has wildcards, there is {@link FileSensor}.
 *
 * @param path as {@link dev.rondo.sdk.data.Data#path} takes it
 * @param connectionId who asks; empty: the usual one of the place
 */
public record DataSensor(String path, String connectionId, Waiting waiting)
        implements TunableSensor<String, DataSensor> {

    /** Waits for this file. */
    public static DataSensor of(String path) {
        return new DataSensor(path, "", Waiting.DEFAULT);
    }

    /** Asking by this connection. */
    public DataSensor connectionId(String id) {
        return new DataSensor(path, id, waiting);
    }

    @Override
    public DataSensor withWaiting(Waiting changed) {
        return new DataSensor(path, connectionId, changed);
    }

    @Override
    public String execute(TaskContext context) throws IOException {
        DataPath file = connectionId.isEmpty()
                ? context.data().path(path)
                : context.data().path(path, connectionId);
        if (!file.exists()) {
            throw LookAgain.later();
        }
        return file.toString();
    }
}

package dev.rondo.webserver;

import dev.rondo.metadata.log.LogStore;
import dev.rondo.storage.BucketException;
import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;

/** Logs of a bucket that does not answer for as long as a test wants it. */
final class UnsureLogs implements LogStore {

    private final LogStore logs;
    private volatile boolean away;

    UnsureLogs(LogStore logs) {
        this.logs = logs;
    }

    void away(boolean now) {
        away = now;
    }

    @Override
    public long append(LogKey key, long dispatchId, long offset, byte[] piece) throws IOException {
        return logs.append(key, dispatchId, offset, piece);
    }

    @Override
    public Slice read(LogKey key, long offset, int maxBytes) throws IOException {
        if (away) {
            throw new BucketException(
                    BucketException.Kind.UNREACHABLE, "cannot list in gs://bucket: 503 as the test wants it", null);
        }
        return logs.read(key, offset, maxBytes);
    }

    @Override
    public void deleteDag(String dagId, Supplier<Set<Long>> inUse) throws IOException {
        logs.deleteDag(dagId, inUse);
    }

    @Override
    public void deleteRun(String dagId, String runId, Supplier<Set<Long>> inUse) throws IOException {
        logs.deleteRun(dagId, runId, inUse);
    }
}

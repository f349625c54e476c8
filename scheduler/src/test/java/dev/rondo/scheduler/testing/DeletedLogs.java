package dev.rondo.scheduler.testing;

import dev.rondo.metadata.log.LogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Keeps no logs, and remembers of which runs they were deleted. */
public class DeletedLogs implements LogStore {

    private final List<String> runs = new ArrayList<>();
    private final List<String> dags = new ArrayList<>();
    private final Set<Long> inUse = new TreeSet<>();

    /** As {@code DAG/RUN}. */
    public List<String> runs() {
        return List.copyOf(runs);
    }

    /** Of which DAGs they were deleted as a whole. */
    public List<String> dags() {
        return List.copyOf(dags);
    }

    /** Dispatches whose logs stayed. */
    public Set<Long> inUse() {
        return Set.copyOf(inUse);
    }

    @Override
    public long append(LogKey key, long dispatchId, long offset, byte[] piece) {
        throw new AssertionError("no task of this test says anything");
    }

    @Override
    public Slice read(LogKey key, long offset, int maxBytes) {
        throw new AssertionError("nobody reads logs in this test");
    }

    @Override
    public void deleteRun(String dagId, String runId, Supplier<Set<Long>> inUse) {
        runs.add(dagId + "/" + runId);
        this.inUse.addAll(inUse.get());
    }

    @Override
    public void deleteDag(String dagId, Supplier<Set<Long>> inUse) {
        dags.add(dagId);
        this.inUse.addAll(inUse.get());
    }
}

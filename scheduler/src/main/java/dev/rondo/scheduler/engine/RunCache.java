package dev.rondo.scheduler.engine;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The runs in memory, bounded by the number of their instances; the longest unused go first. */
final class RunCache {

    private final int maxInstances;
    private final Map<Long, CachedRun> runs = new LinkedHashMap<>(16, 0.75f, true);
    private long instances;

    RunCache(int maxInstances) {
        this.maxInstances = maxInstances;
    }

    @Nullable
    CachedRun get(long runNo) {
        return runs.get(runNo);
    }

    void put(CachedRun run) {
        drop(run.runNo());
        runs.put(run.runNo(), run);
        instances += size(run);
    }

    /** Lets a run go, with what is ready of it: the table has it. */
    void drop(long runNo) {
        CachedRun gone = runs.remove(runNo);
        if (gone != null) {
            instances -= size(gone);
            gone.backlog().clear();
        }
    }

    void clear() {
        runs.values().forEach(run -> run.backlog().clear());
        runs.clear();
        instances = 0;
    }

    /** Makes room again; runs of which nothing is ready go first, then any. */
    void trim() {
        trim(run -> run.backlog().isEmpty());
        trim(run -> true);
    }

    private void trim(Predicate<CachedRun> which) {
        Iterator<CachedRun> oldest = runs.values().iterator();
        while (instances > maxInstances && runs.size() > 1 && oldest.hasNext()) {
            CachedRun run = oldest.next();
            if (which.test(run)) {
                oldest.remove();
                instances -= size(run);
                run.backlog().clear();
            }
        }
    }

    Collection<CachedRun> runs() {
        return runs.values();
    }

    /** By tasks, not instances: a number that does not change while the run is here, so that the sum stays right. */
    private static long size(CachedRun run) {
        return run.graph().size() + 1L;
    }
}

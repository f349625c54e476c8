package dev.rondo.scheduler.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The runs in memory, bounded by the number of their instances and by their results; the longest unused go first. */
final class RunCache {

    private final int maxInstances;
    private final Map<Long, CachedRun> runs = new LinkedHashMap<>(16, 0.75f, true);
    // As they were counted last: what is taken off is what was put on.
    private final Map<Long, Long> sizes = new HashMap<>();
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
        measure(run);
    }

    /** Counts a run anew that has changed: mapped tasks grow, results come and go. */
    void measure(CachedRun run) {
        if (runs.containsKey(run.runNo())) {
            long size = run.size();
            Long before = sizes.put(run.runNo(), size);
            instances += size - (before == null ? 0 : before);
        }
    }

    private void forgetSize(long runNo) {
        Long size = sizes.remove(runNo);
        instances -= size == null ? 0 : size;
    }

    /** Lets a run go, with what is ready of it: the table has it. */
    void drop(long runNo) {
        CachedRun gone = runs.remove(runNo);
        if (gone != null) {
            forgetSize(runNo);
            gone.backlog().clear();
        }
    }

    void clear() {
        runs.values().forEach(run -> run.backlog().clear());
        runs.clear();
        sizes.clear();
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
                forgetSize(run.runNo());
                run.backlog().clear();
            }
        }
    }

    Collection<CachedRun> runs() {
        return runs.values();
    }
}

package dev.rondo.scheduler.engine;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Runs that others change as well, as far as it is known: they are locked before anything is decided about them. Which
 * they are only saves work, so that those that were seen last are enough.
 */
final class ContestedRuns {

    private static final int MOST = 10_000;

    private final SequencedSet<Long> runNos = new LinkedHashSet<>();

    boolean contains(long runNo) {
        return runNos.contains(runNo);
    }

    void add(long runNo) {
        runNos.addLast(runNo);
        if (runNos.size() > MOST) {
            runNos.removeFirst();
        }
    }

    void addAll(Collection<Long> all) {
        all.forEach(this::add);
    }

    void remove(long runNo) {
        runNos.remove(runNo);
    }
}

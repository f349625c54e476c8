package dev.rondo.metadata.run;

import dev.rondo.core.state.RunView.PastRun;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the run before has come to.
 *
 * @param logicalDate of that run; null: there is none
 * @param present tasks that have an instance in it
 * @param unfinished of these, those with an instance that is neither success nor skipped
 * @param everywhereAbsent tasks that no earlier run at all has
 */
public record PastAnswer(
        @Nullable Instant logicalDate, Set<String> present, Set<String> unfinished, Set<String> everywhereAbsent)
        implements PastRun {

    /** There is no run before. */
    public static final PastAnswer NONE = new PastAnswer(null, Set.of(), Set.of(), Set.of());

    public PastAnswer {
        present = Set.copyOf(present);
        unfinished = Set.copyOf(unfinished);
        everywhereAbsent = Set.copyOf(everywhereAbsent);
    }

    /**
     * The same, knowing of another earlier run whose instances are not in the tables yet.
     *
     * @param date of that run; it is the run before if it is not older than the one known
     */
    public PastAnswer with(Instant date, Set<String> presentThere, Set<String> unfinishedThere) {
        boolean newest = logicalDate == null || !date.isBefore(logicalDate);
        PastAnswer last = newest ? new PastAnswer(date, presentThere, unfinishedThere, everywhereAbsent) : this;
        return last.knowing(presentThere);
    }

    /** The same, knowing of tasks of an earlier run that does not count as the run before. */
    public PastAnswer knowing(Set<String> presentThere) {
        Set<String> absent = new HashSet<>(everywhereAbsent);
        absent.removeAll(presentThere);
        return new PastAnswer(logicalDate, present, unfinished, absent);
    }

    @Override
    public boolean exists() {
        return logicalDate != null;
    }

    @Override
    public boolean has(String taskId) {
        return present.contains(taskId);
    }

    @Override
    public boolean undone(String taskId) {
        return unfinished.contains(taskId);
    }

    @Override
    public boolean absentEverywhere(String taskId) {
        return everywhereAbsent.contains(taskId);
    }
}

package dev.rondo.scheduler.engine;

import dev.rondo.core.state.Instance;
import dev.rondo.core.state.PastRule;
import dev.rondo.core.state.RunEvent;
import dev.rondo.metadata.run.PastQuestion;
import dev.rondo.metadata.run.RunModels;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.run.RunTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the run after one that changed, for tasks that depend on the past. In a transaction of its own, as the run
 * after is not locked with the one before; that it is missed when the process dies in between is repaired by the sweep.
 */
final class PastFollower implements RunWork {

    // Runs by hand between two scheduled ones are told too; more of them than this are left to the sweep.
    private static final int MAX_RUNS = 16;

    private final CachedRun changed;
    private final Instant logicalDate;

    private PastFollower(CachedRun changed, Instant logicalDate) {
        this.changed = changed;
        this.logicalDate = logicalDate;
    }

    /** Who is to be told of a change; empty: nobody looks at what changed. */
    static Optional<PastFollower> of(RunChanges change) {
        CachedRun run = change.run();
        Instant date = run.row().logicalDate();
        PastQuestion asked = RunModels.past(run.row(), run.graph());
        if (date == null || asked == null || asked.taskIds().isEmpty()) {
            return Optional.empty();
        }
        Set<String> watched = asked.taskIds();
        for (Instance each : change.changed()) {
            if (each.state().isFinal()
                    && watched.contains(run.graph().task(each.task()).taskId())) {
                return Optional.of(new PastFollower(run, date));
            }
        }
        return Optional.empty();
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        var counted = PastRule.countedTypes(changed.graph().spec().catchup() > 0);
        List<Long> next = new ArrayList<>();
        for (RunRow row : transaction.runningAfter(changed.row().dagId(), logicalDate, MAX_RUNS)) {
            next.add(row.runNo());
            if (counted.contains(row.runType())) {
                break;
            }
        }
        return next;
    }

    @Override
    public void carryOut(EngineBatch batch) {
        runs(batch.transaction(), batch.now()).forEach(runNo -> batch.happen(runNo, new RunEvent.PastChanged()));
    }
}

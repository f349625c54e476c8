package dev.rondo.scheduler.command;

import dev.rondo.core.clear.ClearScope;
import dev.rondo.core.command.Command;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.control.ControlStore.RunAt;
import dev.rondo.metadata.dagrun.CreatedRun;
import dev.rondo.metadata.dagrun.NewBackfill;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import dev.rondo.scheduler.engine.RunWork;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A part of a backfill, in one batch of the engine. The first enters the backfill and makes its new runs; each takes
 * over some existing runs and clears them, so that no run is taken over and left as it was.
 */
final class BackfillPart implements RunWork {

    private final @Nullable NewBackfill backfill;
    private final LongFunction<List<NewRun>> fresh;
    private final String dagId;
    private final String conf;
    private final @Nullable Long versionId;
    private final SortedMap<Long, Taken> existing = new TreeMap<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Set<String> made = new HashSet<>();
    private long backfillId;

    /** An existing run that is to be done again, and its place in the backfill. */
    record Taken(RunAt run, int ordinal) {}

    private BackfillPart(
            long backfillId,
            @Nullable NewBackfill backfill,
            LongFunction<List<NewRun>> fresh,
            String dagId,
            String conf,
            @Nullable Long versionId,
            List<Taken> existing) {
        this.backfillId = backfillId;
        this.backfill = backfill;
        this.fresh = fresh;
        this.dagId = dagId;
        this.conf = conf;
        this.versionId = versionId;
        existing.forEach(each -> this.existing.put(each.run().runNo(), each));
    }

    /**
     * The first part.
     *
     * @param fresh the runs to make, given the number of the backfill
     * @param versionId the runs that are taken over are moved to this version; null: each keeps its own
     */
    static BackfillPart first(
            NewBackfill backfill, LongFunction<List<NewRun>> fresh, @Nullable Long versionId, List<Taken> existing) {
        return new BackfillPart(0, backfill, fresh, backfill.dagId(), backfill.conf(), versionId, existing);
    }

    /** A further part of the same backfill, when this one is committed. */
    BackfillPart next(List<Taken> more) {
        return new BackfillPart(backfillId, null, id -> List.of(), dagId, conf, versionId, more);
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return List.of(); // they are locked as they are taken over
    }

    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    public void carryOut(EngineBatch batch) {
        if (done.isCancelled()) {
            return; // nobody waits for it any more: its command is claimed anew
        }
        made.clear();
        if (backfill != null) {
            OptionalLong entered = batch.transaction().addBackfill(backfill, batch.now());
            if (entered.isEmpty()) {
                backfillId = 0;
                return;
            }
            backfillId = entered.getAsLong();
            batch.transaction().create(fresh.apply(backfillId)).stream()
                    .map(CreatedRun::runId)
                    .forEach(made::add);
        }
        Map<Long, Integer> ordinals = new TreeMap<>();
        existing.forEach((runNo, taken) -> ordinals.put(runNo, taken.ordinal()));
        Set<Long> taken = batch.takeOver(backfillId, conf, ordinals);
        List<RunAt> again = existing.values().stream()
                .map(Taken::run)
                .filter(run -> taken.contains(run.runNo()))
                .toList();
        again.forEach(run -> made.add(run.runId()));
        new TaskChange(
                        dagId,
                        again,
                        List.of(),
                        TaskChange.Reach.ofClear(Command.Scope.ONLY, ClearScope.Only.ANY),
                        targets -> new RunEvent.Cleared(targets, RunState.QUEUED),
                        versionId,
                        false)
                .carryOut(batch);
        batch.mayStart(dagId);
    }

    @Override
    public void committed() {
        done.complete(null);
    }

    @Override
    public void failed(RuntimeException reason) {
        done.completeExceptionally(reason);
    }

    /** Waits for the batch; the number of the backfill, empty: another one of its DAG is not over. */
    OptionalLong await() throws InterruptedException {
        RunControl.await(done, RunControl.WAIT);
        return backfillId == 0 ? OptionalLong.empty() : OptionalLong.of(backfillId);
    }

    /** Ids of the runs that it made or took over, once it is committed. */
    Set<String> made() {
        return Set.copyOf(made);
    }
}

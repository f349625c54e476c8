package dev.rondo.scheduler.engine;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.HeldRow;
import dev.rondo.metadata.run.RunTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Takes back dispatches that no worker has any more. What had begun is lost; what had not is simply ready again, unless
 * its worker died with it: nobody knows what it would have told, and a task that ends its worker in its first
 * milliseconds would be given out for ever.
 */
final class Requeue implements RunWork {

    private final List<HeldRow> gone;
    private final String reason;
    private final boolean diedWithThem;

    private Requeue(Collection<HeldRow> gone, String reason, boolean diedWithThem) {
        this.gone = List.copyOf(gone);
        this.reason = reason;
        this.diedWithThem = diedWithThem;
    }

    /**
     * Of workers that live.
     *
     * @param reason stable code of how they were lost, such as {@code not_held}
     */
    static Requeue ofLiving(Collection<HeldRow> missing, String reason) {
        return new Requeue(missing, reason, false);
    }

    /** Of workers whose leases are over. */
    static Requeue ofGone(Collection<HeldRow> held) {
        return new Requeue(held, "worker_gone", true);
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return gone.stream().map(HeldRow::runNo).toList();
    }

    @Override
    public void carryOut(EngineBatch batch) {
        for (HeldRow each : gone) {
            RunModel model = batch.model(each.runNo());
            if (model != null) {
                takeBack(batch, model.graph(), each, diedWithThem || each.state() != TaskState.QUEUED);
            }
        }
    }

    /** What was told to have begun is lost; the rest, of which that was not told, is ready again. */
    private void takeBack(EngineBatch batch, Graph graph, HeldRow held, boolean begun) {
        graph.find(held.taskId())
                .ifPresent(task -> batch.happen(
                        held.runNo(),
                        begun
                                ? new RunEvent.Ended(
                                        task,
                                        held.mapIndex(),
                                        held.dispatchId(),
                                        new RunEvent.Outcome.Lost(reason),
                                        batch.now())
                                : new RunEvent.Returned(task, held.mapIndex(), held.dispatchId())));
    }
}

package dev.rondo.scheduler.engine;

import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.metadata.run.HeldRow;
import dev.rondo.metadata.run.RunTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back what workers hold whose leases are over, and has the sensors look that they may have watched. One is
 * marked gone only when it holds nothing any more, and is looked at again until then: a process that dies between the
 * two leaves nothing behind that nobody takes back.
 */
public final class LeaseOver implements RunWork {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseOver.class);

    private final List<String> workerIds;

    public LeaseOver(Collection<String> workerIds) {
        this.workerIds = List.copyOf(workerIds);
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return Stream.concat(transaction.heldBy(workerIds).stream(), transaction.waitingOf(workerIds, now).stream())
                .map(HeldRow::runNo)
                .toList();
    }

    @Override
    public void carryOut(EngineBatch batch) {
        RunTransaction transaction = batch.transaction();
        Set<String> empty = new LinkedHashSet<>(transaction.lockOver(workerIds));
        List<HeldRow> held = transaction.heldBy(empty);
        Requeue.ofGone(held).carryOut(batch);
        int callbacks = transaction.takeCallbacksBack(empty, List.of(), batch.now());
        int woken = wake(batch, empty);
        held.forEach(row -> empty.remove(row.workerId()));
        transaction.markGone(empty);
        if (!held.isEmpty() || callbacks > 0 || woken > 0) {
            LOG.atWarn()
                    .addKeyValue("workers", workerIds)
                    .addKeyValue("tries", held.size())
                    .addKeyValue("callbacks", callbacks)
                    .addKeyValue("sensors", woken)
                    .log("leases of workers are over; what they held is taken back");
        }
    }

    /**
     * Has sensors look whose last look was made by a worker that is gone: nobody knows which of them it watched. Of one
     * whose run is not at hand it is not marked gone yet.
     */
    private static int wake(EngineBatch batch, Set<String> gone) {
        int woken = 0;
        for (HeldRow row : batch.transaction().waitingOf(gone, batch.now())) {
            RunModel model = batch.model(row.runNo());
            if (model == null) {
                gone.remove(row.workerId());
                continue;
            }
            OptionalInt task = model.graph().find(row.taskId());
            if (task.isPresent()) {
                batch.happen(row.runNo(), new RunEvent.Woken(task.getAsInt(), row.mapIndex(), row.dispatchId()));
                woken++;
            }
        }
        return woken;
    }
}

package dev.rondo.scheduler.engine;

import dev.rondo.metadata.run.HeldRow;
import dev.rondo.metadata.run.RunTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back what workers hold whose leases are over. One is marked gone only when it holds nothing any more, and is
 * looked at again until then: a process that dies between the two leaves nothing behind that nobody takes back.
 */
public final class LeaseOver implements RunWork {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseOver.class);

    private final List<String> workerIds;

    public LeaseOver(Collection<String> workerIds) {
        this.workerIds = List.copyOf(workerIds);
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return transaction.heldBy(workerIds).stream().map(HeldRow::runNo).toList();
    }

    @Override
    public void carryOut(EngineBatch batch) {
        RunTransaction transaction = batch.transaction();
        Set<String> empty = new LinkedHashSet<>(transaction.lockOver(workerIds));
        List<HeldRow> held = transaction.heldBy(empty);
        Requeue.ofGone(held).carryOut(batch);
        int callbacks = transaction.takeCallbacksBack(empty, List.of(), batch.now());
        held.forEach(row -> empty.remove(row.workerId()));
        transaction.markGone(empty);
        if (!held.isEmpty() || callbacks > 0) {
            LOG.atWarn()
                    .addKeyValue("workers", workerIds)
                    .addKeyValue("tries", held.size())
                    .addKeyValue("callbacks", callbacks)
                    .log("leases of workers are over; what they held is taken back");
        }
    }
}

package dev.rondo.scheduler.lease;

import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.time.Stopping;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.control.LeaseStore;
import dev.rondo.scheduler.fleet.WorkerGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews leases when workers beat, apart from the engine so that no batch holds a heartbeat up: heartbeats that arrive
 * together share a statement, and each is answered when its lease is durable. Notes in the same way which workers take
 * nothing more: a batch that did would hold their rows, and with them their renewals. Looks, by the database's clock,
 * for workers whose leases are over, of this scheduler or of one that is gone.
 */
public final class Leases implements WorkerGateway, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    // Where a look failed, or what it found is not marked gone yet.
    private static final long AGAIN_MILLIS = 1_000;

    // The clocks of database and this machine need not tick at once.
    private static final long MARGIN_MILLIS = 20;

    private static final int OVER_AT_ONCE = 100;

    private final WorkerGateway engine;
    private final LeaseStore store;
    private final Duration lease;
    private final Consumer<List<String>> over;
    private final Map<Stream, String> workers = new ConcurrentHashMap<>();
    private final Map<Stream, Long> beaten = new ConcurrentHashMap<>();
    private final Set<String> draining = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().daemon().name("leases").unstarted(this::run);

    /**
     * Stands before the engine.
     *
     * @param over told of workers whose leases are over, until they are marked gone
     */
    public Leases(WorkerGateway engine, LeaseStore store, Duration lease, Consumer<List<String>> over) {
        this.engine = engine;
        this.store = store;
        this.lease = lease;
        this.over = over;
    }

    public void start() {
        thread.start();
    }

    @Override
    public void connected(Stream stream, WorkerMessage.Hello hello) {
        workers.put(stream, hello.workerId());
        engine.connected(stream, hello);
    }

    @Override
    public void said(Stream stream, WorkerMessage message) {
        if (message instanceof WorkerMessage.Heartbeat heartbeat) {
            beaten.put(stream, heartbeat.beat());
            wake.release();
            return;
        }
        String id = workers.get(stream);
        if (message instanceof WorkerMessage.Draining && id != null) {
            draining.add(id);
            wake.release();
        }
        engine.said(stream, message);
    }

    @Override
    public void disconnected(Stream stream) {
        beaten.remove(stream);
        if (workers.remove(stream) != null) { // else it was dropped before
            engine.disconnected(stream);
        }
    }

    private void run() {
        long wait = AGAIN_MILLIS;
        try {
            while (true) {
                if (wake.tryAcquire(wait, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                wait = AGAIN_MILLIS;
                try {
                    wait = pass();
                } catch (DatabaseUnavailableException e) {
                    // Not answered, the workers beat again; leases are longer than a restart of the database.
                    LOG.atDebug().setCause(e).log("leases could not be renewed");
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("leases could not be renewed");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /**
     * Notes which workers take nothing more, renews the leases of those that have beaten, and looks for those that are
     * over.
     *
     * @return in how many milliseconds to look again
     */
    long pass() {
        noteDraining();
        List<LeaseStore.Lease> nearest = renew();
        List<String> late = nearest.stream()
                .filter(each -> each.left().isNegative())
                .map(LeaseStore.Lease::workerId)
                .toList();
        if (!late.isEmpty()) {
            drop(late);
            over.accept(late);
        }
        return untilNextLook(nearest);
    }

    /**
     * Until the next lease may be over. No longer than half a lease: any that begins meanwhile, here or at another
     * scheduler, ends after that.
     */
    private long untilNextLook(List<LeaseStore.Lease> nearest) {
        long end =
                nearest.isEmpty() ? Long.MAX_VALUE : nearest.getFirst().left().toMillis();
        return end <= 0 ? AGAIN_MILLIS : Math.min(end, lease.toMillis() / 2) + MARGIN_MILLIS;
    }

    private void noteDraining() {
        Set<String> ids = Set.copyOf(draining);
        if (!ids.isEmpty()) {
            store.drain(ids);
            draining.removeAll(ids); // had it failed, the next pass would note them
        }
    }

    private List<LeaseStore.Lease> renew() {
        Map<Stream, Long> beats = Map.copyOf(beaten);
        List<String> ids = new ArrayList<>();
        for (Stream stream : beats.keySet()) {
            String id = workers.get(stream);
            if (id != null) {
                ids.add(id);
            }
        }
        LeaseStore.Look look = store.renew(ids, OVER_AT_ONCE);
        Set<String> renewed = look.renewed();
        List<String> late = new ArrayList<>();
        beats.forEach((stream, beat) -> {
            beaten.remove(stream, beat); // a later one stays for the next round
            String id = workers.get(stream);
            if (id != null && renewed.contains(id)) {
                stream.send(new SchedulerMessage.LeaseRenewed(beat));
            } else if (id != null) {
                late.add(id);
            }
        });
        drop(late);
        return look.nearest();
    }

    /**
     * Lets go of workers that woke after their leases were over: what they held is no longer theirs, and they learn
     * that by connecting anew.
     */
    private void drop(List<String> late) {
        workers.forEach((stream, id) -> {
            if (late.contains(id) && workers.remove(stream) != null) {
                beaten.remove(stream);
                engine.disconnected(stream);
                stream.close("the lease is over");
            }
        });
    }

    @Override
    public void close() {
        Stopping.stop(thread);
    }
}

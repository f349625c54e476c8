package dev.rondo.scheduler.lease;

import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.scheduler.execution.WorkerGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews leases when workers beat, apart from the engine so that no batch holds a heartbeat up: heartbeats that arrive
 * together share a statement, and each is answered when its lease is durable. Looks, by the database's clock, for
 * workers whose leases are over, of this scheduler or of one that is gone.
 */
public final class Leases implements WorkerGateway, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private static final long LOOK_MILLIS = 1_000;

    private static final int GONE_AT_ONCE = 100;

    private final WorkerGateway engine;
    private final ControlStore store;
    private final Duration lease;
    private final Consumer<List<String>> gone;
    private final Map<Stream, String> workers = new ConcurrentHashMap<>();
    private final Map<Stream, Boolean> beaten = new ConcurrentHashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().daemon().name("leases").unstarted(this::run);

    /**
     * Stands before the engine.
     *
     * @param gone told of workers whose leases are over, once
     */
    public Leases(WorkerGateway engine, ControlStore store, Duration lease, Consumer<List<String>> gone) {
        this.engine = engine;
        this.store = store;
        this.lease = lease;
        this.gone = gone;
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
        if (message instanceof WorkerMessage.Heartbeat) {
            beaten.put(stream, true);
            wake.release();
        } else {
            engine.said(stream, message);
        }
    }

    @Override
    public void disconnected(Stream stream) {
        workers.remove(stream);
        beaten.remove(stream);
        engine.disconnected(stream);
    }

    private void run() {
        try {
            while (true) {
                if (wake.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                try {
                    renew();
                    List<String> over = store.takeGone(GONE_AT_ONCE);
                    if (!over.isEmpty()) {
                        LOG.atWarn()
                                .addKeyValue("workers", over)
                                .log("leases are over; what these workers held is taken back");
                        gone.accept(over);
                    }
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

    private void renew() {
        List<Stream> streams = List.copyOf(beaten.keySet());
        List<String> ids = new ArrayList<>();
        for (Stream stream : streams) {
            String id = workers.get(stream);
            if (id != null) {
                ids.add(id);
            }
        }
        if (ids.isEmpty()) {
            return;
        }
        store.renewLeases(ids, lease);
        streams.forEach(stream -> {
            beaten.remove(stream);
            stream.send(new SchedulerMessage.LeaseRenewed());
        });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

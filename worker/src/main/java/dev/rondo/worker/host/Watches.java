package dev.rondo.worker.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.runtime.host.HostMessage;
import dev.rondo.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sensors that a worker watches between their tries, in a host for each jar beside those of its slots. Nothing
 * hangs on a watch but time: what is watched no longer, for whatever reason, is told, and looks in a try of its own.
 */
public final class Watches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    // A JVM each; sensors of further jars look in tries of their own.
    private static final int MOST_HOSTS = 4;

    // Who held up or ended a host is not watched again for so long, nor is a jar whose host died of itself.
    private static final long DISTRUST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long REST_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final int MOST_DISTRUSTED = 10_000;

    private final WorkerConfig config;
    private final Listener listener;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final long leaseMillis;
    private final long pingMillis;
    private final HostProcess.Events events = new Events();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker:watches").factory());

    // Guards what follows; the listener is not called under it.
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Sensor> sensors = new HashMap<>();
    private final Map<Place, Long> places = new HashMap<>();
    private final Map<String, WatchHost> hosts = new HashMap<>();
    private final Map<Place, Long> distrusted = new HashMap<>();
    private final Map<String, Long> resting = new HashMap<>();
    private long nextNumber;
    private boolean closed;

    /** Told of what is watched. Called from the hosts' own threads; must not block. */
    public interface Listener {

        /** These are watched no longer, and are to look in tries of their own. */
        void woke(List<Dispatch> dispatches);

        /** A look asks for something only the server has; the answer goes to {@link Watches#reply}. */
        void asked(HostMessage.Request request);
    }

    /** A task instance, whatever its dispatch. */
    private record Place(long runNo, String taskId, int mapIndex) {
        static Place of(Dispatch dispatch) {
            return new Place(dispatch.runNo(), dispatch.taskId(), dispatch.mapIndex());
        }
    }

    /**
     * A sensor that is watched.
     *
     * @param until when the scheduler has it look anyway, wherever
     */
    private record Sensor(Dispatch dispatch, Instant until, WatchHost host) {}

    /** A host that looks. */
    private static final class WatchHost {
        final String jarHash;
        final HostProcess process;
        final Silence silence;
        int watched;
        long idleSinceNanos;
        boolean leaving;

        WatchHost(String jarHash, HostProcess process, Silence silence) {
            this.jarHash = jarHash;
            this.process = process;
            this.silence = silence;
        }
    }

    /**
     * Watches nothing yet.
     *
     * @param leaseMillis how long a host goes on without hearing from this worker
     */
    public Watches(WorkerConfig config, Listener listener, InstantSource clock, LongSupplier nanos, long leaseMillis) {
        this.config = config;
        this.listener = listener;
        this.clock = clock;
        this.nanos = nanos;
        this.leaseMillis = leaseMillis;
        this.pingMillis = HostPool.pingMillis(leaseMillis);
    }

    /** Starts the pings. */
    public void start() {
        var _ = timers.scheduleWithFixedDelay(this::tickOn, pingMillis, pingMillis, TimeUnit.MILLISECONDS);
    }

    /**
     * Looks for the sensor from now on.
     *
     * @param dispatch its last look in a try, with the moment of the first
     * @param jarFile the jar by its hash on this machine; empty: a built-in operator that needs none, whatever the jar
     *     of its DAG
     * @param until it is forgotten then: the scheduler has it look anyway
     * @return whether it is watched; false: it goes on looking in tries of its own
     */
    public boolean watch(Dispatch dispatch, String jarFile, Duration pause, Instant until) {
        lock.lock();
        try {
            Place place = Place.of(dispatch);
            WatchHost host = isDistrusted(place) ? null : host(jarFile.isEmpty() ? "" : dispatch.jarHash());
            if (host == null) {
                return false;
            }
            drop(place);
            sensors.put(dispatch.dispatchId(), new Sensor(dispatch, until, host));
            places.put(place, dispatch.dispatchId());
            host.watched++;
            host.process.send(new HostMessage.Watch(
                    new HostMessage.Run(
                            dispatch,
                            jarFile,
                            config.home()
                                    .resolve("jars")
                                    .resolve(dispatch.jarHash() + ".lib")
                                    .toString(),
                            "",
                            0,
                            "",
                            List.of()),
                    Math.max(1, pause.toMillis())));
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDistrusted(Place place) {
        Long until = distrusted.get(place);
        if (until != null && until - nanos.getAsLong() <= 0) {
            distrusted.remove(place);
            return false;
        }
        return until != null;
    }

    // Under the lock, as what follows. Null: there is none for this jar, and none can be had.
    private @Nullable WatchHost host(String jarHash) {
        WatchHost there = hosts.get(jarHash);
        if (there != null || closed) {
            return there;
        }
        Long rests = resting.get(jarHash);
        if (rests != null && rests - nanos.getAsLong() > 0) {
            return null;
        }
        resting.remove(jarHash);
        if (hosts.size() >= MOST_HOSTS) {
            hosts.values().stream()
                    .filter(host -> host.watched == 0)
                    .findFirst()
                    .ifPresent(this::dismiss);
        }
        return hosts.size() >= MOST_HOSTS ? null : spawn(jarHash);
    }

    private @Nullable WatchHost spawn(String jarHash) {
        long number = ++nextNumber;
        Path folder = config.home().resolve("hosts").resolve("watch-" + number);
        try {
            HostProcess process = HostProcess.start(
                    number,
                    new HostProcess.Launch(
                            config.javaHome(), config.hostClassPath(), config.hostOptions(), leaseMillis, folder),
                    config.defaultHeapBytes(),
                    List.of(),
                    events);
            WatchHost host = new WatchHost(
                    jarHash, process, new Silence(Math.toIntExact(HostPool.FROZEN_AFTER.toMillis() / pingMillis)));
            host.idleSinceNanos = nanos.getAsLong();
            hosts.put(jarHash, host);
            return host;
        } catch (IOException e) {
            LOG.atError().addKeyValue("folder", folder).setCause(e).log("cannot start a host for sensors");
            return null;
        }
    }

    private void dismiss(WatchHost idle) {
        idle.leaving = true;
        hosts.remove(idle.jarHash, idle);
        idle.process.end();
    }

    /** The instance of this dispatch looks in a try of its own: it is watched no longer, and nobody is told. */
    public void forget(Dispatch dispatch) {
        lock.lock();
        try {
            drop(Place.of(dispatch));
        } finally {
            lock.unlock();
        }
    }

    private void drop(Place place) {
        Long dispatchId = places.get(place);
        Sensor sensor = dispatchId == null ? null : remove(dispatchId);
        if (sensor != null) {
            sensor.host.process.send(new HostMessage.Unwatch(sensor.dispatch.dispatchId()));
        }
    }

    private @Nullable Sensor remove(long dispatchId) {
        Sensor sensor = sensors.remove(dispatchId);
        if (sensor != null) {
            places.remove(Place.of(sensor.dispatch), dispatchId);
            if (--sensor.host.watched == 0) {
                sensor.host.idleSinceNanos = nanos.getAsLong();
            }
        }
        return sensor;
    }

    /** The dispatch of a sensor that is watched; null: it is not. */
    public @Nullable Dispatch find(long dispatchId) {
        lock.lock();
        try {
            Sensor sensor = sensors.get(dispatchId);
            return sensor == null ? null : sensor.dispatch;
        } finally {
            lock.unlock();
        }
    }

    /** How many are watched. */
    public int size() {
        lock.lock();
        try {
            return sensors.size();
        } finally {
            lock.unlock();
        }
    }

    /** Answers a question of a look. */
    public void reply(long dispatchId, HostMessage.Reply reply) {
        lock.lock();
        try {
            Sensor sensor = sensors.get(dispatchId);
            if (sensor != null) {
                sensor.host.process.send(reply);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Watches none of them any longer, and tells so. */
    public void wakeAll() {
        List<Dispatch> woken;
        lock.lock();
        try {
            woken = take(List.copyOf(sensors.values()));
            woken.forEach(dispatch ->
                    hosts.values().forEach(host -> host.process.send(new HostMessage.Unwatch(dispatch.dispatchId()))));
        } finally {
            lock.unlock();
        }
        tell(woken);
    }

    private List<Dispatch> take(Collection<Sensor> gone) {
        List<Dispatch> woken = new ArrayList<>();
        for (Sensor sensor : gone) {
            if (remove(sensor.dispatch.dispatchId()) != null) {
                woken.add(sensor.dispatch);
            }
        }
        return woken;
    }

    private void tell(List<Dispatch> woken) {
        if (!woken.isEmpty()) {
            listener.woke(woken);
        }
    }

    // A timer that throws is not run again, and without pings every host ends itself.
    private void tickOn() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the hosts of sensors could not be looked after");
        }
    }

    private void tick() {
        Instant now = clock.instant();
        lock.lock();
        try {
            List<Sensor> over = sensors.values().stream()
                    .filter(sensor -> !sensor.until.isAfter(now))
                    .toList();
            over.forEach(sensor -> drop(Place.of(sensor.dispatch)));
            for (WatchHost host : List.copyOf(hosts.values())) {
                host.process.send(new HostMessage.Ping());
                boolean idle = host.watched == 0
                        && nanos.getAsLong() - host.idleSinceNanos
                                > config.idleHostLife().toNanos();
                if (idle) {
                    dismiss(host);
                } else if (!host.leaving && host.silence.goesOn(host.process.processorTime())) {
                    LOG.atWarn()
                            .addKeyValue("host", host.process.number())
                            .addKeyValue("pid", host.process.pid())
                            .log("a host of sensors is frozen and is killed");
                    host.leaving = true;
                    host.process.kill();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private final class Events implements HostProcess.Events {

        @Override
        public void said(HostProcess process, HostMessage message) {
            WatchHost host = hostOf(process);
            if (host == null) {
                return; // it is on its way out
            }
            switch (message) {
                case HostMessage.Pong m -> {
                    // that it came is all it says
                }
                case HostMessage.Ready m -> {
                    // It was given what it is to watch as soon as it was started.
                }
                case HostMessage.Request m -> listener.asked(m);
                case HostMessage.Woke m -> woke(m.dispatchId());
                case HostMessage.Hangs m -> hangs(host, m.dispatchId());
                case HostMessage.Exiting m -> distrust(m.dispatchId());
                case HostMessage.Begun m -> refuse(m);
                case HostMessage.Done m -> refuse(m);
                case HostMessage.GivenBack m -> refuse(m);
                case HostMessage.Loaded m -> refuse(m);
                case HostMessage.Load m -> refuse(m);
                case HostMessage.Run m -> refuse(m);
                case HostMessage.Recall m -> refuse(m);
                case HostMessage.Cancel m -> refuse(m);
                case HostMessage.Reply m -> refuse(m);
                case HostMessage.Ping m -> refuse(m);
                case HostMessage.Watch m -> refuse(m);
                case HostMessage.Unwatch m -> refuse(m);
            }
        }

        @Override
        public void gone(HostProcess process, int exitCode) {
            Watches.this.gone(process, exitCode);
            FolderRemoval.remove(process.folder());
        }
    }

    private static void refuse(HostMessage message) {
        throw new IllegalStateException(
                "a host of sensors does not say " + message.getClass().getSimpleName());
    }

    private @Nullable WatchHost hostOf(HostProcess process) {
        lock.lock();
        try {
            for (WatchHost host : hosts.values()) {
                if (host.process == process) {
                    host.silence.broken();
                    return host;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void woke(long dispatchId) {
        List<Dispatch> woken = new ArrayList<>();
        lock.lock();
        try {
            Sensor sensor = remove(dispatchId);
            if (sensor != null) {
                woken.add(sensor.dispatch);
            }
        } finally {
            lock.unlock();
        }
        tell(woken);
    }

    private void hangs(WatchHost host, long dispatchId) {
        distrust(dispatchId);
        LOG.atWarn()
                .addKeyValue("host", host.process.number())
                .addKeyValue("dispatch_id", dispatchId)
                .log("the look of a sensor hangs; its host is killed, and the sensor is watched no more");
        host.process.kill();
    }

    private void distrust(long dispatchId) {
        lock.lock();
        try {
            Sensor sensor = sensors.get(dispatchId);
            if (sensor != null) {
                if (distrusted.size() >= MOST_DISTRUSTED) {
                    distrusted.clear();
                }
                distrusted.put(Place.of(sensor.dispatch), nanos.getAsLong() + DISTRUST_NANOS);
                sensor.host.leaving = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void gone(HostProcess process, int exitCode) {
        List<Dispatch> woken = new ArrayList<>();
        lock.lock();
        try {
            WatchHost host = hosts.values().stream()
                    .filter(each -> each.process == process)
                    .findFirst()
                    .orElse(null);
            if (host == null) {
                return; // dismissed, or this worker stops
            }
            hosts.remove(host.jarHash);
            if (!host.leaving) {
                LOG.atWarn()
                        .addKeyValue("host", process.number())
                        .addKeyValue("exit_code", exitCode)
                        .addKeyValue("sensors", host.watched)
                        .log("a host of sensors died; they look in tries of their own");
                // One that heard nothing for its lease, as its worker was frozen, has ended itself in good order.
                if (exitCode != 0) {
                    resting.put(host.jarHash, nanos.getAsLong() + REST_NANOS);
                }
            }
            woken.addAll(take(sensors.values().stream()
                    .filter(sensor -> Objects.equals(sensor.host, host))
                    .toList()));
        } finally {
            lock.unlock();
        }
        tell(woken);
    }

    /** Ends the hosts; whoever is watched still is not told of. */
    @Override
    public void close() {
        timers.shutdownNow();
        lock.lock();
        try {
            closed = true;
            hosts.values().forEach(host -> host.process.kill());
            hosts.clear();
            sensors.clear();
            places.clear();
        } finally {
            lock.unlock();
        }
    }
}

package dev.rondo.worker.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.runtime.host.HostMessage;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task hosts of a worker. At most {@link WorkerConfig#slots} run a task at once, each in a JVM of its own; a host
 * serves one {@link HostKey} for life. One host is kept started ahead for whatever comes first.
 */
public final class HostPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HostPool.class);

    // Several pings fit into the lease of a host, which is that of the worker; an idle pool wakes no oftener than this.
    private static final long LONGEST_PING_MILLIS = 4_000;
    private static final long PINGS_A_LEASE = 4;

    // Twice the first lease of a worker: a host that hears nothing for one ends itself. Longer than most pauses of a
    // busy machine, as its tasks are lost with it.
    static final Duration FROZEN_AFTER = Duration.ofSeconds(30);

    // A killed process is gone at once; the rest is for a busy machine. A worker that stops has little more time.
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

    static final String WORKER_STOPPED = "worker_stopped";

    // What is not loaded by then never is, or would be too late: nothing waits for it.
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(10);

    // Far longer than what may wait behind another, and unnoticed by who waits for a task.
    private static final long LOOK_MILLIS = 20;

    private final WorkerConfig config;
    private final HostListener listener;
    private final TryEnds ends;
    private final LongSupplier nanos;
    private final long leaseMillis;
    private final long pingMillis;
    private final HostProcess.Events events = new Events();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker:timers").factory());

    // Guards everything below. Never held while the listener is called or a process is started... except spawn, which
    // must not race with itself: a fork takes about a millisecond.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allGone = lock.newCondition();
    private final List<Host> hosts = new ArrayList<>();
    private final Placement placement;
    private final Deque<Host.Given> pending = new ArrayDeque<>();
    private final KnownJars known = new KnownJars();
    private boolean looking;
    private long nextNumber;
    // Hosts that are gone and whose end is still being told.
    private int burials;
    private boolean closed;

    /**
     * A pool without hosts yet.
     *
     * @param leaseMillis how long a host goes on without hearing from this worker
     * @param processors of this machine
     */
    public HostPool(
            WorkerConfig config,
            HostListener listener,
            InstantSource clock,
            LongSupplier nanos,
            long leaseMillis,
            int processors) {
        this.config = config;
        this.listener = listener;
        this.ends = new TryEnds(config.home(), clock);
        this.nanos = nanos;
        this.leaseMillis = leaseMillis;
        this.pingMillis = pingMillis(leaseMillis);
        this.placement = new Placement(config, nanos, processors, hosts);
    }

    /** How often a host is pinged that goes on for this long without hearing from its worker. */
    static long pingMillis(long leaseMillis) {
        return Math.clamp(leaseMillis / PINGS_A_LEASE, 1, LONGEST_PING_MILLIS);
    }

    /** How tries end that do not end by themselves. */
    public TryEnds ends() {
        return ends;
    }

    /** Starts the first host ahead, and the pings. */
    public void start() {
        var _ = timers.scheduleWithFixedDelay(this::tickOn, pingMillis, pingMillis, TimeUnit.MILLISECONDS);
        locked(this::keepSpare);
    }

    /** Takes a try; it runs when a host is free. */
    public void submit(Dispatch dispatch, String jarFile) {
        boolean tooLate = lockedGet(() -> {
            if (!closed) {
                pending.add(new Host.Given(dispatch, jarFile));
                pump();
            }
            return closed;
        });
        if (tooLate) {
            listener.returned(dispatch.dispatchId(), WORKER_STOPPED);
        }
    }

    /** Whether tries of the jar ran here, so that {@link #expect} knows what they need. */
    public boolean knows(String jarHash) {
        return lockedGet(() -> known.find(jarHash) != null);
    }

    /**
     * Tries of the jar are likely soon: hosts load it, where there is room for them beside what is there.
     *
     * @param tries how many tries are likely; no more hosts than processors load it for them
     */
    public void expect(String jarHash, String jarFile, int tries) {
        locked(() -> {
            KnownJars.Known jar = known.find(jarHash);
            if (jar == null || closed) {
                return;
            }
            int wanted = placement.worthWhile(tries);
            List<Host> ready = placement.readyFor(jarHash);
            ready.stream().limit(wanted).forEach(host -> host.idleSinceNanos = nanos.getAsLong());
            for (int more = wanted - ready.size(); more > 0; more--) {
                Host host = hostAhead();
                if (host == null) {
                    break;
                }
                load(host, jar, jarHash, jarFile);
            }
            keepSpare();
        });
    }

    // Under the lock: the spare host, or another one if there is room.
    private @Nullable Host hostAhead() {
        Host spare = placement.idleSpare();
        if (spare != null || !placement.mayStartAhead()) {
            return spare;
        }
        return spawn(null, config.defaultHeapBytes(), List.of(), false);
    }

    private void load(Host host, KnownJars.Known jar, String jarHash, String jarFile) {
        host.key = placement.plainKey(jarHash);
        host.loading = true;
        host.firstGivenNanos = nanos.getAsLong();
        host.takenFor(jar.bodyMicros());
        host.process.send(new HostMessage.Load(jarFile, unpackTo(jarHash), List.copyOf(jar.dagClasses())));
        pumpLater();
        var _ = timers.schedule(() -> killIfLoading(host), LONGEST_LOAD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void killIfLoading(Host host) {
        locked(() -> {
            if (host.loading) {
                host.leaving = true;
                host.process.kill();
            }
        });
    }

    // Under the lock. It would be the same the next time: tries of the jar do without until one has run.
    private void notLoaded(Host host, String why) {
        known.forget(host.key);
        LOG.atInfo()
                .addKeyValue("host", host.process.number())
                .addKeyValue("why", why)
                .log("a jar of which tries are expected could not be loaded ahead");
    }

    private void loaded(HostProcess process, HostMessage.Loaded loaded) {
        locked(() -> {
            Host host = hostOf(process);
            host.loading = false;
            host.begun = true;
            host.idleSinceNanos = nanos.getAsLong();
            if (loaded.dirty() != null) {
                notLoaded(host, loaded.dirty());
                host.leaving = true;
                host.process.kill();
            }
            pump();
        });
    }

    /** Gives a try back if its body has not begun. */
    public void recall(long dispatchId) {
        boolean here = lockedGet(() -> {
            boolean removed = pending.removeIf(g -> g.dispatch.dispatchId() == dispatchId);
            if (!removed) {
                for (Host host : hosts) {
                    Host.Given given = host.find(dispatchId);
                    if (given != null) {
                        given.takenBack = false;
                        host.process.send(new HostMessage.Recall(dispatchId));
                    }
                }
            }
            return removed;
        });
        if (here) {
            listener.returned(dispatchId, "recalled");
        }
    }

    /** Stops a try: interrupts it, and kills its JVM when it is still there after the grace. */
    public void stop(long dispatchId, String reason, long graceMillis) {
        boolean unstarted = lockedGet(() -> {
            Iterator<Host.Given> waiting = pending.iterator();
            while (waiting.hasNext()) {
                if (waiting.next().dispatch.dispatchId() == dispatchId) {
                    waiting.remove();
                    return true;
                }
            }
            for (Host host : hosts) {
                Host.Given given = host.find(dispatchId);
                if (given != null && given.stopReason == null) {
                    given.stopReason = reason;
                    stopIn(host, given, graceMillis);
                }
            }
            return false;
        });
        if (unstarted) {
            neverBegan(dispatchId, reason);
        }
    }

    private void stopIn(Host host, Host.Given given, long graceMillis) {
        long dispatchId = given.dispatch.dispatchId();
        if (given == host.given.peekFirst()) {
            host.process.send(new HostMessage.Cancel(dispatchId, java.util.Objects.requireNonNull(given.stopReason)));
            var _ = timers.schedule(() -> killIfThere(host, dispatchId), graceMillis, TimeUnit.MILLISECONDS);
        } else {
            host.process.send(new HostMessage.Recall(dispatchId));
        }
    }

    private void killIfThere(Host host, long dispatchId) {
        locked(() -> {
            if (host.find(dispatchId) != null) {
                host.leaving = true;
                host.process.kill();
            }
        });
    }

    /** A try was stopped before it was given to this pool: it ends as one that waited here. */
    public void neverBegan(long dispatchId, String reason) {
        listener.ended(ends.beforeItBegan(dispatchId, reason));
    }

    /** A body is about to be told these: they are masked in what is written to its log here. */
    public void keepSecrets(long dispatchId, List<String> secrets) {
        List<SecretMasker> maskers = lockedGet(() -> hosts.stream()
                .filter(host -> host.find(dispatchId) != null)
                .map(host -> host.masker)
                .toList());
        maskers.forEach(masker -> masker.add(secrets)); // many take a while, in which the pool goes on
    }

    /** Answers a request of a body. */
    public void reply(long dispatchId, HostMessage.Reply reply) {
        locked(() -> {
            for (Host host : hosts) {
                if (host.find(dispatchId) != null) {
                    host.process.send(reply);
                }
            }
        });
    }

    /** How many tries run, wait, and how much heap is free for others. */
    public Load load() {
        return lockedGet(() -> {
            int running = (int) hosts.stream().filter(h -> !h.given.isEmpty()).count();
            int waiting = pending.size();
            for (Host host : hosts) {
                waiting += Math.max(0, host.given.size() - 1);
            }
            long used = hosts.stream()
                    .filter(h -> !h.given.isEmpty())
                    .mapToLong(h -> h.process.heapBytes())
                    .sum();
            return new Load(running, waiting, Math.max(0, config.memoryBytes() - used));
        });
    }

    /** What the pool is busy with. */
    public record Load(int running, int waiting, long freeMemoryBytes) {}

    /** Kills every host at once: the lease is over, another worker may run these tries. */
    public void killAll() {
        locked(() -> {
            pending.clear();
            for (Host host : hosts) {
                host.leaving = true;
                host.process.kill();
            }
        });
    }

    /**
     * Kills every host. What waited is given back and what ran is told as lost, not as failed: nobody but this worker's
     * end is to blame. Returns when all of it is told, or after {@link #LONGEST_CLOSE}.
     */
    @Override
    public void close() {
        List<Host.Given> waiting = lockedGet(() -> {
            closed = true;
            List<Host.Given> unbegun = List.copyOf(pending);
            killAll(); // also forgets what waits
            return unbegun;
        });
        waiting.forEach(given -> listener.returned(given.dispatch.dispatchId(), WORKER_STOPPED));
        timers.shutdownNow();
        awaitNoHosts();
    }

    private void awaitNoHosts() {
        lock.lock();
        try {
            long left = LONGEST_CLOSE.toNanos();
            while ((!hosts.isEmpty() || burials > 0) && left > 0) {
                left = allGone.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever closes is in a hurry; the leases end by themselves
        } finally {
            lock.unlock();
        }
    }

    // Under the lock: gives what waits to hosts, in order, as far as slots and memory go.
    private void pump() {
        if (closed) {
            return;
        }
        Iterator<Host.Given> waiting = pending.iterator();
        while (waiting.hasNext()) {
            Host.Given next = waiting.next();
            Host host = findHost(next.dispatch);
            if (host != null) {
                waiting.remove();
                give(host, next);
            }
        }
        keepSpare();
    }

    private @Nullable Host findHost(Dispatch dispatch) {
        Host there = placement.hostFor(dispatch);
        HostKey key = placement.keyOf(dispatch);
        if (there != null || !placement.mayStartFor(key)) {
            return there;
        }
        placement.inTheWayOf(key).forEach(HostPool::dismiss);
        return spawn(key, key.heapBytes(), key.jvmOptions(), !Placement.isWarm(dispatch));
    }

    private void keepSpare() {
        if (!closed && placement.mayStartSpare()) {
            spawn(null, config.defaultHeapBytes(), List.of(), false);
        }
    }

    private @Nullable Host spawn(@Nullable HostKey key, long heapBytes, List<String> jvmOptions, boolean usedOnce) {
        long number = ++nextNumber;
        Path folder = config.home().resolve("hosts").resolve(Long.toString(number));
        try {
            HostProcess process = HostProcess.start(
                    number,
                    new HostProcess.Launch(
                            config.javaHome(), config.hostClassPath(), config.hostOptions(), leaseMillis, folder),
                    heapBytes,
                    jvmOptions,
                    events);
            Host host = new Host(process, key, usedOnce, nanos.getAsLong(), silence());
            hosts.add(host);
            pumpLater();
            return host;
        } catch (IOException e) {
            LOG.atError().addKeyValue("folder", folder).setCause(e).log("cannot start a task host");
            return null;
        }
    }

    private Silence silence() {
        return new Silence(Math.toIntExact(FROZEN_AFTER.toMillis() / pingMillis));
    }

    private void give(Host host, Host.Given given) {
        if (!host.begun && host.given.isEmpty()) {
            host.firstGivenNanos = nanos.getAsLong();
            pumpLater();
        }
        host.given.addLast(given);
        lookAtWaiting();
        Dispatch d = given.dispatch;
        host.process.send(new HostMessage.Run(
                d,
                given.jarFile,
                unpackTo(d.jarHash()),
                ends.logFile(d.dispatchId()).toString(),
                config.logCapBytes(),
                config.home()
                        .resolve("work")
                        .resolve(Long.toString(d.dispatchId()))
                        .toString(),
                List.of()));
    }

    private String unpackTo(String jarHash) {
        return config.home().resolve("jars").resolve(jarHash + ".lib").toString();
    }

    private static void dismiss(Host idle) {
        idle.leaving = true;
        if (idle.loading) {
            idle.loading = false; // and nothing is known of its jar by that
            idle.process.kill();
        } else {
            idle.process.end();
        }
    }

    // A timer that throws is not run again, and without pings every host ends itself.
    private void tickOn() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the pool of task hosts could not be looked after");
        }
    }

    // Under the lock: what starts now holds others up until then at most.
    private void pumpLater() {
        var _ = timers.schedule(() -> locked(this::pump), Placement.LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        locked(() -> {
            long now = nanos.getAsLong();
            for (Host host : hosts) {
                host.process.send(new HostMessage.Ping());
                if (!host.leaving && host.silence.goesOn(host.process.processorTime())) {
                    LOG.atWarn()
                            .addKeyValue("host", host.process.number())
                            .addKeyValue("pid", host.process.pid())
                            .log("a task host is frozen and is killed");
                    host.frozen = true;
                    host.leaving = true;
                    host.process.kill();
                }
                boolean old = now - host.idleSinceNanos > config.idleHostLife().toNanos();
                if (old && host.isIdle() && host.key != null) {
                    dismiss(host);
                }
            }
            pump(); // once more: a host that could not be started then may be now
        });
    }

    // Under the lock: as long as something waits in a host behind another try, what runs there is looked at.
    private void lookAtWaiting() {
        if (!looking && !closed && hosts.stream().anyMatch(h -> h.given.size() > 1)) {
            looking = true;
            var _ = timers.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        locked(() -> {
            looking = false;
            hosts.forEach(Host::look);
            takeBack();
            lookAtWaiting();
        });
    }

    // Under the lock. What runs was taken for short and goes on, and a slot is free: what waits behind it is asked
    // back, for which the scheduler asks only when another worker idles.
    private void takeBack() {
        if (hosts.stream().filter(h -> !h.given.isEmpty()).count() >= config.slots()) {
            return;
        }
        hosts.stream()
                .filter(Host::isSlow)
                .forEach(host -> host.given.stream()
                        .skip(1)
                        .filter(waits -> waits.stopReason == null && !waits.takenBack)
                        .forEach(waits -> {
                            waits.takenBack = true;
                            host.process.send(new HostMessage.Recall(waits.dispatch.dispatchId()));
                        }));
    }

    private final class Events implements HostProcess.Events {

        @Override
        public void said(HostProcess process, HostMessage message) {
            locked(() -> hostOf(process).silence.broken());
            switch (message) {
                case HostMessage.Pong m -> {
                    // that it came is all it says
                }
                case HostMessage.Ready m ->
                    locked(() -> {
                        hostOf(process).ready = true;
                        pump();
                    });
                case HostMessage.Begun m -> began(process, m);
                case HostMessage.Done m -> done(process, m);
                case HostMessage.Loaded m -> loaded(process, m);
                case HostMessage.GivenBack m -> givenBack(process, m.dispatchId());
                case HostMessage.Request m -> listener.asked(m);
                case HostMessage.Exiting m ->
                    locked(() -> {
                        Host.Given given = hostOf(process).find(m.dispatchId());
                        if (given != null) {
                            given.exiting = true;
                        }
                    });
                case HostMessage.Woke m -> refuse(m);
                case HostMessage.Hangs m -> refuse(m);
                case HostMessage.Watch m -> refuse(m);
                case HostMessage.Unwatch m -> refuse(m);
                case HostMessage.Run m -> refuse(m);
                case HostMessage.Load m -> refuse(m);
                case HostMessage.Recall m -> refuse(m);
                case HostMessage.Cancel m -> refuse(m);
                case HostMessage.Reply m -> refuse(m);
                case HostMessage.Ping m -> refuse(m);
            }
        }

        @Override
        public void gone(HostProcess process, int exitCode) {
            HostPool.this.gone(process, exitCode);
        }
    }

    private static void refuse(HostMessage message) {
        throw new IllegalStateException(
                "a task host does not say " + message.getClass().getSimpleName());
    }

    private void began(HostProcess process, HostMessage.Begun begun) {
        locked(() -> {
            Host host = hostOf(process);
            Host.Given given = host.find(begun.dispatchId());
            if (!host.begun) {
                host.begun = true;
                pump();
            }
            if (given != null) {
                given.startedAt = begun.at();
                long millis = given.dispatch.executionTimeoutMillis();
                if (millis > 0) {
                    given.timeout = timers.schedule(() -> timeOut(host, given), millis, TimeUnit.MILLISECONDS);
                }
            }
        });
        listener.started(begun.dispatchId(), begun.at());
    }

    private void timeOut(Host host, Host.Given given) {
        locked(() -> {
            if (given.stopReason == null && host.find(given.dispatch.dispatchId()) != null) {
                given.stopReason = "timeout";
                stopIn(host, given, config.killGrace().toMillis());
            }
        });
    }

    private void done(HostProcess process, HostMessage.Done done) {
        Host host = lockedGet(() -> hostOf(process));
        List<Host.Given> stopped = new ArrayList<>();
        Host.Given given = lockedGet(() -> {
            Host.Given found = host.find(done.ended().dispatchId());
            host.given.remove(found);
            host.ran(Duration.between(done.ended().startedAt(), done.ended().at()));
            if (found != null && done.dirty() == null) {
                known.ran(found.dispatch, host.bodyMicros());
            }
            host.idleSinceNanos = nanos.getAsLong();
            if (done.dirty() != null || host.usedOnce) {
                stopped.addAll(giveBackWaiting(host));
                host.leaving = true;
                if (done.dirty() == null) {
                    host.process.end();
                } else {
                    host.process.kill();
                }
            }
            return found;
        });
        stopped.forEach(this::neverBegan);
        if (given == null) {
            return; // it was killed meanwhile and its end is told
        }
        if (done.dirty() != null) {
            ends.note(host, given, "the task's JVM is replaced: " + done.dirty());
        }
        cancelTimeout(given);
        listener.ended(ends.judged(given, done.ended()));
        locked(this::pump);
    }

    private void givenBack(HostProcess process, long dispatchId) {
        Host.Given given = lockedGet(() -> {
            Host host = hostOf(process);
            Host.Given found = host.find(dispatchId);
            host.given.remove(found);
            if (found != null && found.takenBack && found.stopReason == null && !host.leaving && !closed) {
                found.takenBack = false;
                pending.addLast(found);
                pump();
                return null;
            }
            return found;
        });
        if (given == null) {
            return;
        }
        if (given.stopReason == null) {
            listener.returned(dispatchId, "recalled");
        } else {
            neverBegan(given);
        }
    }

    private void neverBegan(Host.Given given) {
        neverBegan(given.dispatch.dispatchId(), java.util.Objects.requireNonNull(given.stopReason));
    }

    private void gone(HostProcess process, int exitCode) {
        Host host = lockedGet(() -> hostOf(process));
        List<Host.Given> lost = new ArrayList<>();
        List<Host.Given> stopped = new ArrayList<>();
        List<Host.Given> unbegun = new ArrayList<>();
        locked(() -> {
            hosts.remove(host);
            burials++;
            if (host.loading && !closed) {
                notLoaded(host, "its JVM ended with exit code " + exitCode);
            }
            Host.Given first = host.given.pollFirst();
            if (first != null) {
                lost.add(first);
            }
            stopped.addAll(giveBackWaiting(host));
            if (closed) {
                unbegun.addAll(pending);
                pending.clear();
            }
        });
        for (Host.Given given : lost) {
            cancelTimeout(given);
            listener.ended(ends.ofDeath(host, given, exitCode, lockedGet(() -> closed)));
        }
        stopped.forEach(this::neverBegan);
        unbegun.forEach(given -> listener.returned(given.dispatch.dispatchId(), WORKER_STOPPED));
        FolderRemoval.remove(process.folder());
        locked(() -> {
            burials--;
            allGone.signalAll();
            pump();
        });
    }

    // Under the lock: what waits in a host that goes is given to another one; none of it has begun. What was stopped
    // there, and was not given back in time, ends: it is returned.
    private List<Host.Given> giveBackWaiting(Host host) {
        List<Host.Given> stopped = new ArrayList<>();
        while (!host.given.isEmpty()) {
            Host.Given last = host.given.pollLast();
            if (last.stopReason == null) {
                pending.addFirst(last);
            } else {
                stopped.add(last);
            }
        }
        return stopped;
    }

    private static void cancelTimeout(Host.Given given) {
        if (given.timeout != null) {
            given.timeout.cancel(false);
        }
    }

    private Host hostOf(HostProcess process) {
        for (Host host : hosts) {
            if (host.process == process) {
                return host;
            }
        }
        return new Host(process, null, true, 0, silence()); // it is being removed: nothing is found in it
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T lockedGet(java.util.function.Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}

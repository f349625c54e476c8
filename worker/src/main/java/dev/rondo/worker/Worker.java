package dev.rondo.worker;

import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.LogChunk;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.connection.Tested;
import dev.rondo.runtime.host.HostMessage;
import dev.rondo.runtime.host.OperatorText;
import dev.rondo.runtime.log.Secrets;
import dev.rondo.worker.HeldTries.Held;
import dev.rondo.worker.connection.ConnectionTester;
import dev.rondo.worker.host.FolderRemoval;
import dev.rondo.worker.host.HostListener;
import dev.rondo.worker.host.HostPool;
import dev.rondo.worker.host.Watches;
import dev.rondo.worker.logs.LogShipper;
import dev.rondo.worker.stream.HttpClients;
import dev.rondo.worker.stream.SchedulerHttp;
import dev.rondo.worker.stream.SchedulerStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A worker. It holds one stream to a scheduler and connects anew, to the next one, when it breaks; it holds no database
 * setting. Its lease is renewed by the answers to its heartbeats; when it runs out, every task host is killed before
 * another worker may run the same tries. The end of a try is kept until the scheduler says that it is committed.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    // Until the first Welcome says what the scheduler wants.
    private static final long FIRST_LEASE_MILLIS = 15_000;

    private static final long RECONNECT_MILLIS = 200;
    // A scheduler that was killed is up again after two seconds: its tasks are not to wait for this as well.
    private static final long MAX_RECONNECT_MILLIS = 1_000;

    private static final long GIVE_BACK_MILLIS = 5_000;

    // Number of the Hello among the heartbeats: it begins the lease as they renew it.
    private static final long HELLO = 0;

    // An acknowledgement takes a commit; a server that is being stopped has no time for more.
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(1);

    // Killing hosts takes a moment; it must be over when the lease is.
    private static final long LEASE_MARGIN_MILLIS = 1_500;

    private final WorkerConfig config;
    private final String workerId;
    private final String version;
    private final LongSupplier nanos;
    private final HttpClient http;
    private final SchedulerHttp requests;
    private final HostPool pool;
    private final Watches watches;
    private final Wakes wakes = new Wakes();
    private final LogShipper logs;
    private final JarCache jars;
    private final ConnectionTester tester;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread connector = Thread.ofPlatform().name("worker:connect").unstarted(this::stayConnected);

    private final HeldTries held = new HeldTries();
    private final AtomicLong streams = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable SchedulerStream stream;
    private volatile boolean welcomed;
    /** Whether a scheduler has welcomed this worker since it connected last. */
    private volatile boolean greeted;

    /** Whether the scheduler that welcomed this worker last understands that sensors are watched. */
    private volatile boolean mayWatch;

    private volatile boolean draining;
    private volatile long leaseNanos = TimeUnit.MILLISECONDS.toNanos(FIRST_LEASE_MILLIS);
    private volatile long heartbeatMillis = FIRST_LEASE_MILLIS / 5;
    // When each heartbeat went out that is not answered yet; 0 is the Hello.
    private final Map<Long, Long> beats = new ConcurrentHashMap<>();
    private final Lease lease;
    private final Asking asking;

    /**
     * A worker that does nothing until it is started.
     *
     * @param workerId random for each start of the process
     */
    public Worker(WorkerConfig config, String workerId, String version, InstantSource clock, LongSupplier nanos) {
        this.config = config;
        this.workerId = workerId;
        this.version = version;
        this.nanos = nanos;
        this.http = HttpClients.to(config.schedulers(), config.trust());
        this.requests = new SchedulerHttp(http, config.token());
        this.tester = new ConnectionTester(config);
        this.jars = new JarCache(config.home().resolve("jars"));
        this.logs = new LogShipper(config.home().resolve("logs"), this::sendLogs);
        this.pool = new HostPool(
                config,
                new Hosts(),
                clock,
                nanos,
                FIRST_LEASE_MILLIS,
                Runtime.getRuntime().availableProcessors());
        this.watches = new Watches(config, new Sensors(), clock, nanos, FIRST_LEASE_MILLIS);
        this.lease = new Lease(nanos, this::leaseOver);
        this.asking = new Asking(requests, this::scheduler, held, nanos, stopped);
    }

    /** Makes the folders, starts the first host and connects; returns at once. */
    public void start() throws IOException {
        for (String folder : List.of("work", "hosts")) { // what a killed worker left
            FolderRemoval.remove(config.home().resolve(folder));
        }
        for (String folder : List.of("logs", "work", "hosts")) {
            Files.createDirectories(config.home().resolve(folder));
        }
        jars.open();
        pool.start();
        watches.start();
        logs.start();
        lease.start();
        connector.start();
    }

    /** Whether a scheduler has welcomed this worker and the stream is open. */
    public boolean isConnected() {
        return welcomed && stream != null;
    }

    // The one loop of this worker's life: connect, beat until the stream breaks, connect to the next.
    private void stayConnected() {
        long pause = RECONNECT_MILLIS;
        try {
            for (int next = 0; stopped.getCount() > 0; next++) {
                URI scheduler =
                        config.schedulers().get(next % config.schedulers().size());
                CountDownLatch broken = new CountDownLatch(1);
                if (connect(scheduler, broken, pause > RECONNECT_MILLIS)) {
                    beatUntil(broken);
                }
                // One that does not welcome this worker is asked again as seldom as one that is not there.
                pause = greeted ? RECONNECT_MILLIS : Math.min(pause * 2, MAX_RECONNECT_MILLIS);
                greeted = false;
                if (stopped.await(pause, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private boolean connect(URI scheduler, CountDownLatch broken, boolean quietly) throws InterruptedException {
        try {
            SchedulerStream opened =
                    SchedulerStream.connect(http, scheduler, config.token(), new SchedulerStream.Listener() {
                        @Override
                        public void said(SchedulerMessage message) {
                            take(message);
                        }

                        @Override
                        public void closed(String why) {
                            welcomed = false;
                            LOG.atInfo()
                                    .addKeyValue("scheduler", scheduler)
                                    .addKeyValue("why", why)
                                    .log("stream closed");
                            broken.countDown();
                        }
                    });
            beats.clear();
            beats.put(HELLO, nanos.getAsLong());
            stream = opened;
            opened.send(hello());
            return true;
        } catch (IOException e) {
            LOG.atLevel(quietly ? Level.DEBUG : Level.WARN)
                    .addKeyValue("scheduler", scheduler)
                    .log(e.getMessage());
            return false;
        }
    }

    private WorkerMessage.Hello hello() {
        List<WorkerMessage.Held> list = new ArrayList<>();
        held.all().forEach(h -> list.add(new WorkerMessage.Held(h.dispatchId(), h.startedAt)));
        return new WorkerMessage.Hello(
                WorkerMessage.PROTOCOL,
                workerId,
                config.name(),
                version,
                config.slots(),
                config.window(),
                config.memoryBytes(),
                config.queues(),
                list,
                streams.incrementAndGet(),
                true);
    }

    private void beatUntil(CountDownLatch broken) throws InterruptedException {
        for (long beat = HELLO + 1; !broken.await(heartbeatMillis, TimeUnit.MILLISECONDS); beat++) {
            if (isSilent() && config.schedulers().size() > 1) {
                // Where none answers, as without the database, they are tried in turn: it is said once.
                LOG.atLevel(greeted ? Level.WARN : Level.DEBUG)
                        .log("the scheduler is silent: the next one is tried while the lease lasts");
                break;
            }
            SchedulerStream open = stream;
            if (welcomed && open != null) {
                beats.put(beat, nanos.getAsLong());
                HostPool.Load load = pool.load();
                open.send(new WorkerMessage.Heartbeat(
                        beat,
                        Math.max(0, config.slots() - load.running()),
                        load.running(),
                        load.waiting(),
                        load.freeMemoryBytes()));
            }
        }
        SchedulerStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    // What was sent a whole heartbeat ago is not answered: the scheduler is frozen, cut off, or without its database.
    private boolean isSilent() {
        long since = nanos.getAsLong() - TimeUnit.MILLISECONDS.toNanos(heartbeatMillis);
        return beats.values().stream().anyMatch(sent -> sent - since <= 0);
    }

    private void leaseOver() {
        watches.wakeAll(); // others look for them by now
        List<Long> stopped = held.endAll(
                lease::lasts, pool::killAll, each -> pool.ends().ofLease(each.dispatchId(), each.startedAt));
        if (!stopped.isEmpty()) {
            LOG.atWarn().addKeyValue("held", stopped.size()).log("the lease is over: every task host is stopped");
            stopped.forEach(logs::over);
            // A scheduler that answers a heartbeat late may never know: the next Hello says what has ended, and what it
            // does not list is given anew.
            SchedulerStream open = stream;
            if (open != null) {
                open.close();
            }
        }
    }

    /** From when the heartbeat was sent, not from when its answer came: the scheduler's lease began in between. */
    private void renewLease(long beat) {
        Long sent = beats.get(beat);
        if (sent != null) {
            beats.keySet().removeIf(earlier -> earlier <= beat);
            lease.renew(sent + leaseNanos - TimeUnit.MILLISECONDS.toNanos(LEASE_MARGIN_MILLIS));
        }
    }

    private void take(SchedulerMessage message) {
        switch (message) {
            case SchedulerMessage.Welcome welcome -> welcome(welcome);
            case SchedulerMessage.Refused refused ->
                LOG.atError()
                        .addKeyValue("code", refused.code())
                        .log("the scheduler refuses this worker: " + refused.message());
            case SchedulerMessage.Run run -> run.dispatches().forEach(this::run);
            case SchedulerMessage.Recall recall -> recall.dispatchIds().forEach(this::recall);
            case SchedulerMessage.Stop stop -> {
                if (!held.stopBeforeGiven(stop.dispatchId(), stop.reason())) {
                    pool.stop(stop.dispatchId(), stop.reason(), stop.graceMillis());
                }
            }
            case SchedulerMessage.Expect expect ->
                blocking.execute(() -> expect.jars().forEach(this::expect));
            case SchedulerMessage.Ack ack -> ack.dispatchIds().forEach(this::forget);
            case SchedulerMessage.LeaseRenewed renewed -> renewLease(renewed.beat());
            case SchedulerMessage.TestConnection test -> blocking.execute(() -> test(test));
        }
    }

    private void expect(SchedulerMessage.Expect.Jar due) {
        String jarHash = due.hash();
        if (!pool.knows(jarHash)) {
            return;
        }
        try {
            var _ = jars.get(jarHash, hash -> requests.jar(scheduler(), hash));
            pool.expect(jarHash, jars.fileOf(jarHash).toString(), due.dags());
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("jar", jarHash).setCause(e).log("a jar of which tries are expected is not here");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the worker stops
        }
    }

    private void test(SchedulerMessage.TestConnection wanted) {
        WorkerMessage answer;
        try {
            Tested tested = tester.test(wanted);
            answer = new WorkerMessage.ConnectionTested(wanted.testId(), tested.passed(), tested.message());
        } catch (ConnectionTester.NotTestedException e) {
            answer = new WorkerMessage.ConnectionNotTested(wanted.testId(), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the worker stops: its stream ends, and the scheduler knows
        }
        SchedulerStream open = stream;
        if (open != null) {
            open.send(answer);
        }
    }

    private void recall(long dispatchId) {
        if (held.takeBackIfNotGiven(dispatchId)) {
            giveBack(dispatchId, "recalled");
        } else {
            pool.recall(dispatchId);
        }
    }

    private void welcome(SchedulerMessage.Welcome welcome) {
        leaseNanos = TimeUnit.MILLISECONDS.toNanos(welcome.leaseMillis());
        heartbeatMillis = welcome.heartbeatMillis();
        renewLease(HELLO);
        mayWatch = welcome.watches();
        // From here on what happens is told at once; what happened before is told below. Some is told twice, nothing is
        // lost between.
        welcomed = true;
        greeted = true;
        SchedulerStream open = stream;
        if (open != null) {
            agree(new HashSet<>(welcome.adopted()), open);
            wakes.tellAll(this::tellOfSensors);
        }
        LOG.atInfo().addKeyValue("scheduler", welcome.schedulerId()).log("connected");
        if (draining && open != null) {
            open.send(new WorkerMessage.Draining());
        }
    }

    private void tellOfSensors(WorkerMessage message) {
        SchedulerStream open = stream;
        if (welcomed && mayWatch && open != null) {
            open.send(message);
        }
    }

    /** Brings what is held here and what the scheduler thinks is held here together. */
    private void agree(Set<Long> adopted, SchedulerStream open) {
        for (Held h : held.all()) {
            long id = h.dispatchId();
            Instant startedAt = h.startedAt;
            WorkerMessage.Ended ended = h.ended;
            if (!adopted.contains(id)) {
                held.remove(id);
                pool.stop(id, "not ours any more", 0);
            } else if (ended != null) {
                open.send(ended);
            } else if (startedAt != null) {
                open.send(new WorkerMessage.Started(id, startedAt));
            }
        }
        adopted.stream()
                .filter(id -> !held.has(id))
                .forEach(id -> open.send(new WorkerMessage.Returned(id, "not held")));
    }

    private void run(Dispatch dispatch) {
        if (!held.add(dispatch)) {
            return; // said twice
        }
        if (dispatch.callback() == null) { // which is told of a try, and is none
            watches.forget(dispatch);
        }
        logs.follow(dispatch);
        if (dispatch.inputs() != null && (dispatch.jarHash().isEmpty() || jars.has(dispatch.jarHash()))) {
            submit(dispatch);
        } else {
            blocking.execute(() -> prepare(dispatch));
        }
    }

    private void submit(Dispatch dispatch) {
        String jar = jarFile(dispatch);
        long id = dispatch.dispatchId();
        switch (held.give(id, lease::lasts, () -> pool.submit(dispatch, jar))) {
            case HeldTries.Fate.Given given -> {}
            case HeldTries.Fate.Gone gone -> logs.over(id);
            case HeldTries.Fate.LeaseOver over -> giveBack(id, "the lease is over");
            case HeldTries.Fate.Stopped stopped -> pool.neverBegan(id, stopped.reason());
        }
    }

    private String jarFile(Dispatch dispatch) {
        return dispatch.jarHash().isEmpty()
                ? ""
                : jars.fileOf(dispatch.jarHash()).toString();
    }

    // Fetches what did not fit the stream: the jar, large inputs.
    private void prepare(Dispatch dispatch) {
        try {
            if (!dispatch.jarHash().isEmpty()) {
                jars.get(dispatch.jarHash(), hash -> requests.jar(scheduler(), hash));
            }
            Dispatch whole = dispatch;
            if (dispatch.inputs() == null) {
                whole = dispatch.withInputs(requests.inputs(scheduler(), dispatch.dispatchId(), dispatch.token()));
            }
            submit(whole);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("dispatch_id", dispatch.dispatchId())
                    .setCause(e)
                    .log("the jar or the inputs of a try cannot be fetched; it is given back");
            giveBackLater(dispatch.dispatchId(), "the jar or the inputs could not be fetched: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // It may come back at once; a scheduler in trouble is not to be asked without a pause.
    private void giveBackLater(long dispatchId, String reason) {
        try {
            if (!stopped.await(GIVE_BACK_MILLIS, TimeUnit.MILLISECONDS)) {
                giveBack(dispatchId, reason);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private URI scheduler() {
        SchedulerStream open = stream;
        return open == null ? config.schedulers().getFirst() : open.scheduler();
    }

    private LogChunk.Kept sendLogs(LogChunk.Batch batch) throws IOException, InterruptedException {
        return requests.logs(scheduler(), batch);
    }

    private void giveBack(long dispatchId, String reason) {
        held.remove(dispatchId);
        logs.over(dispatchId);
        SchedulerStream open = stream;
        if (open != null) {
            open.send(new WorkerMessage.Returned(dispatchId, reason));
        }
    }

    private void forget(long dispatchId) {
        wakes.taken(dispatchId);
        if (held.remove(dispatchId)) {
            logs.over(dispatchId);
        }
    }

    private final class Hosts implements HostListener {

        @Override
        public void started(long dispatchId, Instant at) {
            Held h = held.find(dispatchId);
            SchedulerStream open = stream;
            if (h != null) {
                h.startedAt = at;
                if (welcomed && open != null) {
                    open.send(new WorkerMessage.Started(dispatchId, at));
                }
            }
        }

        @Override
        public void ended(WorkerMessage.Ended ended) {
            Held h = held.find(ended.dispatchId());
            if (h == null || h.ended != null) {
                logs.over(ended.dispatchId());
                return; // the lease ran out meanwhile: this end is nobody's any more
            }
            LargeValues large = LargeValues.of(ended);
            if (large.values().isEmpty()) {
                tell(h, watched(h, ended));
            } else {
                blocking.execute(() -> tell(h, stored(h, large)));
            }
            logs.over(ended.dispatchId());
            blocking.execute(() ->
                    FolderRemoval.remove(config.home().resolve("work").resolve(Long.toString(ended.dispatchId()))));
        }

        /** The end as it is told: of a sensor that is watched from now on, the scheduler's next look is far off. */
        private WorkerMessage.Ended watched(Held h, WorkerMessage.Ended ended) {
            Optional<WatchedLook> look = welcomed && mayWatch && !draining && lease.lasts()
                    ? WatchedLook.of(h.dispatch, ended)
                    : Optional.empty();
            return look.filter(it -> watches.watch(
                            it.dispatch(),
                            OperatorText.isBuiltIn(it.dispatch()) ? "" : jarFile(it.dispatch()),
                            it.pause(),
                            it.repairAt()))
                    .map(it -> ended.lookingAgain(it.repairAt()))
                    .orElse(ended);
        }

        private void tell(Held h, WorkerMessage.Ended ended) {
            h.ended = ended;
            SchedulerStream open = stream;
            if (welcomed && open != null) {
                open.send(ended);
            }
        }

        @Override
        public void returned(long dispatchId, String reason) {
            giveBack(dispatchId, reason);
        }

        @Override
        public void asked(HostMessage.Request request) {
            blocking.execute(() -> answer(request));
        }
    }

    private final class Sensors implements Watches.Listener {

        @Override
        public void woke(List<Dispatch> dispatches) {
            wakes.add(dispatches, Worker.this::tellOfSensors);
        }

        @Override
        public void asked(HostMessage.Request request) {
            blocking.execute(() -> answerLook(request));
        }
    }

    private void answerLook(HostMessage.Request request) {
        Dispatch dispatch = watches.find(request.dispatchId());
        if (dispatch == null) {
            return; // it is watched no longer
        }
        HostMessage.Reply reply = reply(dispatch, request);
        if (reply != null) {
            watches.reply(request.dispatchId(), reply);
        }
    }

    /** The answer to a body; null: this worker stops. */
    private HostMessage.@Nullable Reply reply(Dispatch dispatch, HostMessage.Request request) {
        try {
            String value = asking.ask(dispatch, new Ask(request.kind(), request.arguments()));
            pool.keepSecrets(request.dispatchId(), Secrets.in(request.kind(), request.arguments(), value));
            return new HostMessage.Reply(request.requestId(), value, null);
        } catch (IOException e) {
            return new HostMessage.Reply(
                    request.requestId(), null, e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private WorkerMessage.Ended stored(Held h, LargeValues large) {
        try {
            for (LargeValues.Value value : large.values()) {
                List<@Nullable String> arguments = new ArrayList<>();
                arguments.add(value.key());
                arguments.add(value.json());
                arguments.add(value.type());
                var _ = asking.ask(h.dispatch, new Ask(Ask.XCOM_PUSH, arguments));
            }
            return large.rest();
        } catch (IOException e) {
            return large.rest().failedWith("bad_result", "what it returned could not be stored: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return large.rest().failedWith("bad_result", "the worker stopped while it stored what it returned");
        }
    }

    private void answer(HostMessage.Request request) {
        Held h = held.find(request.dispatchId());
        if (h == null) {
            return; // it is being stopped
        }
        HostMessage.Reply reply = reply(h.dispatch, request);
        if (reply != null) {
            pool.reply(request.dispatchId(), reply);
        }
    }

    /**
     * Takes nothing new and waits until what runs is over and its logs have arrived.
     *
     * @return whether everything was over in time
     */
    public boolean drain(Duration atMost) throws InterruptedException {
        takeNothingNew();
        long end = nanos.getAsLong() + atMost.toNanos();
        while (nanos.getAsLong() < end) {
            if (held.isEmpty() && wakesAreTaken() && logs.isDone()) {
                return true;
            }
            if (stopped.await(20, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }

    // Said before the sensors are woken: another worker is to look for them.
    private void takeNothingNew() {
        draining = true;
        SchedulerStream open = stream;
        if (open != null) {
            open.send(new WorkerMessage.Draining());
        }
        watches.wakeAll();
    }

    private boolean wakesAreTaken() {
        return wakes.isEmpty() || !mayWatch;
    }

    // Where nobody answers, the end of the lease says the same, later.
    private void awaitAcks() {
        long end = nanos.getAsLong() + LONGEST_GOODBYE.toNanos();
        try {
            while (isConnected() && !(held.isEmpty() && wakesAreTaken()) && nanos.getAsLong() < end) {
                if (stopped.await(20, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever closes is in a hurry
        }
    }

    /**
     * Kills what still runs and hands it back, so that others run it at once and not when the lease is over; then lets
     * go of the scheduler.
     */
    @Override
    public void close() {
        takeNothingNew();
        watches.close();
        pool.close();
        awaitAcks();
        stopped.countDown();
        lease.close();
        connector.interrupt();
        SchedulerStream open = stream;
        if (open != null) {
            open.close();
        }
        logs.close();
        blocking.shutdownNow();
        http.shutdownNow();
    }
}

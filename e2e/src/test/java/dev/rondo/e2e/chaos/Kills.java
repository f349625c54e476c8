package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Faults.Fault;
import dev.rondo.e2e.chaos.Faults.Sort;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.Line;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Signals;
import dev.rondo.e2e.harness.SmallDisk;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Kills workers and schedulers at random and starts them again at once, not waiting until they are there; of workers
 * one that runs something. Freezes a worker that runs a long body for longer than its lease. Cuts the lines between a
 * worker and the schedulers for some seconds, ends all connections to the database, kills PostgreSQL, the webserver and
 * the DAG processor and starts them again, and fills the disk of PostgreSQL, or that of the logs, for some seconds.
 */
final class Kills implements AutoCloseable {

    static final List<String> SCHEDULERS = List.of("scheduler", "second");
    static final List<String> WORKERS = List.of("one", "two", "three");
    static final int SLOTS = 3;

    /** The shortest that there is, so that what is lost is found soon. */
    static final Duration LEASE = Duration.ofSeconds(20);

    private static final long OFTEN_MILLIS = 1_500;
    private static final long SELDOM_MILLIS = 8_000;

    /** The worker that reaches the schedulers through lines that are cut now and then. */
    private static final String REMOTE = "three";

    // Far less than the lease: what it runs is not to be lost.
    private static final int SHORTEST_CUT_MILLIS = 500;
    private static final int LONGEST_CUT_MILLIS = 5_000;

    private static final String WEBSERVER = "webserver";
    private static final String DAG_PROCESSOR = "dag-processor";
    private static final String DATABASE_USERS = "schedulers, webserver, DAG processor";

    private static final String DISCONNECT = """
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name like 'rondo-%' and pid <> pg_backend_pid()""";

    private static final Duration FROZEN = LEASE.plusSeconds(2);

    private static final int SHORTEST_FULL_MILLIS = 1_000;
    private static final int LONGEST_FULL_MILLIS = 6_000;

    // What happens besides kills, each as often as it stands here.
    private static final List<Sort> BESIDES = List.of(
            Sort.CUT_OFF,
            Sort.CUT_OFF,
            Sort.DISCONNECTED,
            Sort.WITHOUT_DATABASE,
            Sort.WITHOUT_WEBSERVER,
            Sort.WITHOUT_DAG_PROCESSOR,
            Sort.FULL_LOGS,
            Sort.FULL_DATABASE);

    // Those that cost everybody, or what asks for more, seconds.
    private static final Set<Sort> SELDOM =
            Set.of(Sort.WITHOUT_DATABASE, Sort.FULL_DATABASE, Sort.WITHOUT_WEBSERVER, Sort.WITHOUT_DAG_PROCESSOR);

    // Which workers, since when, run how many bodies, and whether one of them is a long one in its first life.
    private static final String BUSY = """
        select w.name, w.connected_at, count(*), bool_or(r.dag_id like 'long\\_%' and i.task_id = 'a'),
            bool_or(r.dag_id like 'long\\_%' and i.task_id = 'a' and i.lost_tries = 0
                and i.start_date > now() - interval '10 seconds')
        from worker w join task_instance i on i.worker_id = w.worker_id join dag_run r on r.run_no = i.run_no
        where w.state <> 'gone' and i.state = 'running' group by w.worker_id""";

    private record Busy(String worker, Instant connected, int bodies, boolean isLong, boolean isFresh) {}

    private final Cluster cluster;
    private final Disks disks;
    private final Database database;
    private final Random random;
    private final CountDownLatch calm = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("killer").unstarted(this::run);
    private final List<Fault> faults = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Instant> killed = new HashMap<>();
    // The last kill of each scheduler that is not there again.
    private final Map<String, Fault> away = new ConcurrentHashMap<>();
    private @Nullable RondoProcess frozen;
    // What goes on by itself, for a time of its own.
    private final Map<Sort, Thread> passing = new EnumMap<>(Sort.class);
    private volatile @Nullable Fault sleep;
    private volatile @Nullable Throwable failure;

    Kills(Cluster cluster, Disks disks, Database database, Random random) {
        this.cluster = cluster;
        this.disks = disks;
        this.database = database;
        this.random = random;
    }

    static RondoProcess beginWorker(Cluster cluster, String worker) {
        List<String> schedulers = worker.equals("two") ? SCHEDULERS.reversed() : SCHEDULERS;
        return cluster.beginWorker(
                worker,
                SLOTS,
                worker.equals(REMOTE) ? schedulers.stream().map(cluster::lineTo).toList() : schedulers);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            long begun = System.nanoTime();
            while (!calm.await(pause(begun), TimeUnit.MILLISECONDS)) {
                wake(false);
                seeThoseBack();
                one();
                besides(isLate(begun));
            }
            for (Thread last : passing.values()) {
                last.join();
            }
            wake(true);
            for (String name : SCHEDULERS) {
                var _ = cluster.ready(cluster.process(name));
            }
            seeThoseBack();
            for (String name : WORKERS) {
                var _ = cluster.ready(cluster.process(name));
            }
            var _ = cluster.ready(cluster.process(WEBSERVER));
            var _ = cluster.ready(cluster.process(DAG_PROCESSOR));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    /** Once the storm is to be over and something has not happened yet, there is more time for it to come about. */
    private long pause(long begun) {
        return (isLate(begun) ? SELDOM_MILLIS : OFTEN_MILLIS) + random.nextInt(2_500);
    }

    private static boolean isLate(long begun) {
        return System.nanoTime() - begun > ChaosTest.STORM.toNanos();
    }

    private void one() {
        List<Busy> busy = busy();
        if (frozen == null) {
            for (Busy one : busy) {
                if (one.isFresh()) {
                    freeze(one);
                    return;
                }
            }
        }
        if (random.nextInt(4) == 0 || ofSchedulers() == 0 && ofWorkers() > 0) {
            killScheduler();
            return;
        }
        List<Busy> awake = busy.stream()
                .filter(one -> !one.isLong() && !cluster.process(one.worker()).equals(frozen))
                .toList();
        if (!awake.isEmpty()) {
            Busy one = awake.get(random.nextInt(awake.size()));
            kill(one.worker(), one.bodies());
            var _ = beginWorker(cluster, one.worker());
        }
    }

    /** Not in place of a kill; when the storm is to be over, what has not happened yet. */
    private void besides(boolean isLate) {
        Sort drawn = BESIDES.get(random.nextInt(BESIDES.size()));
        Sort next = isLate
                ? BESIDES.stream()
                        .filter(sort -> disks.sorts().contains(sort) && !were(sort))
                        .findFirst()
                        .orElse(drawn)
                : drawn;
        if (!disks.sorts().contains(next) || SELDOM.contains(next) && were(next) && random.nextInt(4) > 0) {
            return;
        }
        switch (next) {
            case CUT_OFF -> cutOff();
            case DISCONNECTED -> disconnect();
            case WITHOUT_DATABASE -> killDatabase();
            case WITHOUT_WEBSERVER -> killOnlyOne(next, WEBSERVER, cluster::beginWebserver);
            case WITHOUT_DAG_PROCESSOR -> killOnlyOne(next, DAG_PROCESSOR, cluster::beginDagProcessor);
            case FULL_LOGS -> fillLogs();
            case FULL_DATABASE -> fillDatabase();
            case KILLED, FROZEN -> throw new AssertionError(next + " is done in its turn");
        }
    }

    private void disconnect() {
        long at = System.nanoTime();
        int ended = database.texts(DISCONNECT).size();
        faults.add(new Fault(Sort.DISCONNECTED, DATABASE_USERS, 0, at, System.nanoTime(), ended));
    }

    private void killDatabase() {
        EmbeddedPostgres postgres = cluster.postgres();
        long pid = postgres.pid();
        long at = System.nanoTime();
        Signals.send("KILL", pid);
        Await.until("PostgreSQL to be started again", postgres::restartIfDead);
        faults.add(new Fault(Sort.WITHOUT_DATABASE, DATABASE_USERS, pid, at, System.nanoTime(), 0));
    }

    private void killOnlyOne(Sort sort, String name, Supplier<RondoProcess> begin) {
        RondoProcess process = cluster.process(name);
        pass(sort, name, process.pid(), () -> {
            process.kill9();
            var _ = cluster.ready(begin.get());
        });
    }

    /** PostgreSQL may end over that, and cannot start as long as there is no room. */
    private void fillDatabase() {
        EmbeddedPostgres postgres = cluster.postgres();
        SmallDisk disk = disks.of(Sort.FULL_DATABASE);
        long pid = postgres.pid();
        long at = System.nanoTime();
        disk.fill();
        LockSupport.parkNanos(Duration.ofMillis(fullMillis()).toNanos());
        disk.free();
        Await.until("PostgreSQL to answer when there is room again", () -> {
            boolean _ = postgres.restartIfDead();
            return Database.answers(postgres.settings());
        });
        faults.add(new Fault(Sort.FULL_DATABASE, DATABASE_USERS, pid, at, System.nanoTime(), 0));
    }

    private void fillLogs() {
        SmallDisk disk = disks.of(Sort.FULL_LOGS);
        long millis = fullMillis();
        pass(Sort.FULL_LOGS, "logs", 0, () -> meanwhile(millis, disk::fill, disk::free));
    }

    private int fullMillis() {
        return random.nextInt(SHORTEST_FULL_MILLIS, LONGEST_FULL_MILLIS);
    }

    /** Cuts off the remote worker. */
    private void cutOff() {
        RondoProcess remote = cluster.process(REMOTE);
        if (!remote.equals(frozen)) {
            long millis = random.nextInt(SHORTEST_CUT_MILLIS, LONGEST_CUT_MILLIS);
            pass(
                    Sort.CUT_OFF,
                    REMOTE,
                    remote.pid(),
                    () -> meanwhile(
                            millis,
                            () -> cluster.lines().forEach(Line::cut),
                            () -> cluster.lines().forEach(Line::mend)));
        }
    }

    /** Does something for a time of its own, whatever else happens meanwhile; not twice at once. */
    private void pass(Sort sort, String process, long pid, Runnable fault) {
        Thread before = passing.get(sort);
        if (before != null && before.isAlive()) {
            return;
        }
        passing.put(sort, Thread.ofPlatform().name(sort.name()).start(() -> {
            long at = System.nanoTime();
            fault.run();
            faults.add(new Fault(sort, process, pid, at, System.nanoTime(), 0));
        }));
    }

    private static void meanwhile(long millis, Runnable begin, Runnable end) {
        begin.run();
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end.run();
        }
    }

    /**
     * One that works; now and then the last one. A machine that does much else would have none for minutes otherwise.
     */
    private void killScheduler() {
        List<String> ready = SCHEDULERS.stream()
                .filter(name -> cluster.process(name).output().contains(RondoProcess.READY))
                .toList();
        if (ready.size() == SCHEDULERS.size() || !ready.isEmpty() && random.nextInt(4) == 0) {
            String name = ready.get(random.nextInt(ready.size()));
            kill(name, 0);
            var _ = cluster.beginScheduler(name);
        }
    }

    /** Those that live: what one that was killed held is held in the tables until its lease is over. */
    private List<Busy> busy() {
        return database
                .list(
                        BUSY,
                        row -> new Busy(
                                row.getString(1),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getInt(3),
                                row.getBoolean(4),
                                row.getBoolean(5)))
                .stream()
                .filter(one -> one.connected().isAfter(killed.getOrDefault(one.worker(), Instant.EPOCH)))
                .toList();
    }

    private void kill(String name, int bodies) {
        RondoProcess process = cluster.process(name);
        long at = System.nanoTime();
        process.kill9();
        killed.put(name, Instant.now());
        if (SCHEDULERS.contains(name)) {
            away.put(name, new Fault(Sort.KILLED, name, process.pid(), at, Long.MAX_VALUE, bodies));
        } else {
            faults.add(new Fault(Sort.KILLED, name, process.pid(), at, at, bodies));
        }
    }

    /** Takes note of the schedulers that are there again. */
    private void seeThoseBack() {
        SCHEDULERS.forEach(name -> {
            Fault kill = away.get(name);
            if (kill != null && cluster.process(name).output().contains(RondoProcess.READY)) {
                faults.add(kill.until(System.nanoTime()));
                away.remove(name);
            }
        });
    }

    private void freeze(Busy busy) {
        RondoProcess process = cluster.process(busy.worker());
        long at = System.nanoTime();
        process.sigstop();
        frozen = process;
        sleep = new Fault(Sort.FROZEN, busy.worker(), process.pid(), at, Long.MAX_VALUE, busy.bodies());
    }

    private void wake(boolean wait) {
        RondoProcess sleeper = frozen;
        Fault slept = sleep;
        if (sleeper == null || slept == null) {
            return;
        }
        if (wait) {
            Await.until("the sleeper's lease to be over", () -> isOver(slept));
        }
        if (isOver(slept)) {
            sleeper.sigcont();
            faults.add(slept.until(System.nanoTime()));
            frozen = null;
        }
    }

    private static boolean isOver(Fault slept) {
        return System.nanoTime() - slept.from() > FROZEN.toNanos();
    }

    /** Returns when all that was killed is there again, and what was frozen is awake. */
    void end() throws InterruptedException {
        calm.countDown();
        thread.join();
        Throwable failed = failure;
        if (failed != null) {
            throw new AssertionError("what was killed could not be started again", failed);
        }
    }

    Faults faults() {
        long now = System.nanoTime();
        List<Fault> all = new ArrayList<>(List.copyOf(faults));
        away.values().forEach(kill -> all.add(kill.until(now)));
        return new Faults(all, Instant.now(), now);
    }

    /** Whether all that can be done was done, or will not be because something went wrong. */
    boolean wereOfAll() {
        return ofWorkers() > 0
                        && ofSchedulers() > 0
                        && sleep != null
                        && BESIDES.stream().allMatch(sort -> !disks.sorts().contains(sort) || were(sort))
                || failure != null;
    }

    private boolean were(Sort sort) {
        return faults().all().stream().anyMatch(fault -> fault.sort() == sort);
    }

    int ofWorkers() {
        return faults().of(Sort.KILLED, WORKERS).size();
    }

    int ofSchedulers() {
        return faults().of(Sort.KILLED, SCHEDULERS).size();
    }

    /** Stops and waits until nothing more is started. */
    @Override
    public void close() {
        calm.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}

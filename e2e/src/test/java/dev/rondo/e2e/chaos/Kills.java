package dev.rondo.e2e.chaos;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.RondoProcess;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Kills workers and schedulers at random and starts them again at once, and freezes one worker for longer than its
 * lease.
 */
final class Kills implements AutoCloseable {

    static final List<String> SCHEDULERS = List.of("scheduler", "second");
    static final List<String> WORKERS = List.of("one", "two", "three");

    private static final int SLOTS = 3;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration FROZEN = LEASE.plusSeconds(5);

    private final Cluster cluster;
    private final Random random;
    private final CountDownLatch calm = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("killer").unstarted(this::run);
    private @Nullable RondoProcess frozen;
    private long frozenAt;
    private final AtomicInteger workers = new AtomicInteger();
    private final AtomicInteger schedulers = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    Kills(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
    }

    static void startWorker(Cluster cluster, String worker) {
        List<String> schedulers = worker.equals("two") ? SCHEDULERS.reversed() : SCHEDULERS;
        var _ = cluster.startWorker(worker, SLOTS, schedulers);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!calm.await(2000 + random.nextInt(3000), TimeUnit.MILLISECONDS)) {
                wake(false);
                one();
            }
            wake(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    /** The first one falls asleep, the second is a scheduler; from then on chance decides. */
    private void one() {
        String name = WORKERS.get(random.nextInt(WORKERS.size()));
        if (frozenAt == 0) {
            frozen = cluster.process(name);
            frozenAt = System.nanoTime();
            frozen.sigstop();
        } else if (schedulers.get() == 0 || random.nextInt(4) == 0) {
            String scheduler = SCHEDULERS.get(random.nextInt(SCHEDULERS.size()));
            cluster.process(scheduler).kill9();
            schedulers.incrementAndGet();
            var _ = cluster.startScheduler(scheduler);
        } else if (cluster.process(name) != frozen) {
            cluster.process(name).kill9();
            workers.incrementAndGet();
            startWorker(cluster, name);
        }
    }

    private void wake(boolean wait) {
        RondoProcess sleeper = frozen;
        if (sleeper == null) {
            return;
        }
        if (wait) {
            Await.until("the sleeper's lease to be over", this::hasSleptThroughItsLease);
        }
        if (hasSleptThroughItsLease()) {
            sleeper.sigcont();
            frozen = null;
        }
    }

    private boolean hasSleptThroughItsLease() {
        return System.nanoTime() - frozenAt > FROZEN.toNanos();
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

    /** Whether a worker and a scheduler were killed, or none will be because something went wrong. */
    boolean wereOfBoth() {
        return ofWorkers() > 0 && ofSchedulers() > 0 || failure != null;
    }

    int ofWorkers() {
        return workers.get();
    }

    int ofSchedulers() {
        return schedulers.get();
    }

    @Override
    public void close() {
        calm.countDown();
        thread.interrupt();
    }
}

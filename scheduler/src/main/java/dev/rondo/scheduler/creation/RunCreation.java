package dev.rondo.scheduler.creation;

import dev.rondo.core.time.Stopping;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.schedule.DueDag;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.scheduler.engine.CrashPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.simpl.SimpleThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Creates runs when they are due. Quartz is the clock that wakes: its one trigger stands at the earliest next run, and
 * a firing only signals. A pass then claims whatever the tables say is due; so a firing that is missed, doubled or late
 * does no harm, and a slow look repairs what no firing told.
 */
public final class RunCreation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunCreation.class);

    private static final int DAGS_AT_ONCE = 500;

    // More than a worker has hosts for.
    private static final int JARS_AHEAD = 64;

    // The clock and hints wake at once; this finds what a clock that jumped is late for.
    private static final Duration SLOW_LOOK = Duration.ofSeconds(15);

    /** So long before runs are due it is told of their jars: a task host is started and has loaded its jar by then. */
    static final Duration AHEAD = Duration.ofSeconds(3);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private static final List<TriggerKey> TRIGGERS =
            List.of(TriggerKey.triggerKey("next-run"), TriggerKey.triggerKey("ahead"));

    private static final String WAKE = "wake";

    private final ScheduleStore store;
    private final Told told;
    private final InstantSource clock;
    private final Duration slowLook;
    private final CrashPoint.Injector crashes;
    private final Semaphore wake = new Semaphore(0);
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("run-creation").unstarted(this::run);
    private final Scheduler quartz;
    private final JobDetail job;
    private volatile boolean closed;
    // The moment of which it was told ahead last.
    private @Nullable Instant expected;

    /** Told what is due. */
    @FunctionalInterface
    public interface Told {

        /** These DAGs may have new runs. */
        void mayStart(Collection<String> dagIds);

        /** Of so many DAGs of each of these jars runs are due within {@link #AHEAD}. A hint. */
        default void expect(Map<String, Integer> due) {}
    }

    /**
     * Creates runs and tells of the DAGs that may have new ones.
     *
     * @param name of this scheduler, for the clock's threads
     */
    public RunCreation(String name, ScheduleStore store, Told told, InstantSource clock) {
        this(name, store, told, clock, SLOW_LOOK);
    }

    /** The same, for tests of one that dies. */
    public RunCreation(String name, ScheduleStore store, Told told, InstantSource clock, CrashPoint.Injector crashes) {
        this(name, store, told, clock, SLOW_LOOK, crashes);
    }

    RunCreation(String name, ScheduleStore store, Told told, InstantSource clock, Duration slowLook) {
        this(name, store, told, clock, slowLook, CrashPoint.Injector.NONE);
    }

    private RunCreation(
            String name,
            ScheduleStore store,
            Told told,
            InstantSource clock,
            Duration slowLook,
            CrashPoint.Injector crashes) {
        this.store = store;
        this.told = told;
        this.clock = clock;
        this.slowLook = slowLook;
        this.crashes = crashes;
        this.quartz = quartz(name);
        this.job = JobBuilder.newJob(Wake.class)
                .withIdentity("wake")
                .storeDurably()
                .build();
        this.job.getJobDataMap().put(WAKE, wake);
    }

    private static Scheduler quartz(String name) {
        Properties settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", "rondo-" + name);
        settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        settings.setProperty("org.quartz.threadPool.class", SimpleThreadPool.class.getName());
        settings.setProperty("org.quartz.threadPool.threadCount", "1"); // a firing only signals
        settings.setProperty("org.quartz.jobStore.misfireThreshold", "60000");
        try {
            return new StdSchedulerFactory(settings).getScheduler();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz cannot be set up", e);
        }
    }

    /** Signals. Made by Quartz, which wants a class of its own. */
    public static final class Wake implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            Objects.requireNonNull((Semaphore) context.getMergedJobDataMap().get(WAKE))
                    .release();
        }
    }

    /** Begins to create runs. */
    public void start() {
        try {
            quartz.addJob(job, true);
            quartz.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start", e);
        }
        thread.start();
    }

    /** Looks at once: a DAG is new, changed or unpaused. */
    public void wake() {
        wake.release();
    }

    private void run() {
        boolean failedBefore = false;
        try {
            while (!closed) {
                try {
                    while (pass() == DAGS_AT_ONCE) {
                        // more are due
                    }
                    wakeAt();
                    failedBefore = false;
                } catch (RuntimeException e) {
                    boolean quiet = closed || failedBefore || e instanceof DatabaseUnavailableException;
                    Level level = quiet ? Level.DEBUG : Level.ERROR;
                    LOG.atLevel(level).setCause(e).log("runs that are due could not be created; it is tried again");
                    failedBefore = true;
                }
                Duration wait = failedBefore ? AFTER_FAILURE : slowLook;
                if (wake.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /**
     * Creates what is due.
     *
     * @return how many DAGs were due by their schedules and could be asked
     */
    public int pass() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<String> dags = store.createDue(now, DAGS_AT_ONCE, dag -> ask(dag, now));
        Set<String> changed = new TreeSet<>(dags);
        crashes.at(CrashPoint.AFTER_RUN_CREATION);
        changed.addAll(store.createForAssets(now, DAGS_AT_ONCE));
        if (!changed.isEmpty()) {
            crashes.at(CrashPoint.AFTER_ASSET_RUN_CREATION);
            told.mayStart(changed);
        }
        return dags.size();
    }

    /** One DAG whose schedule cannot be asked, as of a later release, keeps no other from its runs. */
    private Optional<ScheduleStore.Answer> ask(DueDag dag, Instant now) {
        try {
            ScheduleStore.Answer answer = Schedules.ask(dag, now);
            failing.remove(dag.dagId());
            return Optional.of(answer);
        } catch (RuntimeException e) {
            LOG.atLevel(failing.add(dag.dagId()) ? Level.ERROR : Level.DEBUG)
                    .addKeyValue("dag_id", dag.dagId())
                    .setCause(e)
                    .log("the schedule of a DAG cannot be asked, so it gets no runs; it is asked again. Run the same"
                            + " version of Rondo everywhere, or drop the DAG's file anew");
            return Optional.empty();
        }
    }

    private void wakeAt() {
        List<Instant> wakes = nextWakes();
        try {
            quartz.unscheduleJobs(TRIGGERS);
            for (int i = 0; i < wakes.size(); i++) {
                Trigger trigger = TriggerBuilder.newTrigger()
                        .withIdentity(TRIGGERS.get(i))
                        .forJob(job)
                        .startAt(Date.from(wakes.get(i)))
                        .build();
                Date ignored = quartz.scheduleJob(trigger);
            }
        } catch (SchedulerException e) {
            if (closed) {
                return; // and the clock stands, so that it cannot be set
            }
            // Then the slow look finds it.
            LOG.atWarn().setCause(e).log("the clock could not be set");
        }
    }

    /**
     * Tells of the jars whose DAGs are due next, once that is near.
     *
     * @return when there is something to do again: when runs are due next, and shortly before that; empty: nothing will
     *     be due
     */
    List<Instant> nextWakes() {
        Instant next = store.nextDue().orElse(null);
        if (next == null) {
            return List.of();
        }
        Instant now = clock.instant();
        Instant ahead = next.minus(AHEAD);
        if (now.isBefore(ahead)) {
            return List.of(next, ahead);
        }
        if (now.isBefore(next) && !next.equals(expected)) {
            expected = next;
            expect(next);
        }
        return List.of(next);
    }

    // A hint: what comes in its way must not be in that of the runs.
    private void expect(Instant next) {
        try {
            told.expect(store.jarsDue(next, JARS_AHEAD));
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("which jars are due soon could not be told");
        }
    }

    /** Ends the creation of runs: what is under way is carried to its end, and nothing after it. */
    @Override
    public void close() {
        closed = true;
        try {
            quartz.shutdown(false);
        } catch (SchedulerException e) {
            LOG.atWarn().setCause(e).log("the clock did not stop");
        }
        Stopping.stop(thread);
    }
}

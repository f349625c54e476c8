package dev.rondo.scheduler;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Limits;
import dev.rondo.core.metrics.Scrape;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.core.time.Pause;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.NoticeListener;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.blob.LargeXComs;
import dev.rondo.metadata.blob.UnusedBlobs;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.control.LeaseStore;
import dev.rondo.metadata.control.LogRemoval;
import dev.rondo.metadata.control.OldRuns;
import dev.rondo.metadata.control.QuestionStore;
import dev.rondo.metadata.control.RetentionStore;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.dagrun.BackfillStore;
import dev.rondo.metadata.email.EmailStore;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.notice.Notice;
import dev.rondo.metadata.partition.PartitionStore;
import dev.rondo.metadata.query.ConnectionQueries;
import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.JobQueries;
import dev.rondo.metadata.query.Probes;
import dev.rondo.metadata.query.RunQueries;
import dev.rondo.metadata.run.RunStateStore;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.metadata.telemetry.Receiver;
import dev.rondo.metadata.telemetry.TelemetryStore;
import dev.rondo.scheduler.command.CommandLoop;
import dev.rondo.scheduler.command.CommandRunner;
import dev.rondo.scheduler.command.RunControl;
import dev.rondo.scheduler.connection.ConnectionTests;
import dev.rondo.scheduler.creation.FollowingRuns;
import dev.rondo.scheduler.creation.RunCreation;
import dev.rondo.scheduler.dispatch.DispatchTokens;
import dev.rondo.scheduler.dispatch.TraceIds;
import dev.rondo.scheduler.email.Emails;
import dev.rondo.scheduler.email.MailServer;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.engine.Engine;
import dev.rondo.scheduler.engine.EngineConfig;
import dev.rondo.scheduler.engine.EngineListener;
import dev.rondo.scheduler.engine.EngineLoop;
import dev.rondo.scheduler.engine.LeaseOver;
import dev.rondo.scheduler.engine.RunWork;
import dev.rondo.scheduler.engine.Telemetry;
import dev.rondo.scheduler.execution.ExecutionServer;
import dev.rondo.scheduler.execution.StoredQuestions;
import dev.rondo.scheduler.execution.TaskSettings;
import dev.rondo.scheduler.lease.Leases;
import dev.rondo.scheduler.metrics.RunMeters;
import dev.rondo.scheduler.telemetry.TelemetrySender;
import dev.rondo.scheduler.telemetry.TelemetrySettings;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.storage.secret.OutsideSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler, put together: the engine and its loop, the creation of runs, commands, leases and the execution API. Any
 * number of them may work on one database.
 */
public final class Scheduler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    // Partitions are made well ahead: what lies ready lasts for this long at ten thousand runs a second.
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(15);

    // Of a backfill whose last runs were another one's, or another scheduler's that has died since.
    private static final Duration BACKFILLS = Duration.ofSeconds(5);

    // Runs of a backfill end many together; whether it is over is asked this often at most.
    private static final Duration BETWEEN_ENDS = Duration.ofMillis(100);

    private static final String BACKFILLS_END = "backfills end";

    private static final Duration SELDOM = Duration.ofHours(1);

    private static final String LOGS_GO = "logs of what was deleted are removed";

    private static final int LOGS_AT_ONCE = 1_000;

    private static final int SECRET_BYTES = 32;

    private final Settings settings;
    private final InstantSource clock;
    private final ControlStore control;
    private final BackfillStore backfills;
    private final EngineLoop loop;
    private final RunCreation creation;
    private final CommandLoop commands;
    private final Leases leases;
    private final ConnectionTests tests;
    private final ExecutionServer execution;
    private final NoticeListener notices;
    private final PartitionStore partitions;
    private final Emails emails;
    private final List<TelemetrySender> senders;
    private final Chores chores;
    private final Chores cleaning;
    private final RunMeters meters;
    private volatile Instant beaten = Instant.MIN;

    /**
     * Who this scheduler is.
     *
     * @param schedulerId random for each start
     * @param mail where emails are handed over; empty: none are sent
     * @param telemetry who outside is told what runs and tries do
     * @param kept how long what is over is kept
     * @param limits what is bounded in every run
     * @param workerLease how long a worker may be silent before its tasks are given to others
     * @param outside where connections and variables may be, before the database
     * @param seals opens those that are in the database
     */
    public record Settings(
            String schedulerId,
            String hostname,
            long pid,
            String version,
            ExecutionServer.ExecutionConfig execution,
            Optional<MailServer> mail,
            TelemetrySettings telemetry,
            Kept kept,
            Duration workerLease,
            Limits limits,
            OutsideSettings outside,
            Seals seals) {}

    /**
     * How long what is over is kept; zero: for ever.
     *
     * @param rest commands, callbacks, emails, processes and workers
     * @param runs runs with all that belongs to them
     */
    public record Kept(Duration rest, Duration runs) {
        /** Where nobody says otherwise. */
        public static final Kept DEFAULT = new Kept(Duration.ofDays(90), Duration.ZERO);
    }

    /** Told of runs that changed their states. */
    public interface Listener {
        void runChanged(String dagId, String runId, RunState before, RunState after);
    }

    /**
     * Who is told what it does.
     *
     * @param meters where it counts
     * @param scrape gives what was counted, on the port of the execution API
     */
    public record Watchers(Listener listener, MeterRegistry meters, Scrape scrape) {}

    /** A scheduler that does nothing until it is started. */
    public Scheduler(
            Settings settings,
            Database database,
            BlobStore blobs,
            LogStore logs,
            InstantSource clock,
            LongSupplier nanos,
            Pause pause,
            Watchers watchers) {
        this.settings = settings;
        this.clock = clock;
        Transactions transactions = database.transactions();
        this.control = new ControlStore(transactions);
        QuestionStore questions = new QuestionStore(transactions);
        SecretStore secrets = new SecretStore(transactions);
        DispatchTokens tokens = new DispatchTokens(secret(secrets));
        Set<Receiver> receivers = settings.telemetry().receivers();
        TraceIds ids = receivers.contains(Receiver.TRACES)
                ? new TraceIds(secrets.agree("trace-ids", UUID.randomUUID().toString()))
                : Telemetry.NONE.ids();
        EngineConfig config = EngineConfig.of(
                settings.schedulerId(), settings.workerLease(), settings.limits(), new Telemetry(receivers, ids));
        this.meters = new RunMeters(watchers.meters());
        Engine engine = new Engine(
                config,
                new RunStateStore(database.ofItsOwn()),
                SpecJson::read,
                tokens,
                new FollowingRuns(),
                clock,
                new Told(watchers.listener(), meters, this::finishBackfillsSoon),
                CrashPoint.Injector.NONE);
        this.emails = new Emails(new EmailStore(transactions), settings.mail(), clock);
        this.senders = TelemetrySender.of(
                settings.telemetry(),
                new TelemetryStore(transactions, settings.telemetry().claim()),
                ids,
                settings.version(),
                clock,
                CrashPoint.Injector.NONE);
        this.partitions = new PartitionStore(transactions);
        Purge purge = new Purge(
                new RetentionStore(transactions), new OldRuns(transactions), partitions, settings.kept(), clock);
        UnusedBlobs unused = new UnusedBlobs(transactions, blobs);
        LogRemoval removal = new LogRemoval(transactions, logs);
        this.chores = new Chores(
                "scheduler:chores",
                List.of(
                        new Chores.Chore("heartbeat", HEARTBEAT, this::beat),
                        new Chores.Chore("partitions are made ahead", NOW_AND_THEN, this::makePartitions),
                        new Chores.Chore(BACKFILLS_END, BACKFILLS, this::finishBackfills)));
        // Logs and blobs in a bucket take some 50 ms each: a heartbeat would be late behind them.
        this.cleaning = new Chores(
                "scheduler:cleaning",
                List.of(
                        new Chores.Chore("what is over is deleted", SELDOM, purge::pass),
                        new Chores.Chore(LOGS_GO, NOW_AND_THEN, () -> removeLogs(removal)),
                        new Chores.Chore("the store is cleared", SELDOM, () -> clear(unused))));
        this.loop = new EngineLoop(engine, clock, nanos, meters::passTook);
        RunControl runs = new RunControl() {
            @Override
            public void ask(RunWork work) {
                engine.ask(work);
            }

            @Override
            public void mayStart(Collection<String> dagIds) {
                engine.mayStart(dagIds);
            }

            @Override
            public void takeOver() {
                engine.takeOver();
            }
        };
        ScheduleStore schedules = new ScheduleStore(transactions);
        this.creation = new RunCreation(settings.schedulerId(), schedules, toldOf(engine), clock);
        CommandRunner.Stores stores = CommandRunner.Stores.of(transactions);
        this.backfills = stores.backfills();
        this.leases = new Leases(
                engine,
                new LeaseStore(transactions, config.lease()),
                config.lease(),
                over -> engine.ask(new LeaseOver(over)));
        TaskSettings taskSettings =
                new TaskSettings(settings.outside(), questions, new ConnectionQueries(transactions), settings.seals());
        this.tests = new ConnectionTests(
                settings.schedulerId(), leases, taskSettings::toTry, stores.commands(), clock, ConnectionTests.LIMIT);
        CommandRunner runner = new CommandRunner(
                stores,
                () -> cleaning.soon(LOGS_GO, Duration.ZERO),
                runs,
                () -> {
                    creation.wake();
                    engine.sweep();
                },
                tests);
        this.commands = new CommandLoop(settings.schedulerId(), stores.commands(), runner, clock);
        this.notices = new NoticeListener(
                database.settings(),
                "rondo-scheduler-notices",
                List.of(Notice.COMMAND.channel(), Notice.DAG.channel(), Notice.RUN.channel()),
                new Woken(engine, commands, creation),
                pause);
        this.execution = new ExecutionServer(
                settings.execution(),
                tests,
                new StoredQuestions(
                        tokens,
                        questions,
                        new LargeXComs(blobs),
                        control,
                        new DagQueries(transactions),
                        new RunQueries(transactions),
                        stores.assets(),
                        runner,
                        taskSettings,
                        clock),
                blobs,
                logs,
                watchers.scrape(),
                new Probes(new JobQueries(transactions)::latestHeartbeats, clock, since -> beaten.isAfter(since)));
    }

    private static RunCreation.Told toldOf(Engine engine) {
        return new RunCreation.Told() {
            @Override
            public void mayStart(Collection<String> dagIds) {
                engine.mayStart(dagIds);
            }

            @Override
            public void expect(Map<String, Integer> due) {
                engine.expect(due);
            }
        };
    }

    /** What other processes say only wakes: each looks at the tables. */
    private record Woken(Engine engine, CommandLoop commands, RunCreation creation) implements NoticeListener.Heard {
        @Override
        public void heard(String channel) {
            if (channel.equals(Notice.COMMAND.channel())) {
                commands.wake();
            } else {
                if (channel.equals(Notice.DAG.channel())) {
                    creation.wake();
                }
                engine.sweep();
            }
        }

        @Override
        public void listening() {
            commands.wake();
            creation.wake();
            engine.sweep();
        }
    }

    private record Told(Listener listener, RunMeters meters, Runnable runOfBackfillEnded) implements EngineListener {
        @Override
        public void runChanged(long runNo, String dagId, String runId, RunState before, RunState after) {
            listener.runChanged(dagId, runId, before, after);
        }

        @Override
        public void instanceChanged(String dagId, String taskId, TaskState before, Instance after) {
            meters.instanceChanged(dagId, taskId, before, after);
        }

        @Override
        public void runBegan(String dagId, RunType type, Instant runAfter, Instant start) {
            meters.runBegan(dagId, type, runAfter, start);
        }

        @Override
        public void runEnded(String dagId, RunType type, RunState state, Instant start, Instant end) {
            meters.runEnded(dagId, type, state, start, end);
            if (type == RunType.BACKFILL) {
                runOfBackfillEnded.run();
            }
        }
    }

    private static byte[] secret(SecretStore secrets) {
        byte[] made = new byte[SECRET_BYTES];
        new java.security.SecureRandom().nextBytes(made);
        return Base64.getDecoder()
                .decode(secrets.agree("dispatch-token", Base64.getEncoder().encodeToString(made)));
    }

    /** Begins to work. */
    public void start() {
        execution.start();
        loop.start();
        leases.start();
        creation.start();
        commands.start();
        notices.start();
        emails.start();
        senders.forEach(TelemetrySender::start);
        chores.start();
        cleaning.start();
    }

    /** Port of the execution API. */
    public int executionPort() {
        return execution.port();
    }

    /** A DAG is new or has changed, in this process: its schedule is looked at now. */
    public void dagsChanged() {
        creation.wake();
    }

    /** A command was written in this process. */
    public void commandWritten() {
        commands.wake();
    }

    private void beat() {
        Instant now = now();
        control.beat(
                settings.schedulerId(),
                "scheduler",
                settings.hostname(),
                settings.pid(),
                urlOf(settings.execution().host(), executionPort()),
                settings.version(),
                now);
        beaten = now;
        meters.beaten();
    }

    /** Where the execution API answers. It speaks plain HTTP: encryption is the business of a proxy before it. */
    static String urlOf(String host, int port) {
        // No URI is made of it: names with an underscore, as services have in compose files, are none to that class.
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    // As many as a few minutes are enough for: the other chores wait meanwhile.
    private static void removeLogs(LogRemoval removal) {
        int removed = removal.pass(LOGS_AT_ONCE);
        if (removed > 0) {
            LOG.atDebug().addKeyValue("removed", removed).log("logs of deleted runs and DAGs are gone");
        }
    }

    private static void clear(UnusedBlobs unused) {
        UnusedBlobs.Some cleared = unused.clear();
        if (cleared.blobs() > 0) {
            LOG.atInfo()
                    .addKeyValue("blobs", cleared.blobs())
                    .addKeyValue("bytes", cleared.bytes())
                    .log("the store was cleared of what nothing refers to");
        }
    }

    private void makePartitions() {
        int made = partitions.ensure(PartitionStore.AHEAD, PartitionStore.RUNS_EACH);
        if (made > 0) {
            LOG.atInfo().addKeyValue("count", made).log("partitions for further runs are made");
        }
    }

    private void finishBackfillsSoon() {
        chores.soon(BACKFILLS_END, BETWEEN_ENDS);
    }

    private void finishBackfills() {
        int finished = backfills.finish(now());
        if (finished > 0) {
            LOG.atInfo().addKeyValue("count", finished).log("backfills are over");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        cleaning.close();
        chores.close();
        senders.forEach(TelemetrySender::close);
        emails.close();
        notices.close();
        commands.close();
        tests.close();
        creation.close();
        leases.close();
        loop.close();
        execution.close();
        try {
            control.ended(settings.schedulerId(), now());
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("the end of this scheduler is not written; its heartbeat says it");
        }
    }
}

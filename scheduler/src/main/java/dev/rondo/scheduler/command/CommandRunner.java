package dev.rondo.scheduler.command;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.dagrun.ConfCheck;
import dev.rondo.core.dagrun.ManualTrigger;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.dagrun.TriggerRequest;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.asset.AssetStore;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.ConnectionStore;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.control.ControlStore.DagInForce;
import dev.rondo.metadata.control.DagRemoval;
import dev.rondo.metadata.control.SettingStore;
import dev.rondo.metadata.control.XComStore;
import dev.rondo.metadata.dagrun.BackfillStore;
import dev.rondo.metadata.dagrun.CreatedRun;
import dev.rondo.metadata.dagrun.DagRunStore;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.dagrun.RunAt;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out one command. What cannot be done is answered with a reason and changes nothing. */
public final class CommandRunner {

    private final ControlStore control;
    private final Named named;
    private final CommandStore commands;
    private final DagRunStore created;
    private final AssetStore assets;
    private final DagRemoval removal;
    private final Runnable removeLogs;
    private final SettingCommands settings;
    private final XComCommands xcoms;
    private final BackfillCommands backfills;
    private final BackfillRetries retries;
    private final RunCommands runs;
    private final RunControl engine;
    private final Runnable wakeCreation;
    private final TestedConnections connections;
    private final CrashPoint.Injector crashes;

    /**
     * Where commands read and write: all on the same database, so that what one command does is one transaction.
     *
     * @param runs new ones, and those that have no work under way
     */
    public record Stores(
            ControlStore control,
            CommandStore commands,
            DagRunStore runs,
            BackfillStore backfills,
            AssetStore assets,
            SettingStore settings,
            ConnectionStore connections,
            XComStore xcoms,
            DagRemoval removal) {

        /** Those of a database. */
        public static Stores of(Transactions transactions) {
            return new Stores(
                    new ControlStore(transactions),
                    new CommandStore(transactions),
                    new DagRunStore(transactions),
                    new BackfillStore(transactions),
                    new AssetStore(transactions),
                    new SettingStore(transactions),
                    new ConnectionStore(transactions),
                    new XComStore(transactions),
                    new DagRemoval(transactions));
        }
    }

    /**
     * A runner.
     *
     * @param removeLogs makes the logs of what is deleted go soon
     * @param wakeCreation makes the creation of runs look at once
     */
    public CommandRunner(
            Stores stores,
            Runnable removeLogs,
            RunControl engine,
            Runnable wakeCreation,
            TestedConnections connections) {
        this(stores, removeLogs, engine, wakeCreation, connections, CrashPoint.Injector.NONE);
    }

    /** The same, for tests of one that dies. */
    public CommandRunner(
            Stores stores,
            Runnable removeLogs,
            RunControl engine,
            Runnable wakeCreation,
            TestedConnections connections,
            CrashPoint.Injector crashes) {
        this.control = stores.control();
        this.named = new Named(control);
        this.commands = stores.commands();
        this.created = stores.runs();
        this.assets = stores.assets();
        this.removal = stores.removal();
        this.removeLogs = removeLogs;
        this.settings = new SettingCommands(stores.settings(), stores.connections());
        this.xcoms = new XComCommands(named, stores.xcoms());
        this.backfills = new BackfillCommands(control, stores.runs(), stores.backfills());
        this.retries = new BackfillRetries(stores.backfills(), engine, BackfillRetries.RUNS_AT_ONCE);
        this.runs = new RunCommands(control, named, engine);
        this.engine = engine;
        this.wakeCreation = wakeCreation;
        this.connections = connections;
        this.crashes = crashes;
    }

    /**
     * Carries it out and answers it, in one transaction.
     *
     * @return the reply, which is written; empty: it was answered before, and nothing is done, or a worker works on it
     *     and the reply will be written
     */
    public Optional<CommandReply> run(CommandStore.Claimed claimed, Instant now) throws InterruptedException {
        long id = claimed.commandId();
        try {
            return switch (claimed.command()) {
                case Command.ClearTasks c -> runs.clear(id, c);
                case Command.MarkTasks c -> runs.mark(id, c);
                case Command.MarkRun c -> runs.markRun(id, c);
                case Command.PreviewRunMark c -> runs.previewRunMark(id, c);
                case Command.AnswerApproval c -> runs.answer(id, c);
                case Command.TriggerRun c ->
                    answer(claimed, now, () -> trigger(c, claimed.actor(), now), () -> mayStart(c.dagId()));
                case Command.SetPaused c ->
                    answer(claimed, now, () -> setPaused(c), () -> {
                        wakeCreation.run();
                        mayStart(c.dagId());
                    });
                case Command.DeleteDag c -> answer(claimed, now, () -> delete(c), removeLogs);
                case Command.SetNote c -> answer(claimed, now, () -> note(c), () -> {});
                case Command.DeleteRun c -> answer(claimed, now, () -> delete(c), removeLogs);
                case Command.CreateBackfill c ->
                    answer(claimed, now, () -> backfills.create(c, named.dag(c.dagId()), claimed.actor(), now), () -> {
                        engine.takeOver();
                        mayStart(c.dagId());
                    });
                case Command.PauseBackfill c ->
                    answer(
                            claimed,
                            now,
                            () -> backfills.pause(c, now),
                            () -> engine.mayStart(backfills.dagOf(c.backfillId())));
                case Command.CancelBackfill c -> answer(claimed, now, () -> backfills.cancel(c, now), () -> {});
                case Command.RetryBackfill c ->
                    c.dryRun() ? answer(claimed, now, () -> retries.planned(c), () -> {}) : retries.retry(claimed, c);
                case Command.SetPool c -> answer(claimed, now, () -> settings.set(c), () -> {});
                case Command.DeletePool c -> answer(claimed, now, () -> settings.delete(c), () -> {});
                case Command.SetVariable c -> answer(claimed, now, () -> settings.set(c), () -> {});
                case Command.DeleteVariable c -> answer(claimed, now, () -> settings.delete(c), () -> {});
                case Command.SetXCom c -> answer(claimed, now, () -> xcoms.set(c, now), () -> {});
                case Command.DeleteXCom c -> answer(claimed, now, () -> xcoms.delete(c), () -> {});
                case Command.SetConnection c -> answer(claimed, now, () -> settings.set(c), () -> {});
                case Command.TestConnection c -> {
                    connections.begin(claimed, c);
                    yield Optional.empty();
                }
                case Command.DeleteConnection c -> answer(claimed, now, () -> settings.delete(c), () -> {});
                case Command.CreateAssetEvent c -> assetEvent(c, claimed, now);
                case Command.DeleteQueuedEvents c -> answer(claimed, now, () -> forget(c), () -> {});
            };
        } catch (RefusedException e) {
            commands.finish(id, e.reply(), now);
            return Optional.of(e.reply());
        }
    }

    /**
     * Carries out what is asked under a key, at once and once: asked again it gets the reply of the first time, also
     * when the one who was asked first died over it.
     */
    public CommandReply once(CommandStore.Asked asked, Instant now) throws InterruptedException {
        return switch (commands.ask(asked, now)) {
            case CommandStore.Outcome.Known known -> {
                crashes.at(CrashPoint.AFTER_COMMAND_WRITTEN);
                Optional<CommandReply> reply = run(
                        new CommandStore.Claimed(
                                known.commandId(), asked.actor(), asked.source(), asked.command(), now),
                        now);
                yield reply.or(() -> commands.findReply(known.commandId())).orElseThrow();
            }
            case CommandStore.Outcome.KeyUsed used ->
                throw new IllegalArgumentException(
                        "the key " + asked.idempotencyKey() + " belongs to " + used.earlier());
        };
    }

    /** What stores do. */
    @FunctionalInterface
    private interface Stored {
        CommandReply change() throws RefusedException;
    }

    /**
     * Does what a command asks for and answers it, in one transaction.
     *
     * @param after what others are told when that is committed; a scheduler that dies before it says so leaves it to
     *     the slow looks at the tables
     */
    private Optional<CommandReply> answer(CommandStore.Claimed claimed, Instant now, Stored work, Runnable after) {
        Optional<CommandReply> reply = commands.answer(claimed, now, () -> {
            try {
                return work.change();
            } catch (RefusedException e) {
                return e.reply();
            }
        });
        crashes.at(CrashPoint.AFTER_COMMAND_ANSWERED);
        if (reply.isPresent() && !(reply.get() instanceof CommandReply.Rejected)) {
            after.run();
        }
        return reply;
    }

    private void mayStart(String dagId) {
        engine.mayStart(List.of(dagId));
    }

    static CommandReply done(boolean done, String otherwise) throws RefusedException {
        if (!done) {
            throw new RefusedException(404, "NOT_FOUND", otherwise);
        }
        return new CommandReply.Done();
    }

    private CommandReply trigger(Command.TriggerRun c, String actor, Instant now) throws RefusedException {
        DagInForce dag = named.dag(c.dagId());
        DagSpec spec = SpecJson.read(dag.graph());
        String conf = c.conf() == null ? "{}" : c.conf();
        List<String> wrong = ConfCheck.problems(spec.params(), conf);
        if (!wrong.isEmpty()) {
            throw new RefusedException(422, "BAD_CONF", String.join("\n", wrong));
        }
        DataInterval interval = c.dataIntervalStart() == null || c.dataIntervalEnd() == null
                ? null
                : new DataInterval(c.dataIntervalStart(), c.dataIntervalEnd());
        ManualTrigger run = ManualTrigger.of(
                new TriggerRequest(c.runId(), c.logicalDate(), interval, c.runAfter()),
                Timetables.of(spec, control.storedRuns(c.dagId())),
                now);
        DataInterval covers = run.interval();
        NewRun wanted = new NewRun(
                c.dagId(),
                dag.versionId(),
                run.runId(),
                run.logicalDate(),
                covers == null ? null : covers.start(),
                covers == null ? null : covers.end(),
                run.runAfter(),
                RunType.MANUAL,
                conf,
                now,
                c.triggeredBy(),
                actor,
                c.note(),
                null,
                null);
        CreatedRun made = created.create(List.of(wanted)).stream()
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        409,
                        "RUN_EXISTS",
                        "dag '" + c.dagId() + "' has a run with id '" + run.runId() + "'"
                                + (run.logicalDate() == null ? "" : " or logical date " + run.logicalDate())
                                + " already; use another, or clear that run to do it again"));
        return new CommandReply.RunTriggered(made.runNo(), made.dagId(), made.runId());
    }

    private Optional<CommandReply> assetEvent(Command.CreateAssetEvent c, CommandStore.Claimed claimed, Instant now) {
        List<String> dagIds = new ArrayList<>();
        return answer(
                claimed,
                now,
                () -> {
                    AssetRuns.Posted posted = assets.post(c.assetId(), c.extra(), claimed.actor(), now)
                            .orElseThrow(() -> new RefusedException(
                                    404,
                                    "ASSET_NOT_FOUND",
                                    "there is no asset " + c.assetId() + "; see `rondo assets list`"));
                    dagIds.clear();
                    dagIds.addAll(posted.dagIds());
                    return new CommandReply.AssetEventCreated(posted.eventId());
                },
                () -> engine.mayStart(dagIds));
    }

    private CommandReply forget(Command.DeleteQueuedEvents c) throws RefusedException {
        return done(assets.forgetQueued(c.dagId(), c.assetId(), c.before()) > 0, "no event is queued there");
    }

    private CommandReply setPaused(Command.SetPaused c) throws RefusedException {
        if (!control.setPaused(c.dagId(), c.paused())) {
            throw Named.noDag(c.dagId());
        }
        return new CommandReply.Done();
    }

    private CommandReply note(Command.SetNote c) throws RefusedException {
        Command.TaskSelector task = c.task();
        if (task == null) {
            if (!control.noteRun(c.dagId(), c.runId(), c.note())) {
                throw Named.noRun(c.dagId(), c.runId());
            }
            return new CommandReply.Done();
        }
        RunAt run = named.run(c.dagId(), c.runId());
        return done(
                control.noteTask(run.runNo(), task.taskId(), task.mapIndex(), c.note()),
                "run '" + c.runId() + "' has no task instance '" + task.taskId() + "'");
    }

    private CommandReply delete(Command.DeleteRun c) throws RefusedException {
        RunAt run = named.run(c.dagId(), c.runId());
        if (!control.deleteRun(run.runNo())) {
            throw new RefusedException(
                    409,
                    "RUN_NOT_FINISHED",
                    "run '" + c.runId() + "' is " + run.state() + "; mark it failed first, then delete it");
        }
        return new CommandReply.Done();
    }

    private CommandReply delete(Command.DeleteDag c) throws RefusedException {
        switch (removal.delete(c.dagId())) {
            case DagRemoval.Outcome.Missing m -> throw Named.noDag(c.dagId());
            case DagRemoval.Outcome.UnderWay u ->
                throw new RefusedException(
                        409,
                        "DAG_RUNS",
                        "runs of DAG '" + c.dagId() + "' are under way (" + u.runs() + " running, with " + u.tasks()
                                + " tasks begun or handed out); pause it, wait for its runs or mark them failed, and then"
                                + " delete it");
            case DagRemoval.Outcome.Done d -> {}
        }
        return new CommandReply.Done();
    }
}

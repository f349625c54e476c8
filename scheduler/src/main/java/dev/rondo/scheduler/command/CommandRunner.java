package dev.rondo.scheduler.command;

import dev.rondo.core.clear.ClearScope;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.dagrun.ConfCheck;
import dev.rondo.core.dagrun.ManualTrigger;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.dagrun.TriggerRequest;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunState;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.asset.AssetStore;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.control.ControlStore.DagInForce;
import dev.rondo.metadata.control.ControlStore.RunAt;
import dev.rondo.metadata.control.SettingStore;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.run.InstanceKey;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.xcom.JsonSchemaCheck;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one command. What cannot be done is answered with a reason and changes nothing. */
public final class CommandRunner {

    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);

    // One command concerns no more, and is refused as a whole: beyond it a person means a backfill.
    private static final int MAX_RUNS = 1_000;

    private final ControlStore control;
    private final CommandStore commands;
    private final AssetStore assets;
    private final LogStore logs;
    private final SettingCommands settings;
    private final BackfillCommands backfills;
    private final RunControl engine;
    private final Runnable wakeCreation;

    /**
     * A runner.
     *
     * @param wakeCreation makes the creation of runs look at once
     */
    public CommandRunner(
            ControlStore control,
            CommandStore commands,
            AssetStore assets,
            LogStore logs,
            SettingStore settings,
            RunControl engine,
            Runnable wakeCreation) {
        this.control = control;
        this.commands = commands;
        this.assets = assets;
        this.logs = logs;
        this.settings = new SettingCommands(settings);
        this.backfills = new BackfillCommands(control, engine);
        this.engine = engine;
        this.wakeCreation = wakeCreation;
    }

    /** Carries it out. */
    public CommandReply run(CommandStore.Claimed claimed, Instant now) throws InterruptedException {
        try {
            return switch (claimed.command()) {
                case Command.TriggerRun c -> trigger(c, claimed, now);
                case Command.SetPaused c -> setPaused(c);
                case Command.ClearTasks c -> clear(c);
                case Command.MarkTasks c -> mark(c);
                case Command.MarkRun c -> markRun(c);
                case Command.SetNote c -> note(c);
                case Command.DeleteRun c -> delete(c);
                case Command.CreateBackfill c -> backfills.create(c, dag(c.dagId()), claimed.actor(), now);
                case Command.PauseBackfill c ->
                    done(
                            control.pauseBackfill(c.backfillId(), c.paused(), now),
                            "backfill " + c.backfillId() + " is not under way");
                case Command.CancelBackfill c ->
                    done(
                            control.cancelBackfill(c.backfillId(), now),
                            "backfill " + c.backfillId() + " is not under way");
                case Command.SetPool c -> settings.set(c);
                case Command.DeletePool c -> settings.delete(c);
                case Command.SetVariable c -> settings.set(c);
                case Command.DeleteVariable c -> settings.delete(c);
                case Command.AnswerApproval c -> answer(c);
                case Command.CreateAssetEvent c -> assetEvent(c, claimed, now);
                case Command.DeleteQueuedEvents c ->
                    done(assets.forgetQueued(c.dagId(), c.assetId()) > 0, "no event is queued there");
            };
        } catch (RefusedException e) {
            return e.reply();
        }
    }

    private static CommandReply done(boolean done, String otherwise) throws RefusedException {
        if (!done) {
            throw new RefusedException(404, "NOT_FOUND", otherwise);
        }
        return new CommandReply.Done();
    }

    private CommandReply trigger(Command.TriggerRun c, CommandStore.Claimed claimed, Instant now)
            throws RefusedException {
        DagInForce dag = dag(c.dagId());
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
                new TriggerRequest(c.runId(), c.logicalDate(), interval, c.runAfter()), Timetables.of(spec), now);
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
                claimed.actor(),
                c.note(),
                null,
                null);
        CommandReply.RunTriggered made = commands.trigger(claimed.commandId(), wanted, now)
                .orElseThrow(() -> new RefusedException(
                        409,
                        "RUN_EXISTS",
                        "dag '" + c.dagId() + "' has a run with id '" + run.runId() + "'"
                                + (run.logicalDate() == null ? "" : " or logical date " + run.logicalDate())
                                + " already; use another, or clear that run to do it again"));
        engine.mayStart(List.of(c.dagId()));
        return made;
    }

    private CommandReply assetEvent(Command.CreateAssetEvent c, CommandStore.Claimed claimed, Instant now)
            throws RefusedException {
        AssetRuns.Posted posted = commands.postAssetEvent(
                        claimed.commandId(), c.assetId(), c.extra(), claimed.actor(), now)
                .orElseThrow(() -> new RefusedException(
                        404, "ASSET_NOT_FOUND", "there is no asset " + c.assetId() + "; see `rondo assets list`"));
        engine.mayStart(posted.dagIds());
        return new CommandReply.AssetEventCreated(posted.eventId());
    }

    private CommandReply setPaused(Command.SetPaused c) throws RefusedException {
        if (!control.setPaused(c.dagId(), c.paused())) {
            throw noDag(c.dagId());
        }
        wakeCreation.run();
        engine.mayStart(List.of(c.dagId()));
        return new CommandReply.Done();
    }

    private CommandReply clear(Command.ClearTasks c) throws RefusedException, InterruptedException {
        DagInForce dag = dag(c.dagId());
        List<RunAt> runs = runs(c.dagId(), c.runId(), c.scope(), c.from(), c.to());
        requireTasks(dag, c.latestVersion() ? List.of() : runs, c.tasks());
        ClearScope.Only only = ClearScope.Only.ANY;
        if (c.onlyFailed()) {
            only = ClearScope.Only.FAILED;
        } else if (c.onlyRunning()) {
            only = ClearScope.Only.RUNNING;
        }
        TaskChange change = new TaskChange(
                c.dagId(),
                runs,
                c.tasks(),
                TaskChange.Reach.ofClear(c.scope(), only),
                // A final state: a finished run stays as it is, and what is cleared in it waits for another clear.
                targets -> new RunEvent.Cleared(targets, c.resetRuns() ? RunState.QUEUED : RunState.SUCCESS),
                c.latestVersion() ? dag.versionId() : null,
                c.dryRun());
        engine.ask(change);
        return noted(change.await(), runs, c.dryRun() ? null : c.note());
    }

    private CommandReply mark(Command.MarkTasks c) throws RefusedException, InterruptedException {
        DagInForce dag = dag(c.dagId());
        List<RunAt> runs = runs(c.dagId(), c.runId(), c.scope(), null, null);
        requireTasks(dag, runs, c.tasks());
        TaskChange change = new TaskChange(
                c.dagId(),
                runs,
                c.tasks(),
                TaskChange.Reach.ofMark(c.scope(), c.state()),
                targets -> new RunEvent.Marked(targets, c.state()),
                null,
                c.dryRun());
        engine.ask(change);
        return noted(change.await(), runs, c.dryRun() ? null : c.note());
    }

    private CommandReply noted(CommandReply.Affected affected, List<RunAt> runs, @Nullable String note) {
        if (note != null) {
            Map<String, Long> numbers = new HashMap<>();
            runs.forEach(run -> numbers.put(run.runId(), run.runNo()));
            control.noteTasks(
                    affected.instances().stream()
                            .map(each -> new InstanceKey(
                                    Objects.requireNonNull(numbers.get(each.runId())), each.taskId(), each.mapIndex()))
                            .toList(),
                    note);
        }
        return affected;
    }

    private CommandReply markRun(Command.MarkRun c) throws RefusedException, InterruptedException {
        RunAt run = run(c.dagId(), c.runId());
        if (c.state() == RunState.QUEUED) {
            return clear(new Command.ClearTasks(
                    c.dagId(),
                    c.runId(),
                    List.of(),
                    Command.Scope.ONLY,
                    null,
                    null,
                    false,
                    false,
                    true,
                    false,
                    false,
                    null));
        }
        RunMark mark = new RunMark(run.runNo(), c.dagId(), new RunEvent.RunMarked(c.state()));
        engine.ask(mark);
        mark.await();
        return new CommandReply.Done();
    }

    private CommandReply note(Command.SetNote c) throws RefusedException {
        Command.TaskSelector task = c.task();
        if (task == null) {
            return done(control.noteRun(c.dagId(), c.runId(), c.note()), noRunText(c.dagId(), c.runId()));
        }
        RunAt run = run(c.dagId(), c.runId());
        return done(
                control.noteTask(run.runNo(), task.taskId(), task.mapIndex(), c.note()),
                "run '" + c.runId() + "' has no task instance '" + task.taskId() + "'");
    }

    private CommandReply delete(Command.DeleteRun c) throws RefusedException {
        RunAt run = run(c.dagId(), c.runId());
        if (!control.deleteRun(run.runNo())) {
            throw new RefusedException(
                    409,
                    "RUN_NOT_FINISHED",
                    "run '" + c.runId() + "' is " + run.state() + "; mark it failed first, then delete it");
        }
        deleteLogs(c.dagId(), c.runId());
        return new CommandReply.Done();
    }

    // Another run of that id would show them as its own.
    private void deleteLogs(String dagId, String runId) {
        try {
            logs.deleteRun(dagId, runId);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("dag_id", dagId)
                    .addKeyValue("run_id", runId)
                    .setCause(e)
                    .log("the logs of a deleted run could not be deleted; delete their folder by hand");
        }
    }

    private CommandReply answer(Command.AnswerApproval c) throws RefusedException, InterruptedException {
        RunAt run = run(c.dagId(), c.runId());
        Graph graph = Graph.of(SpecJson.read(control.requireGraph(run.versionId())));
        int task = graph.find(c.taskId())
                .orElseThrow(() -> new RefusedException(404, "NOT_FOUND", "there is no task '" + c.taskId() + "'"));
        String result = c.rejected() ? null : checked(graph.task(task), c.answer());
        RunAnswer answered =
                new RunAnswer(run.runNo(), new RunEvent.Answered(task, c.mapIndex(), c.rejected()), result);
        engine.ask(answered);
        if (!answered.await()) {
            throw new RefusedException(
                    409,
                    "NOT_WAITING",
                    "task '" + c.taskId()
                            + "' does not wait for an answer: it has one already, or was not reached yet");
        }
        return new CommandReply.Done();
    }

    /** The answer, which becomes the task's result, as its form wants it. */
    private static String checked(TaskSpec task, String answer) throws RefusedException {
        String form = task.form();
        if (task.body() != TaskSpec.Body.APPROVE || form == null) {
            throw new RefusedException(422, "NO_APPROVAL", "task '" + task.taskId() + "' asks nobody");
        }
        JsonValue value;
        try {
            value = JsonValue.parse(answer);
        } catch (JsonException e) {
            throw new RefusedException(422, "BAD_ANSWER", "the answer is not JSON: " + e.getMessage());
        }
        if (!(JsonValue.parse(form) instanceof JsonObject schema)) {
            throw new IllegalStateException("the form of task '" + task.taskId() + "' is no JSON object");
        }
        List<JsonSchemaCheck.Misfit> misfits = JsonSchemaCheck.misfits(schema, value);
        if (!misfits.isEmpty()) {
            throw new RefusedException(
                    422,
                    "BAD_ANSWER",
                    "the answer does not fit the form of task '" + task.taskId() + "': "
                            + misfits.stream().map(Object::toString).collect(Collectors.joining("; ")));
        }
        return value.toJson();
    }

    /** Each task is one of the newest version, or of the version of one of the runs. */
    private void requireTasks(DagInForce dag, List<RunAt> runs, List<Command.TaskSelector> tasks)
            throws RefusedException {
        if (tasks.isEmpty()) {
            return;
        }
        List<Graph> graphs = new ArrayList<>(List.of(Graph.of(SpecJson.read(dag.graph()))));
        runs.stream()
                .map(RunAt::versionId)
                .distinct()
                .filter(version -> version != dag.versionId())
                .forEach(version -> graphs.add(Graph.of(SpecJson.read(control.requireGraph(version)))));
        for (Command.TaskSelector task : tasks) {
            if (graphs.stream().allMatch(graph -> graph.tasksOf(task.taskId()).isEmpty())) {
                throw new RefusedException(
                        404,
                        "TASK_NOT_FOUND",
                        "dag '" + dag.dagId() + "' has no task or group '" + task.taskId() + "'"
                                + (runs.isEmpty() ? " in its newest version" : ""));
            }
        }
    }

    private List<RunAt> runs(
            String dagId, @Nullable String runId, Command.Scope scope, @Nullable Instant from, @Nullable Instant to)
            throws RefusedException {
        if (runId == null) {
            return runsBetween(dagId, from, to);
        }
        RunAt run = run(dagId, runId);
        if (run.logicalDate() == null || !scope.past() && !scope.future()) {
            return List.of(run);
        }
        return runsBetween(dagId, scope.past() ? null : run.logicalDate(), scope.future() ? null : run.logicalDate());
    }

    private List<RunAt> runsBetween(String dagId, @Nullable Instant from, @Nullable Instant to)
            throws RefusedException {
        List<RunAt> found = control.runsBetween(dagId, from, to, MAX_RUNS + 1);
        if (found.size() > MAX_RUNS) {
            throw new RefusedException(
                    422,
                    "TOO_MANY_RUNS",
                    "dag '" + dagId + "' has more than " + MAX_RUNS + " runs in that span of logical dates, and one "
                            + "command changes no more; name a first and a last date closer to each other, or do the "
                            + "runs again by a backfill");
        }
        return found;
    }

    private DagInForce dag(String dagId) throws RefusedException {
        Optional<DagInForce> dag = control.findDag(dagId);
        return dag.orElseThrow(() -> noDag(dagId));
    }

    private static RefusedException noDag(String dagId) {
        return new RefusedException(404, "DAG_NOT_FOUND", "there is no dag '" + dagId + "'");
    }

    private RunAt run(String dagId, String runId) throws RefusedException {
        return control.findRun(dagId, runId)
                .orElseThrow(() -> new RefusedException(404, "RUN_NOT_FOUND", noRunText(dagId, runId)));
    }

    private static String noRunText(String dagId, String runId) {
        return "dag '" + dagId + "' has no run '" + runId + "'";
    }
}

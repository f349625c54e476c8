package dev.rondo.testkit.play;

import dev.rondo.core.dispatch.OperatorText;
import dev.rondo.core.dispatch.TryOutcome;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.Decision;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.runtime.host.HostMessage;
import dev.rondo.runtime.host.TaskExecution;
import dev.rondo.runtime.host.TaskRunner;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs tries and callbacks on the calling thread, with what a task host would be given. */
final class TryPlayer {

    private final DagUnderTest dag;
    private final String runId;
    private final Dispatch.RunFacts facts;
    private final PlaySetup setup;
    private final PlayClock clock;
    private final TaskRunner.Server server;
    private final TaskExecution execution;

    TryPlayer(
            DagUnderTest dag,
            String runId,
            Dispatch.RunFacts facts,
            PlaySetup setup,
            PlayClock clock,
            TaskRunner.Server server) {
        this.dag = dag;
        this.runId = runId;
        this.facts = facts;
        this.setup = setup;
        this.clock = clock;
        this.server = server;
        this.execution = new TaskExecution(dag, clock, setup.dataRoot());
    }

    /** What a sensor left for its next look. */
    record Look(Instant first, @Nullable String state) {}

    /** What the code that runs tries said, and the log. */
    record Said(WorkerMessage.Ended ended, List<String> log) {}

    /** What became of a try, and when it is over by the clock of the test. */
    record Played(WorkerMessage.Ended said, Outcome outcome, List<String> log, Instant end) {}

    /** Runs the body of an instance. */
    Played run(Graph graph, Instance instance, List<@Nullable String> inputs, @Nullable Look look) {
        TaskSpec task = graph.task(instance.task());
        String operator = dag.isReplaced(task.taskId()) ? null : OperatorText.of(task);
        Said said = run(dispatch(
                task.taskId(),
                instance,
                task.signature(),
                inputs,
                operator,
                look == null ? null : look.state(),
                look == null ? null : look.first(),
                null));
        return timed(graph, instance.task(), said);
    }

    private Played timed(Graph graph, int task, Said said) {
        TaskSpec spec = graph.task(task);
        Duration takes = setup.durations().getOrDefault(spec.taskId(), Duration.ZERO);
        Duration timeout = spec.options().executionTimeout();
        if (timeout != null && takes.compareTo(timeout) > 0) {
            WorkerMessage.Ended late =
                    said.ended().failedWith("timeout", "the try took longer than its execution timeout of " + timeout);
            return new Played(
                    late,
                    TryOutcome.of(graph, task, late),
                    said.log(),
                    said.ended().startedAt().plus(timeout));
        }
        Outcome outcome = TryOutcome.of(graph, task, said.ended());
        return new Played(
                said.ended(),
                outcome instanceof Outcome.LookAgain again
                        ? new Outcome.LookAgain(again.at().plus(takes))
                        : outcome,
                said.log(),
                said.ended().at().plus(takes));
    }

    /**
     * Calls a callback.
     *
     * @param instance null: it is the DAG's
     * @param last the newest try of the instance; null: none
     * @param reason why the instance or run is what it is; null: its state says it
     * @param told what is told of it where its newest try has no message
     */
    PlayedCallback callBack(
            Decision.Callback callback,
            @Nullable Instance instance,
            @Nullable PlayedTry last,
            @Nullable String reason,
            String told) {
        String taskId =
                instance == null ? "" : dag.graph().task(instance.task()).taskId();
        String why = last == null || last.reason() == null ? reason : last.reason();
        String message = last == null || last.message() == null ? told : last.message();
        String failure = why == null
                ? null
                : JsonObject.builder()
                        .put("reason", why)
                        .put("message", message)
                        .build()
                        .toJson();
        Instance subject = instance == null ? Instance.fresh(0, -1, 0) : instance;
        String signature =
                instance == null ? "" : dag.graph().task(instance.task()).signature();
        Said said = run(dispatch(taskId, subject, signature, List.of(), null, failure, null, callback.kind()));
        return new PlayedCallback(
                taskId,
                callback.mapIndex(),
                callback.kind(),
                said.ended().kind().equals("success") ? null : said.ended().message(),
                said.log());
    }

    /** Calls the callback of a deadline that was missed; of a deadline without one there is none. */
    Optional<PlayedCallback> missed(DeadlineSpec deadline) {
        if (!deadline.callback()) {
            return Optional.empty();
        }
        String taskId = deadline.taskId() == null ? "" : deadline.taskId();
        String signature = taskId.isEmpty()
                ? ""
                : dag.graph().task(dag.graph().index(taskId)).signature();
        String failure = JsonObject.builder()
                .put("reason", "deadline_missed")
                .put("message", DeadlineSpec.missed(deadline.name(), deadline.taskId()))
                .build()
                .toJson();
        Said said = run(dispatch(
                taskId, Instance.fresh(0, -1, 0), signature, List.of(), null, failure, null, deadline.callbackKind()));
        return Optional.of(new PlayedCallback(
                taskId,
                -1,
                deadline.callbackKind(),
                said.ended().kind().equals("success") ? null : said.ended().message(),
                said.log()));
    }

    private Said run(Dispatch dispatch) {
        HostMessage.Run run = new HostMessage.Run(dispatch, "", "", "", 0, "", List.of());
        TryLog log =
                new TryLog(dispatch.taskId(), clock, line -> setup.listener().line(dispatch.taskId(), line));
        WorkerMessage.Ended ended;
        try (log) {
            setup.output().begin(log.log());
            try {
                ended = execution.run(run, log.log(), server, at -> {}, () -> false, action -> {});
            } finally {
                setup.output().end();
            }
        }
        return new Said(ended, log.lines());
    }

    private Dispatch dispatch(
            String taskId,
            Instance instance,
            String signature,
            List<@Nullable String> inputs,
            @Nullable String operator,
            @Nullable String state,
            @Nullable Instant firstLook,
            @Nullable String callback) {
        String key = callback == null
                ? null
                : "0/" + taskId + "/" + instance.mapIndex() + "/" + instance.tryNumber() + "/" + callback;
        Dispatch dispatch = new Dispatch(
                instance.dispatchId(),
                "",
                0,
                dag.spec().dagId(),
                runId,
                taskId,
                instance.mapIndex(),
                instance.tryNumber(),
                instance.maxTries() + 1,
                "",
                dag.spec().dagClass(),
                signature,
                facts,
                null,
                operator,
                state,
                firstLook,
                0,
                0,
                List.of(),
                "warm",
                "default",
                callback,
                key,
                false,
                null);
        return dispatch.withInputs(inputs);
    }
}

package dev.rondo.scheduler.engine;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.InstanceWrite.TryEnd;
import dev.rondo.metadata.run.RunWrites;
import dev.rondo.metadata.run.XComWrite;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker said about the end of a try, in the words of the rules and of the tables. */
final class Ends {

    private Ends() {}

    /** Takes an end into an attempt; it changes nothing when it comes too late. */
    static void take(Attempt attempt, CachedRun run, RunEvent.Ended event, WorkerMessage.Ended said) {
        if (!isCurrent(run, event)) {
            return;
        }
        boolean restarting = run.model().state(event.task(), event.mapIndex()) == TaskState.RESTARTING;
        Outcome outcome = outcome(run.graph(), event.task(), said);
        TryEnd end = tryEnd(run, event, said, outcome);
        attempt.feed(
                run, new RunEvent.Ended(event.task(), event.mapIndex(), event.dispatchId(), outcome, event.at()), end);
        boolean again = outcome instanceof Outcome.LookAgain;
        run.look(event.task(), event.mapIndex(), again ? new CachedRun.Look(end.firstLookAt(), end.lookState()) : null);
        if (!restarting) {
            Instance after = run.model().instance(event.task(), event.mapIndex());
            keepValues(attempt.writes(), run, after, said, attempt.now());
        }
    }

    private static boolean isCurrent(CachedRun run, RunEvent.Ended event) {
        return event.task() < run.graph().size()
                && run.model().instances(event.task()) > Math.max(0, event.mapIndex())
                && run.model().expanded(event.task()) == (event.mapIndex() >= 0)
                && run.model().instance(event.task(), event.mapIndex()).dispatchId() == event.dispatchId()
                && run.model().state(event.task(), event.mapIndex()).isWithWorker();
    }

    private static void keepValues(
            RunWrites writes, CachedRun run, Instance after, WorkerMessage.Ended said, Instant now) {
        String taskId = run.graph().task(after.task()).taskId();
        said.xcoms()
                .forEach((key, value) ->
                        writes.xcom(new XComWrite(run.runNo(), taskId, after.mapIndex(), key, value, null, now)));
        String result = said.result();
        if (after.state() == TaskState.SUCCESS && result != null) {
            writes.xcom(new XComWrite(
                    run.runNo(), taskId, after.mapIndex(), XComWrite.RETURN_VALUE, result, said.resultType(), now));
            run.result(after.task(), after.mapIndex(), result);
        }
    }

    private static TryEnd tryEnd(CachedRun run, RunEvent.Ended event, WorkerMessage.Ended said, Outcome outcome) {
        CachedRun.Look before = run.look(event.task(), event.mapIndex());
        boolean again = outcome instanceof Outcome.LookAgain;
        Instant firstLook = before == null || before.firstLookAt() == null ? said.startedAt() : before.firstLookAt();
        return new TryEnd(
                said.message(),
                said.exitCode(),
                said.mapName(),
                said.rendered(),
                again ? firstLook : null,
                again ? said.lookState() : null);
    }

    private static Outcome outcome(Graph graph, int task, WorkerMessage.Ended said) {
        String reason = said.reason();
        return switch (said.kind()) {
            case "success" -> new Outcome.Succeeded(follow(graph, task, said), resultLength(said), said.proceed());
            case "failed" -> new Outcome.Failed(reason == null ? "exception" : reason, true);
            case "failed_no_retry" -> new Outcome.Failed(reason == null ? "exception" : reason, false);
            case "skipped" -> new Outcome.Skipped();
            case "look_again" -> {
                Instant at = said.lookAt();
                yield at == null ? new Outcome.Failed("look_without_time", true) : new Outcome.LookAgain(at);
            }
            case "lost" -> new Outcome.Lost(reason == null ? "host_lost" : reason);
            case "stopped" -> new Outcome.Stopped();
            // A newer worker may know more kinds of failure; what it means by them it says in its reason.
            default -> new Outcome.Failed("unknown_end:" + said.kind(), true);
        };
    }

    private static @Nullable List<String> follow(Graph graph, int task, WorkerMessage.Ended said) {
        String constant = said.follow();
        return constant == null ? null : graph.task(task).branches().getOrDefault(constant, List.of());
    }

    private static int resultLength(WorkerMessage.Ended said) {
        return said.result() == null && said.resultType() == null ? Instance.NO_RESULT : said.resultLength();
    }
}

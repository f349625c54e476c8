package dev.rondo.scheduler.engine;

import dev.rondo.core.dispatch.TryOutcome;
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
import java.util.stream.IntStream;
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
        Outcome outcome = TryOutcome.of(run.graph(), event.task(), said);
        boolean again = outcome instanceof Outcome.LookAgain && !restarting;
        TryEnd end = tryEnd(run, event, said, outcome, again);
        attempt.feed(
                run, new RunEvent.Ended(event.task(), event.mapIndex(), event.dispatchId(), outcome, event.at()), end);
        Instance after = run.model().instance(event.task(), event.mapIndex());
        if (restarting || after.state().isFinal() || !isLoss(outcome)) {
            run.look(
                    event.task(),
                    event.mapIndex(),
                    again ? new CachedRun.Look(end.firstLookAt(), end.lookState()) : null);
        }
        if (!restarting) {
            keepValues(attempt.writes(), run, after, said, attempt.now());
            attempt.updateOutlets(run, after, said.assets());
        }
    }

    /** The try goes on elsewhere, and a look with what the last one left. */
    private static boolean isLoss(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Lost lost -> true;
            case Outcome.Stopped stopped -> true;
            case Outcome.Succeeded succeeded -> false;
            case Outcome.Failed failed -> false;
            case Outcome.Skipped skipped -> false;
            case Outcome.LookAgain look -> false;
        };
    }

    /** What to tell the author of a list that a mapping cannot take; null: it can, or no mapping takes this one. */
    private static @Nullable String tooLong(CachedRun run, RunEvent.Ended event, Outcome outcome) {
        int max = run.graph().limits().maxMapLength();
        return outcome instanceof Outcome.Succeeded succeeded
                        && run.graph().isMappedOver(event.task())
                        && event.mapIndex() < 0 // the instances of a mapped task are mapped over together
                        && succeeded.resultLength() > max
                ? "it returned a list of " + succeeded.resultLength() + " elements, and '"
                        + mappedOver(run.graph(), event.task()) + "' is mapped over it, which makes at most " + max
                        + " instances; return chunks of the list and map over those, or set RONDO_MAX_MAP_LENGTH of"
                        + " the scheduler"
                : null;
    }

    private static String mappedOver(Graph graph, int source) {
        return IntStream.range(0, graph.size())
                .filter(task -> graph.isMapped(task) && graph.sources(task).contains(source))
                .mapToObj(task -> graph.task(task).taskId())
                .findFirst()
                .orElseThrow();
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
            keepResult(writes, run, after, result, said.resultType(), now);
        }
    }

    /** Keeps a result for whoever takes it as an input. */
    static void keepResult(
            RunWrites writes, CachedRun run, Instance of, String json, @Nullable String typeName, Instant now) {
        String taskId = run.graph().task(of.task()).taskId();
        writes.xcom(new XComWrite(run.runNo(), taskId, of.mapIndex(), XComWrite.RETURN_VALUE, json, typeName, now));
        run.result(of.task(), of.mapIndex(), json);
    }

    private static TryEnd tryEnd(
            CachedRun run, RunEvent.Ended event, WorkerMessage.Ended said, Outcome outcome, boolean again) {
        CachedRun.Look before = run.look(event.task(), event.mapIndex());
        Instant firstLook = before == null || before.firstLookAt() == null ? said.startedAt() : before.firstLookAt();
        String tooLong = tooLong(run, event, outcome);
        return new TryEnd(
                tooLong == null ? said.message() : tooLong,
                said.exitCode(),
                said.mapName(),
                said.rendered(),
                again ? firstLook : null,
                again ? said.lookState() : null);
    }
}

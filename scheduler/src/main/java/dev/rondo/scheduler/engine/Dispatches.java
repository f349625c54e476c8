package dev.rondo.scheduler.engine;

import dev.rondo.core.dispatch.OperatorText;
import dev.rondo.core.dispatch.Results;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.Dispatch.RunFacts;
import dev.rondo.metadata.run.ResultQuestion;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.run.StoredResult;
import dev.rondo.scheduler.dispatch.DispatchTokens;
import dev.rondo.scheduler.engine.Grants.Grant;
import dev.rondo.scheduler.fleet.TaskHistory;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes what a worker is sent of what was granted: everything a try needs, in one message. */
final class Dispatches {

    // Half a frame: the other half is for what else goes with it.
    private static final int MAX_INPUT_CHARS = 32 * 1024;

    private final EngineState state;
    private final DispatchTokens tokens;

    Dispatches(EngineState state, DispatchTokens tokens) {
        this.state = state;
        this.tokens = tokens;
    }

    /** Puts the dispatches of an attempt on their way, to be sent when it is committed. */
    void prepare(Attempt attempt, List<Grant> grants) {
        fetchResults(attempt, grants);
        fetchPrevSuccess(attempt, grants);
        for (Grant grant : grants) {
            attempt.outgoing().run(grant.worker().stream(), dispatch(grant));
        }
    }

    /** Asks the database for results that are needed and not in memory, all at once. */
    private static void fetchResults(Attempt attempt, List<Grant> grants) {
        Set<ResultQuestion> missing = new LinkedHashSet<>();
        for (Grant grant : grants) {
            CachedRun run = grant.run();
            for (String source : run.inputs().sources(grant.ready().task())) {
                int results = run.model().results(run.graph().index(source));
                if (!run.results().has(source, results)) {
                    boolean mappedOver = run.graph().isMappedOver(run.graph().index(source));
                    int longest = mappedOver ? ResultCache.MAX_LIST_CHARS : ResultCache.MAX_CHARS;
                    missing.add(new ResultQuestion(run.runNo(), source, longest));
                }
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        for (StoredResult each : attempt.transaction().results(missing)) {
            CachedRun run = Objects.requireNonNull(attempt.locked(each.runNo()));
            run.result(run.graph().index(each.taskId()), each.mapIndex(), each.json());
        }
    }

    private void fetchPrevSuccess(Attempt attempt, List<Grant> grants) {
        Map<Long, CachedRun> asking = new HashMap<>();
        for (Grant grant : grants) {
            if (!grant.run().knowsPrevSuccess(successes(grant.run()))) {
                asking.put(grant.run().runNo(), grant.run());
            }
        }
        if (asking.isEmpty()) {
            return;
        }
        Map<Long, Dispatch.PrevSuccess> found = attempt.transaction().prevSuccess(asking.keySet());
        asking.forEach((runNo, run) -> run.prevSuccess(found.get(runNo), successes(run)));
    }

    private long successes(CachedRun run) {
        return state.successes.getOrDefault(run.row().dagId(), 0L);
    }

    private Dispatch dispatch(Grant grant) {
        CachedRun run = grant.run();
        RunRow row = run.row();
        int task = grant.ready().task();
        int mapIndex = grant.ready().mapIndex();
        TaskSpec spec = run.graph().task(task);
        OptionsSpec options = spec.options();
        var instance = run.model().instance(task, mapIndex);
        CachedRun.Look look = run.look(task, mapIndex);
        Duration timeout = options.executionTimeout();
        Dispatch dispatch = new Dispatch(
                grant.dispatchId(),
                tokens.issue(new DispatchTokens.Claims(grant.dispatchId(), row.runNo(), mapIndex, spec.taskId())),
                row.runNo(),
                row.dagId(),
                row.runId(),
                spec.taskId(),
                mapIndex,
                instance.tryNumber(),
                instance.maxTries() + 1,
                grant.need().jarHash(),
                run.graph().spec().dagClass(),
                spec.signature(),
                facts(run),
                null,
                OperatorText.of(spec),
                look == null ? null : look.state(),
                look == null ? null : look.firstLookAt(),
                timeout == null ? 0 : Math.max(1, timeout.toMillis()),
                grant.need().heapBytes(),
                options.jvmOptions(),
                options.isolation().wireName(),
                options.queue(),
                null,
                null,
                grant.need().expectedMicros() != TaskHistory.UNKNOWN,
                state.telemetry.traceparent(run, spec.taskId(), mapIndex, instance.tryNumber()));
        List<@Nullable String> inputs = inputs(run, task, mapIndex);
        return inputs == null ? dispatch : dispatch.withInputs(inputs);
    }

    static RunFacts facts(CachedRun run) {
        RunRow row = run.row();
        return new RunFacts(
                row.runType().wireName(),
                row.logicalDate(),
                row.dataIntervalStart(),
                row.dataIntervalEnd(),
                row.runAfter(),
                run.graph().spec().timezone(),
                row.conf(),
                run.inputs().params(),
                run.prevSuccess());
    }

    private static @Nullable List<@Nullable String> inputs(CachedRun run, int task, int mapIndex) {
        // Missing is what is too large, or large and written with this very batch: the worker fetches its inputs then.
        if (!run.hasResultsFor(task)) {
            return null;
        }
        List<@Nullable String> inputs = run.inputs().of(task, mapIndex, new OfRun(run));
        long chars = 0;
        for (@Nullable String each : inputs) {
            chars += each == null ? 0 : each.length();
        }
        return chars > MAX_INPUT_CHARS ? null : inputs;
    }

    private record OfRun(CachedRun run) implements Results {
        @Override
        public @Nullable String one(String taskId, int mapIndex) {
            return run.results().of(taskId).get(mapIndex);
        }

        @Override
        public List<String> all(String taskId) {
            return new ArrayList<>(run.results().of(taskId).values());
        }
    }
}

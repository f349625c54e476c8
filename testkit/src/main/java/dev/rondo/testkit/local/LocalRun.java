package dev.rondo.testkit.local;

import dev.rondo.core.state.Instance;
import dev.rondo.core.state.NoPast;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.runtime.data.DataRoot;
import dev.rondo.sdk.DagInvalidException;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.testkit.FakeDagRuns;
import dev.rondo.testkit.play.AssetEvents;
import dev.rondo.testkit.play.DagUnderTest;
import dev.rondo.testkit.play.Moment;
import dev.rondo.testkit.play.Play;
import dev.rondo.testkit.play.PlayClock;
import dev.rondo.testkit.play.PlaySetup;
import dev.rondo.testkit.play.RunPlan;
import dev.rondo.testkit.play.Values;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;

/** One local run, from the request to its outcome. */
final class LocalRun {

    private final LocalRequest request;
    private final LocalDags dags;
    private final PlayClock clock;
    private final PrintStream out;
    private final Map<String, String> environment;

    LocalRun(LocalRequest request, LocalDags dags, PlayClock clock, PrintStream out, Map<String, String> environment) {
        this.request = request;
        this.dags = dags;
        this.clock = clock;
        this.out = out;
        this.environment = environment;
    }

    LocalOutcome run() throws IOException {
        DagUnderTest dag;
        try {
            dag = dags.find(request.files().stream().map(Path::of).toList(), request.dagId());
        } catch (NoSuchElementException e) {
            out.println(e.getMessage());
            return LocalOutcome.NOT_FOUND;
        } catch (DagInvalidException | LocalDags.CannotLoadException | IllegalStateException e) {
            out.println(e.getMessage());
            return LocalOutcome.NOT_LOADED;
        }
        try {
            return play(dag);
        } catch (NoSuchElementException e) {
            out.println(e.getMessage());
            return LocalOutcome.NOT_FOUND;
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return LocalOutcome.REFUSED;
        }
    }

    private LocalOutcome play(DagUnderTest dag) {
        DagSpec spec = dag.graph().spec();
        ZoneId zone = ZoneId.of(spec.timezone());
        String date = request.date();
        RunPlan plan = date == null
                ? RunPlan.undated(dag, clock.instant(), request.conf())
                : RunPlan.dated(dag, Moment.parse(date, zone), request.conf());
        Values values = new Values();
        request.values().forEach(each -> values.put(each.taskId(), each.mapIndex(), each.key(), each.json()));
        String taskId = request.taskId();
        if (taskId != null) {
            requireInputs(dag, taskId);
        }
        PlaySetup.Only only = taskId == null ? null : new PlaySetup.Only(taskId, request.mapIndex());
        LiveReport report = new LiveReport(out, clock, ZoneId.systemDefault(), only);
        PlaySetup setup = new PlaySetup(
                Map.of(),
                Map.of(),
                environment,
                AssetEvents.NONE,
                stored(),
                Map.of(),
                Map.of(),
                Set.of(),
                only,
                new FakeDagRuns(),
                new DataRoot(
                        request.data(),
                        environment,
                        time -> clock.waitUntil(clock.instant().plus(time))),
                report,
                new HostOutput());
        Play play = new Play(dag, plan, setup, clock, NoPast.INSTANCE, null, values);
        report.print("run " + plan.runId() + " of dag " + spec.dagId()
                + (taskId == null ? "" : ", task " + taskId + " alone"));
        play.play();
        return taskId == null ? endOfRun(play, report) : endOfTask(play, taskId, report);
    }

    private void requireInputs(DagUnderTest dag, String taskId) {
        Set<String> missing = new TreeSet<>(dag.resultsNeededBy(dag.requireTask(taskId)));
        request.values().forEach(each -> missing.remove(each.taskId()));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("task '" + taskId + "' takes what " + missing
                    + " returned; take it from a run on the server with --xcoms-from RUN");
        }
    }

    private Map<String, Map<Integer, String>> stored() {
        Map<String, Map<Integer, String>> stored = new HashMap<>();
        for (LocalRequest.PushedValue each : request.values()) {
            Map<Integer, String> results = stored.computeIfAbsent(each.taskId(), t -> new HashMap<>());
            if (each.key().equals(Values.RETURN_VALUE)) {
                results.put(each.mapIndex(), each.json());
            }
        }
        stored.remove(request.taskId());
        return stored;
    }

    private LocalOutcome endOfRun(Play play, LiveReport report) {
        RunState state = play.model().runState();
        report.print("the run is " + (state.isFinal() ? state.wireName() : "waiting")
                + play.runReason().map(reason -> " (" + reason + ")").orElse(""));
        if (!state.isFinal()) {
            play.model().instances().stream()
                    .filter(each -> !each.state().isFinal())
                    .forEach(each -> out.println(
                            "         | " + play.dag().graph().task(each.task()).taskId() + ": "
                                    + String.join("; ", play.why(each.task(), each.mapIndex()))));
        }
        return state == RunState.SUCCESS ? LocalOutcome.SUCCESS : LocalOutcome.FAILED;
    }

    private LocalOutcome endOfTask(Play play, String taskId, LiveReport report) {
        int task = play.dag().requireTask(taskId);
        List<Instance> instances = play.model().instancesOf(task).stream()
                .filter(each -> request.mapIndex() < 0 || each.mapIndex() == request.mapIndex())
                .toList();
        if (instances.isEmpty()) {
            throw new NoSuchElementException("task '" + taskId + "' has no instance " + request.mapIndex() + "; it has "
                    + play.model().instances(task));
        }
        for (Instance each : instances) {
            play.pushed(task, each.mapIndex()).forEach((key, json) -> report.print(key + " = " + json));
        }
        return instances.stream().allMatch(i -> i.state() == TaskState.SUCCESS || i.state() == TaskState.SKIPPED)
                ? LocalOutcome.SUCCESS
                : LocalOutcome.FAILED;
    }
}

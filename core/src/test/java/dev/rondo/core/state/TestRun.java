package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.core.state.RunEvent.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Plays a run by hand: gives events to the machine, applies what it decides, and keeps the decisions. */
public final class TestRun {

    /** When every played run begins. */
    public static final Instant START = Instant.parse("2026-03-01T06:00:00Z");

    private final Graph graph;
    private final RunModel model;
    private final List<Decision> decisions = new ArrayList<>();
    private Instant now = START;
    private long lastDispatch;

    private TestRun(Graph graph, RunModel model) {
        this.graph = graph;
        this.model = model;
    }

    /** A new run without a date, started. */
    public static TestRun started(Graph graph) {
        return created(graph, RunFacts.UNDATED).start();
    }

    /** A new run, still queued. */
    public static TestRun created(Graph graph, RunFacts facts) {
        return new TestRun(graph, RunModel.create(graph, facts));
    }

    /** A run that is already somewhere. */
    public static TestRun of(RunModel model) {
        return new TestRun(model.graph(), model);
    }

    public TestRun start() {
        return on(new RunEvent.RunStarted());
    }

    /** Gives one event and applies the answer. */
    public TestRun on(RunEvent event) {
        List<Decision> answer = RunMachine.on(graph, model, event, now);
        model.apply(answer);
        decisions.addAll(answer);
        return this;
    }

    public TestRun wait(Duration time) {
        now = now.plus(time);
        return this;
    }

    public TestRun dispatch(String task) {
        return dispatch(task, -1);
    }

    public TestRun dispatch(String task, int mapIndex) {
        return on(new RunEvent.Dispatched(graph.index(task), mapIndex, ++lastDispatch));
    }

    /** Dispatches a scheduled instance and lets its try begin. */
    public TestRun begin(String task, int mapIndex) {
        dispatch(task, mapIndex);
        return on(new RunEvent.Started(graph.index(task), mapIndex, lastDispatch, now));
    }

    /** Ends the newest try of an instance. */
    public TestRun end(String task, int mapIndex, Outcome outcome) {
        long dispatch = instance(task, mapIndex).dispatchId();
        return on(new RunEvent.Ended(graph.index(task), mapIndex, dispatch, outcome, now));
    }

    /** A whole try. */
    public TestRun play(String task, Outcome outcome) {
        return begin(task, -1).end(task, -1, outcome);
    }

    public TestRun play(String task, int mapIndex, Outcome outcome) {
        return begin(task, mapIndex).end(task, mapIndex, outcome);
    }

    public TestRun succeed(String... tasks) {
        for (String task : tasks) {
            play(task, Outcome.Succeeded.PLAIN);
        }
        return this;
    }

    public TestRun fail(String task) {
        return play(task, new Outcome.Failed("exception", true));
    }

    public TestRun clear(String... tasks) {
        return on(new RunEvent.Cleared(targets(tasks), RunState.QUEUED));
    }

    public TestRun mark(TaskState state, String... tasks) {
        return on(new RunEvent.Marked(targets(tasks), state));
    }

    private List<Target> targets(String... tasks) {
        List<Target> targets = new ArrayList<>();
        for (String task : tasks) {
            targets.add(new Target(graph.index(task), -1));
        }
        return targets;
    }

    public Instance instance(String task, int mapIndex) {
        return model.instance(graph.index(task), mapIndex);
    }

    public TaskState state(String task) {
        return model.state(graph.index(task), -1);
    }

    /** States by task, those of several instances joined. */
    public Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        for (int task = 0; task < graph.size(); task++) {
            List<String> words = model.instancesOf(task).stream()
                    .map(each -> each.state().wireName())
                    .toList();
            states.put(graph.task(task).taskId(), String.join(" ", words));
        }
        return states;
    }

    public RunState runState() {
        return model.runState();
    }

    public RunModel model() {
        return model;
    }

    public Graph graph() {
        return graph;
    }

    public Instant now() {
        return now;
    }

    /** All decisions since the last call. */
    public List<Decision> takeDecisions() {
        List<Decision> taken = List.copyOf(decisions);
        decisions.clear();
        return taken;
    }
}

package dev.rondo.testkit.play;

import dev.rondo.core.asset.Outlets;
import dev.rondo.core.dispatch.TaskInputs;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.Decision;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunFacts;
import dev.rondo.core.state.RunFailure;
import dev.rondo.core.state.RunMachine;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.RunView;
import dev.rondo.core.state.TaskState;
import dev.rondo.core.state.Why;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.sdk.AssetEvent;
import dev.rondo.sdk.internal.specjson.AssetJson;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run that is played in memory: the production rules decide what follows from what happens, the production code
 * runs the tries, and time is moved on whenever nothing can happen before.
 *
 * <p>One body runs at a time, in the order of the tasks' weights. Pools and limits are not played: they decide when
 * something runs, and never whether. For one thread.
 */
public final class Play {

    // An instance that is called so many times in one run does not come to an end. A sensor that looks twice a minute
    // is called 20,160 times a week.
    private static final int MAX_BODIES = 30_000;

    private final DagUnderTest dag;
    private final Graph graph;
    private final RunPlan plan;
    private final PlaySetup setup;
    private final RunModel model;
    private final PlayClock clock;
    private final Values values;
    private final TryPlayer player;
    private final TaskInputs inputs;
    private final PlayedDeadlines deadlines;

    private final PriorityQueue<Place> ready;
    private final PriorityQueue<Timed> timed =
            new PriorityQueue<>(Comparator.comparing(Timed::at).thenComparingLong(Timed::order));
    private final Deque<Decision.Callback> callbacks = new ArrayDeque<>();
    private final Map<Place, TryPlayer.Look> looks = new HashMap<>();
    private final Map<Place, List<PlayedTry>> tries = new HashMap<>();
    private final Map<Place, String> reasons = new HashMap<>();
    private final Map<Place, Integer> bodies = new HashMap<>();
    private final List<PlayedCallback> calledBack = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    private final List<AssetEvent> assetEvents = new ArrayList<>();
    private final Set<String> passedBreakpoints = new HashSet<>();
    private @Nullable String stoppedBefore;
    private @Nullable String runReason;
    private long lastDispatch;
    private long lastTimed;

    /** One instance. */
    private record Place(int task, int mapIndex) {}

    /** Something that happens at a moment; what comes first at the same moment goes first. */
    private record Timed(Instant at, long order, RunEvent event, TryPlayer.@Nullable Played said) {}

    /**
     * A run that is about to begin.
     *
     * @param clock stands at the moment at which the run begins
     * @param past what the run before says
     * @param prevSuccess the last successful run before; null: none
     * @param values what its tasks are taken to have pushed
     */
    public Play(
            DagUnderTest dag,
            RunPlan plan,
            PlaySetup setup,
            PlayClock clock,
            RunView.PastRun past,
            Dispatch.@Nullable PrevSuccess prevSuccess,
            Values values) {
        PlaySetup.Only only = setup.only();
        this.dag = only == null ? dag : dag.withGraph(OneTask.of(dag.graph(), only.taskId()));
        this.graph = this.dag.graph();
        this.plan = plan;
        this.setup = setup;
        this.clock = clock;
        this.values = values;
        this.inputs = new TaskInputs(graph, plan.conf());
        DataInterval interval = plan.interval();
        this.model = RunModel.create(
                graph,
                new RunFacts(
                        plan.type(),
                        plan.logicalDate(),
                        interval == null ? null : interval.end(),
                        plan.nextRunAfter(),
                        false,
                        past));
        Dispatch.RunFacts facts = new Dispatch.RunFacts(
                plan.type().wireName(),
                plan.logicalDate(),
                interval == null ? null : interval.start(),
                interval == null ? null : interval.end(),
                plan.runAfter(),
                graph.spec().timezone(),
                plan.conf(),
                inputs.params(),
                prevSuccess);
        this.player = new TryPlayer(this.dag, plan.runId(), facts, setup, clock, new Answers(setup, values));
        this.ready = new PriorityQueue<>(Comparator.<Place>comparingInt(place -> -graph.weight(place.task()))
                .thenComparingInt(Place::mapIndex)
                .thenComparingInt(Place::task));
        this.deadlines = new PlayedDeadlines(graph, plan, clock.instant());
        at(clock.instant(), new RunEvent.RunStarted());
    }

    /** Goes on until the run is over, a breakpoint is reached, or nothing that time brings goes on. */
    public void play() {
        stoppedBefore = null;
        while (true) {
            callBack();
            Timed next = timed.peek();
            if (next != null && !next.at().isAfter(clock.instant())) {
                happen(Objects.requireNonNull(timed.poll()));
                continue;
            }
            if (isOver()) {
                return;
            }
            Place place = nextReady();
            if (place != null) {
                String taskId = taskId(place);
                if (setup.breakpoints().contains(taskId) && passedBreakpoints.add(taskId)) {
                    ready.add(place);
                    stoppedBefore = taskId;
                    return;
                }
                start(place);
            } else if (next == null) {
                return;
            } else {
                clock.waitUntil(next.at());
            }
        }
    }

    /** Lets time pass while the run is stopped; what falls into it happens when it goes on. */
    public void advance(Duration time) {
        clock.waitUntil(clock.instant().plus(time));
    }

    private boolean isOver() {
        PlaySetup.Only only = setup.only();
        if (only == null || model.runState() == RunState.QUEUED) {
            return model.runState().isFinal();
        }
        int task = graph.index(only.taskId());
        return model.runState().isFinal()
                || model.instancesOf(task).stream()
                        .allMatch(each -> each.state().isFinal());
    }

    private @Nullable Place nextReady() {
        while (true) {
            Place place = ready.poll();
            if (place == null || state(place) == TaskState.SCHEDULED) {
                return place; // one that was skipped or stopped meanwhile is passed over
            }
        }
    }

    private TaskState state(Place place) {
        boolean exists = place.mapIndex() < 0
                ? !model.expanded(place.task()) && model.instances(place.task()) == 1
                : model.expanded(place.task()) && place.mapIndex() < model.instances(place.task());
        return exists ? model.state(place.task(), place.mapIndex()) : TaskState.REMOVED;
    }

    private void start(Place place) {
        if (bodies.merge(place, 1, Integer::sum) > MAX_BODIES) {
            throw new IllegalStateException("task '" + taskId(place) + "' of run '" + plan.runId() + "' of dag '"
                    + graph.spec().dagId() + "' was called " + MAX_BODIES
                    + " times and does not end. Does a sensor without timeout wait for something that never comes?");
        }
        long dispatchId = ++lastDispatch;
        Instant now = clock.instant();
        feed(new RunEvent.Dispatched(place.task(), place.mapIndex(), dispatchId));
        feed(new RunEvent.Started(place.task(), place.mapIndex(), dispatchId, now));
        Instance instance = model.instance(place.task(), place.mapIndex());
        boolean taken = isTaken(place);
        TryPlayer.Played played = taken ? taken(place, now) : call(place, instance);
        if (!taken) {
            addTry(place, instance, played, now);
        }
        timed.add(new Timed(
                played.end(),
                ++lastTimed,
                new RunEvent.Ended(place.task(), place.mapIndex(), dispatchId, played.outcome(), played.end()),
                played));
    }

    private TryPlayer.Played call(Place place, Instance instance) {
        order.add(name(place));
        List<@Nullable String> arguments = inputs.of(place.task(), place.mapIndex(), values);
        return player.run(graph, instance, arguments, looks.get(place));
    }

    /** Whether the instance is taken to have ended well, without a call of its body. */
    private boolean isTaken(Place place) {
        PlaySetup.Only only = setup.only();
        if (setup.stored().containsKey(taskId(place))) {
            return true;
        }
        return only != null && !dag.isReplaced(taskId(place)) && !only.isMeant(taskId(place), place.mapIndex());
    }

    private TryPlayer.Played taken(Place place, Instant now) {
        String json = setup.stored().getOrDefault(taskId(place), Map.of()).get(place.mapIndex());
        return Taken.of(graph, place.task(), json, now);
    }

    private void happen(Timed what) {
        TryPlayer.Played played = what.said();
        if (!(what.event() instanceof RunEvent.Ended ended) || played == null) {
            feed(what.event());
            return;
        }
        Place place = new Place(ended.task(), ended.mapIndex());
        if (!state(place).isWithWorker()
                || model.instance(place.task(), place.mapIndex()).dispatchId() != ended.dispatchId()) {
            return; // stopped meanwhile
        }
        feed(ended);
        Instance after = model.instance(place.task(), place.mapIndex());
        WorkerMessage.Ended said = played.said();
        looks.remove(place);
        if (played.outcome() instanceof RunEvent.Outcome.LookAgain) {
            List<PlayedTry> all = tries.getOrDefault(place, List.of());
            looks.put(place, new TryPlayer.Look(all.getLast().start(), said.lookState()));
        }
        updateOutlets(after, said.assets());
        said.xcoms().forEach((key, json) -> values.put(taskId(place), place.mapIndex(), key, json));
        String result = said.result();
        if (after.state() == TaskState.SUCCESS && result != null) {
            values.put(taskId(place), place.mapIndex(), Values.RETURN_VALUE, result);
        }
        boolean failed = after.state() == TaskState.UP_FOR_RETRY || after.state() == TaskState.FAILED;
        endTry(
                place,
                failed ? TaskState.FAILED : after.state(),
                failed ? reasons.get(place) : null,
                said.message(),
                ended.at());
    }

    /** Whether the event is the end of this very instance, of which its body may have said more. */
    private static boolean isOwn(RunEvent event, Instance after) {
        return event instanceof RunEvent.Ended ended
                && ended.task() == after.task()
                && ended.mapIndex() == after.mapIndex();
    }

    private void updateOutlets(Instance after, List<WorkerMessage.AssetUpdate> said) {
        if (after.state() == TaskState.SUCCESS) {
            TaskSpec task = graph.task(after.task());
            Outlets.updates(task, said)
                    .forEach(update -> assetEvents.add(new AssetEvent(
                            update.name(),
                            update.uri(),
                            clock.instant(),
                            AssetJson.extra(update.extra()),
                            graph.spec().dagId(),
                            task.taskId(),
                            plan.runId(),
                            after.mapIndex())));
        }
    }

    /** Updates of assets that its tasks made, in order. */
    public List<AssetEvent> assetEvents() {
        return List.copyOf(assetEvents);
    }

    private void feed(RunEvent event) {
        for (Decision decision : RunMachine.on(graph, model, event, clock.instant())) {
            model.apply(decision);
            take(decision, event);
        }
    }

    private void take(Decision decision, RunEvent event) {
        switch (decision) {
            case Decision.Changed changed -> {
                changed(changed);
                if (!isOwn(event, changed.after())) {
                    updateOutlets(changed.after(), List.of());
                }
            }
            case Decision.Expanded grown -> {
                for (int index = grown.from(); index < grown.length(); index++) {
                    noteReady(new Place(grown.task(), index), grown.each().state());
                }
            }
            case Decision.RunChanged changed -> {
                runReason = changed.reason();
                Duration timeout = graph.spec().dagrunTimeout();
                if (changed.after() == RunState.RUNNING && timeout != null) {
                    at(changed.at().plus(timeout), new RunEvent.RunTimedOut());
                }
            }
            case Decision.Stop stop -> stop(stop);
            case Decision.Callback callback -> callbacks.add(callback);
            case Decision.Email email -> {} // a test tells nobody
        }
    }

    private void changed(Decision.Changed changed) {
        Instance after = changed.after();
        Place place = new Place(after.task(), after.mapIndex());
        String reason = changed.reason();
        if (reason == null) {
            reasons.remove(place);
        } else {
            reasons.put(place, reason);
        }
        String otherwise = graph.task(after.task()).defaultAnswer();
        if (otherwise != null && Decision.DEFAULT_ANSWER.equals(reason)) {
            values.put(taskId(place), place.mapIndex(), Values.RETURN_VALUE, otherwise);
        }
        noteReady(place, after.state());
        if (after.state() == TaskState.SCHEDULED && changed.before() != TaskState.UP_FOR_RESCHEDULE) {
            values.forget(taskId(place), place.mapIndex());
        }
        Instant due = after.nextAt();
        if (due != null) {
            // The rules say strictly after.
            at(due.plus(1, ChronoUnit.MICROS), new RunEvent.Due(place.task(), place.mapIndex()));
        }
        if (after.state() == TaskState.DEFERRED) {
            answer(place);
        }
        setup.listener().changed(taskId(place), after, reason);
    }

    private void stop(Decision.Stop stop) {
        Instant now = clock.instant();
        endTry(
                new Place(stop.task(), stop.mapIndex()),
                TaskState.FAILED,
                stop.reason(),
                "stopped: " + stop.reason(),
                now);
        at(
                now,
                new RunEvent.Ended(
                        stop.task(), stop.mapIndex(), stop.dispatchId(), new RunEvent.Outcome.Stopped(), now));
    }

    private void noteReady(Place place, TaskState state) {
        if (state == TaskState.SCHEDULED) {
            ready.add(place);
        }
    }

    private void answer(Place place) {
        String json = setup.answers().get(taskId(place));
        if (json != null) {
            values.put(taskId(place), place.mapIndex(), Values.RETURN_VALUE, json);
        }
        if (json != null || setup.only() != null) {
            at(clock.instant(), new RunEvent.Answered(place.task(), place.mapIndex(), false));
        }
    }

    private void at(Instant moment, RunEvent event) {
        timed.add(new Timed(moment, ++lastTimed, event, null));
    }

    private void callBack() {
        for (DeadlineSpec missed : deadlines.missed(model, clock.instant())) {
            player.missed(missed).ifPresent(calledBack::add);
        }
        for (Decision.Callback each = callbacks.poll(); each != null; each = callbacks.poll()) {
            if (setup.only() != null
                    && (each.task() < 0
                            || !setup.only().isMeant(graph.task(each.task()).taskId(), each.mapIndex()))) {
                continue;
            }
            Place place = new Place(each.task(), each.mapIndex());
            List<PlayedTry> tried = tries.getOrDefault(place, List.of());
            String reason = each.task() < 0 ? runReason : reasons.get(place);
            calledBack.add(player.callBack(
                    each,
                    each.task() < 0 ? null : model.instance(each.task(), each.mapIndex()),
                    tried.isEmpty() ? null : tried.getLast(),
                    reason,
                    each.task() < 0 ? RunFailure.message(graph, model, runReason) : ""));
        }
    }

    private void addTry(Place place, Instance instance, TryPlayer.Played played, Instant now) {
        List<PlayedTry> all = tries.computeIfAbsent(place, p -> new ArrayList<>());
        PlayedTry before = all.isEmpty() || all.getLast().number() != instance.tryNumber() ? null : all.removeLast();
        List<String> log = new ArrayList<>(before == null ? List.of() : before.log());
        log.addAll(played.log());
        all.add(new PlayedTry(
                instance.tryNumber(),
                TaskState.RUNNING.wireName(),
                null,
                null,
                before == null ? now : before.start(),
                null,
                before == null ? 1 : before.looks() + 1,
                log,
                played.said().rendered()));
    }

    private void endTry(Place place, TaskState became, @Nullable String reason, @Nullable String message, Instant end) {
        List<PlayedTry> all = tries.get(place);
        if (all == null) {
            return; // its end was given, and it was not tried
        }
        PlayedTry open = all.removeLast();
        all.add(new PlayedTry(
                open.number(),
                became.wireName(),
                reason,
                message,
                open.start(),
                end,
                open.looks(),
                open.log(),
                open.rendered()));
    }

    private String taskId(Place place) {
        return graph.task(place.task()).taskId();
    }

    private String name(Place place) {
        return place.mapIndex() < 0 ? taskId(place) : taskId(place) + "[" + place.mapIndex() + "]";
    }

    public DagUnderTest dag() {
        return dag;
    }

    public RunPlan plan() {
        return plan;
    }

    /** The run as it is. */
    public RunModel model() {
        return model;
    }

    public Instant now() {
        return clock.instant();
    }

    public Values values() {
        return values;
    }

    /** What an instance pushed, JSON by key, its result included. */
    public Map<String, String> pushed(int task, int mapIndex) {
        return values.of(graph.task(task).taskId(), mapIndex);
    }

    /** The tries of an instance, in order. */
    public List<PlayedTry> tries(int task, int mapIndex) {
        return List.copyOf(tries.getOrDefault(new Place(task, mapIndex), List.of()));
    }

    /** The callbacks that were called, in order. */
    public List<PlayedCallback> callbacks() {
        return List.copyOf(calledBack);
    }

    /** The instances whose bodies were called, in order. */
    public List<String> order() {
        return List.copyOf(order);
    }

    /** The task before which the run is stopped; empty: it is over, or waits. */
    public Optional<String> stoppedBefore() {
        return Optional.ofNullable(stoppedBefore);
    }

    /** Why the run became what it is, where its tasks do not say it. */
    public Optional<String> runReason() {
        return Optional.ofNullable(runReason);
    }

    /** Why an instance is what it is: the code of the rule, and what still holds it back, in words. */
    public List<String> why(int task, int mapIndex) {
        List<String> all = new ArrayList<>();
        if (model.instances(task) > Math.max(0, mapIndex)
                && !model.state(task, mapIndex).isFinal()) {
            for (Readiness each : Why.of(graph, model, task, mapIndex, clock.instant())) {
                switch (each) {
                    case Readiness.NotYet notYet -> all.add(notYet.reason().text());
                    case Readiness.Never never -> all.add(never.reason().text());
                    case Readiness.Ready go -> {}
                }
            }
            if (graph.task(task).body() == Body.APPROVE && model.state(task, mapIndex) == TaskState.DEFERRED) {
                all.add("it waits for an answer");
            }
            return all;
        }
        if (model.instances(task) == 0) {
            return List.of("it is not part of this run");
        }
        String reason = reasons.get(new Place(task, mapIndex));
        return reason == null ? List.of() : List.of(reason);
    }
}

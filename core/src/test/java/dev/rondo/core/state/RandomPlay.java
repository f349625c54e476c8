package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.core.state.RunEvent.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Plays a run with workers that answer in any order, late, twice or not at all, and checks after each event what must
 * always hold. The same seed plays the same way.
 */
final class RandomPlay {

    /** Far more than any run of the sizes played here needs. */
    private static final int MAX_STEPS = 100_000;

    private final Graph graph;
    private final RunFacts facts;
    private final Random random;
    private final RunModel model;
    private final List<RunEvent> past = new ArrayList<>();
    private Instant now = TestRun.START;
    private long lastDispatch;
    private int interventions;
    private String endedBy = "";

    RandomPlay(Graph graph, long seed, int interventions) {
        this(graph, RunFacts.UNDATED, seed, interventions);
    }

    RandomPlay(Graph graph, RunFacts facts, long seed, int interventions) {
        this.graph = graph;
        this.facts = facts;
        this.random = new Random(seed);
        this.model = RunModel.create(graph, facts);
        this.interventions = interventions;
    }

    /** Plays until it is over; what it comes to is checked too, where that is up to its tasks. */
    RunModel toTheEnd() {
        give(new RunEvent.RunStarted());
        for (int step = 0; step < MAX_STEPS; step++) {
            if (interventions > 0 && random.nextInt(12) == 0) {
                interventions--;
                give(intervention());
            } else if (model.runState() == RunState.QUEUED) {
                give(new RunEvent.RunStarted());
            } else if (model.runState().isFinal() && interventions == 0) {
                if (endedByItself()) {
                    RunCheck.finished(graph, model);
                }
                return model;
            } else if (random.nextInt(5) == 0) {
                repeat();
            } else if (!model.runState().isFinal()) {
                progress();
            }
        }
        throw new AssertionError("the run does not end: " + model.instances());
    }

    /** Whether the run ended by what became of its tasks, and no person or timeout ended or changed it as a whole. */
    boolean endedByItself() {
        return endedBy.isEmpty() || endedBy.startsWith("task_failed") || isDeadlocked();
    }

    /** A task that is marked after a deadlock may leave nothing open; the run stays failed. */
    private boolean isDeadlocked() {
        return endedBy.equals("deadlock")
                && model.instances().stream().anyMatch(each -> !each.state().isFinal());
    }

    /** Something that a worker or the clock can do now; there must be something, or the run would have ended. */
    private void progress() {
        List<Instance> open = model.instances().stream()
                .filter(each -> !each.state().isFinal() && each.state() != TaskState.NONE)
                .toList();
        assertThat(open).as("a running run has something that goes on").isNotEmpty();
        give(event(open.get(random.nextInt(open.size()))));
    }

    private RunEvent event(Instance instance) {
        int task = instance.task();
        int index = instance.mapIndex();
        return switch (instance.state()) {
            case SCHEDULED -> new RunEvent.Dispatched(task, index, ++lastDispatch);
            case QUEUED ->
                switch (random.nextInt(4)) {
                    case 0 -> new RunEvent.Returned(task, index, instance.dispatchId());
                    case 1 -> new RunEvent.Ended(task, index, instance.dispatchId(), outcome(task), now);
                    default -> new RunEvent.Started(task, index, instance.dispatchId(), now);
                };
            case RUNNING -> new RunEvent.Ended(task, index, instance.dispatchId(), outcome(task), now);
            case RESTARTING -> new RunEvent.Ended(task, index, instance.dispatchId(), new Outcome.Stopped(), now);
            case UP_FOR_RETRY, UP_FOR_RESCHEDULE -> {
                if (instance.state() == TaskState.UP_FOR_RESCHEDULE && random.nextBoolean()) {
                    yield new RunEvent.Woken(task, index, instance.dispatchId());
                }
                now = now.plus(Duration.ofSeconds(random.nextInt(20)));
                yield new RunEvent.Due(task, index);
            }
            case DEFERRED -> new RunEvent.Answered(task, index, random.nextBoolean());
            case NONE, SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED, REMOVED ->
                throw new IllegalArgumentException(instance.toString());
        };
    }

    private Outcome outcome(int task) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Outcome.Failed("exception", random.nextInt(3) > 0);
            case 2 -> new Outcome.Skipped();
            case 3 -> new Outcome.LookAgain(now.plusSeconds(random.nextInt(30)));
            case 4 -> new Outcome.Lost("worker_gone");
            default ->
                new Outcome.Succeeded(
                        graph.downstream(task).stream()
                                .filter(each -> random.nextBoolean())
                                .mapToObj(each -> graph.task(each).taskId())
                                .toList(),
                        random.nextInt(-2, 8),
                        random.nextBoolean());
        };
    }

    private RunEvent intervention() {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            int task = random.nextBoolean() ? random.nextInt(graph.size()) : aboveWhatIsReady();
            targets.add(new Target(task, random.nextInt(-1, 3)));
        }
        return switch (random.nextInt(6)) {
            case 0 -> new RunEvent.Marked(targets, TaskState.SUCCESS);
            case 1 -> new RunEvent.Marked(targets, TaskState.FAILED);
            case 2 -> new RunEvent.RunMarked(random.nextBoolean() ? RunState.SUCCESS : RunState.FAILED);
            case 3 -> new RunEvent.RunTimedOut();
            default -> new RunEvent.Cleared(targets, random.nextBoolean() ? RunState.QUEUED : RunState.RUNNING);
        };
    }

    /** Some task anywhere above one that is ready, or any where nothing is. */
    private int aboveWhatIsReady() {
        List<Instance> ready = model.instances().stream()
                .filter(each -> each.state() == TaskState.SCHEDULED)
                .toList();
        int task = ready.isEmpty()
                ? random.nextInt(graph.size())
                : ready.get(random.nextInt(ready.size())).task();
        while (!graph.upstream(task).isEmpty() && random.nextInt(4) > 0) {
            task = graph.upstream(task).get(random.nextInt(graph.upstream(task).size()));
        }
        return task;
    }

    /** What a worker says again after a broken connection, however long ago it was, changes nothing. */
    private void repeat() {
        if (past.isEmpty()) {
            return;
        }
        RunEvent event = past.get(random.nextInt(past.size()));
        assertThat(RunMachine.on(graph, model, event, now))
                .as("repeated %s", event)
                .isEmpty();
    }

    private void give(RunEvent event) {
        List<Decision> decisions = RunMachine.on(graph, model, event, now);
        assertThat(RunMachine.on(graph, stored(), event, now))
                .as("decisions from stored rows on %s", event)
                .isEqualTo(decisions);
        List<Instance> before = model.instances();
        List<Instance> mayGoOn = before.stream().filter(this::isReadyByRule).toList();
        model.apply(decisions);
        if (event instanceof RunEvent.Cleared || event instanceof RunEvent.Marked) {
            mayGoOn.forEach(this::assertNotLeftReady);
        }
        for (Decision decision : decisions) {
            if (decision instanceof Decision.RunChanged changed) {
                endedBy = Objects.requireNonNullElse(changed.reason(), "");
            }
        }
        RunCheck.counters(model, stored());
        RunCheck.decisions(graph, model, before, decisions);
        if (event instanceof RunEvent.Dispatched
                || event instanceof RunEvent.Started
                || event instanceof RunEvent.Ended
                || event instanceof RunEvent.Returned) {
            past.add(event);
        }
    }

    private boolean isReadyByRule(Instance instance) {
        return instance.state() == TaskState.SCHEDULED
                && Judge.judge(graph, model, instance.task(), instance.mapIndex(), now) instanceof Readiness.Ready;
    }

    /** What was ready by its rule stays so only as long as its rule holds. */
    private void assertNotLeftReady(Instance before) {
        if (RunMachine.exists(graph, model, before.task(), before.mapIndex())) {
            Instance after = model.instance(before.task(), before.mapIndex());
            assertThat(after.state() == TaskState.SCHEDULED && !isReadyByRule(after))
                    .as("%s is ready though its rule does not hold any more", after)
                    .isFalse();
        }
    }

    /** The run as it is read back from its rows. */
    private RunModel stored() {
        return RunModel.builder(graph, facts, model.runState(), model.startDate())
                .addAll(model.instances())
                .build();
    }
}

package dev.rondo.scheduler.metrics;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.metrics.Metric;
import dev.rondo.core.metrics.Metric.Kind;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.scheduler.engine.EngineListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what the engine committed. Of a DAG or task it knows, an event costs a look into a map and an
 * addition; meters are made with the first event of their kind.
 *
 * <p>What the engine tells is told by its one thread; {@link #beaten} may be called by any.
 */
public final class RunMeters implements EngineListener {

    /** Stands for DAGs and tasks that came when there were too many. No id has parentheses. */
    public static final String OTHER = "(other)";

    /** DAGs with series of their own. */
    static final int MAX_DAGS = 1_000;

    /** Tasks with series of their own, over all DAGs. */
    static final int MAX_TASKS = 2_000;

    private static final List<String> OF_DAG = List.of("dag_id");
    private static final List<String> OF_TASK = List.of("dag_id", "task_id");
    private static final List<String> OF_STATE = List.of("dag_id", "task_id", "state");

    private static final Metric START = new Metric(
            "airflow.ti.start",
            Kind.COUNTER,
            OF_TASK,
            "tries",
            "ti.start.<dag_id>.<task_id>",
            "Tries that began, and looks of sensors");

    private static final Metric FINISH = new Metric(
            "airflow.ti.finish",
            Kind.COUNTER,
            OF_STATE,
            "instances",
            "ti.finish.<dag_id>.<task_id>.<state>",
            "Task instances that came to an end, and failed tries that are repeated (up_for_retry)");

    private static final Metric SUCCESSES = new Metric(
            "airflow.ti_successes",
            Kind.COUNTER,
            List.of(),
            "instances",
            "ti_successes",
            "Task instances that succeeded");

    private static final Metric FAILURES = new Metric(
            "airflow.ti_failures",
            Kind.COUNTER,
            List.of(),
            "tries",
            "ti_failures",
            "Tries that failed, repeated or not");

    private static final Metric DURATION = new Metric(
            "airflow.task.duration",
            Kind.TIMER,
            OF_TASK,
            "seconds",
            "dag.<dag_id>.<task_id>.duration, task.duration",
            "From the start of a try to its end, as the task host read them");

    private static final Metric RUN_SUCCESS = new Metric(
            "airflow.dagrun.duration.success",
            Kind.TIMER,
            OF_DAG,
            "seconds",
            "dagrun.duration.success.<dag_id>",
            "From the start of a run to its success");

    private static final Metric RUN_FAILED = new Metric(
            "airflow.dagrun.duration.failed",
            Kind.TIMER,
            OF_DAG,
            "seconds",
            "dagrun.duration.failed.<dag_id>",
            "From the start of a run to its failure");

    private static final Metric DELAY = new Metric(
            "airflow.dagrun.schedule_delay",
            Kind.TIMER,
            OF_DAG,
            "seconds",
            "dagrun.schedule_delay.<dag_id>",
            "From when a scheduled run might start to its start");

    private static final Metric HEARTBEAT = new Metric(
            "airflow.scheduler_heartbeat",
            Kind.COUNTER,
            List.of(),
            "heartbeats",
            "scheduler_heartbeat",
            "Heartbeats of this scheduler, one each 5 seconds");

    private static final Metric LOOP = new Metric(
            "airflow.scheduler.scheduler_loop_duration",
            Kind.TIMER,
            List.of(),
            "seconds",
            "scheduler.scheduler_loop_duration",
            "Passes of the engine; an idle scheduler has one each few seconds");

    /** Everything that a scheduler counts. */
    public static final List<Metric> ALL =
            List.of(START, FINISH, SUCCESSES, FAILURES, DURATION, RUN_SUCCESS, RUN_FAILED, DELAY, HEARTBEAT, LOOP);

    private final MeterRegistry registry;
    private final int maxDags;
    private final int maxTasks;
    private final Counter successes;
    private final Counter failures;
    private final Counter heartbeats;
    private final Timer passes;
    private final Map<String, OfDag> dags = new HashMap<>();
    private final OfDag otherDags = new OfDag(OTHER);
    private int tasks;

    public RunMeters(MeterRegistry registry) {
        this(registry, MAX_DAGS, MAX_TASKS);
    }

    RunMeters(MeterRegistry registry, int maxDags, int maxTasks) {
        this.registry = registry;
        this.maxDags = maxDags;
        this.maxTasks = maxTasks;
        this.successes = counter(SUCCESSES);
        this.failures = counter(FAILURES);
        this.heartbeats = counter(HEARTBEAT);
        this.passes = timer(LOOP);
    }

    /** The meters of a DAG. */
    private static final class OfDag {
        final String dagId;
        final Map<String, OfTask> tasks = new HashMap<>();
        final Map<RunState, Timer> runs = new EnumMap<>(RunState.class);

        @Nullable
        Timer delay;

        OfDag(String dagId) {
            this.dagId = dagId;
        }
    }

    /** The meters of a task. */
    private static final class OfTask {
        final Counter starts;
        final Timer duration;
        final Map<TaskState, Counter> ends = new EnumMap<>(TaskState.class);

        OfTask(Counter starts, Timer duration) {
            this.starts = starts;
            this.duration = duration;
        }
    }

    @Override
    public void instanceChanged(String dagId, String taskId, TaskState before, Instance after) {
        TaskState state = after.state();
        boolean began = state == TaskState.RUNNING && before != TaskState.RUNNING;
        boolean isEnd = state != TaskState.REMOVED && (state.isFinal() || state == TaskState.UP_FOR_RETRY);
        boolean ranAtOnce = before == TaskState.QUEUED && !state.isWithWorker() && after.endDate() != null;
        if (!began && !isEnd && !ranAtOnce) {
            return;
        }
        OfDag dag = ofDag(dagId);
        OfTask task = ofTask(dag, taskId);
        Instant start = after.startDate();
        if (began || (ranAtOnce && start != null)) { // start and end may arrive together
            task.starts.increment();
        }
        if (isEnd) {
            end(dag, taskId, task, before, after);
        }
    }

    private void end(OfDag dag, String taskId, OfTask task, TaskState before, Instance after) {
        Counter ends = task.ends.get(after.state());
        if (ends == null) {
            String shown = dag.tasks.get(taskId) == task ? taskId : OTHER;
            String dagId = shown.equals(OTHER) ? OTHER : dag.dagId;
            ends = counter(FINISH, dagId, shown, after.state().wireName());
            task.ends.put(after.state(), ends);
        }
        ends.increment();
        if (after.state() == TaskState.SUCCESS) {
            successes.increment();
        } else if (after.state() == TaskState.FAILED || after.state() == TaskState.UP_FOR_RETRY) {
            failures.increment();
        }
        Instant start = after.startDate();
        Instant end = after.endDate();
        if (before.isWithWorker() && start != null && end != null) {
            record(task.duration, start, end);
        }
    }

    @Override
    public void runBegan(String dagId, RunType type, Instant runAfter, Instant start) {
        if (type == RunType.SCHEDULED) {
            OfDag dag = ofDag(dagId);
            Timer delay = dag.delay;
            if (delay == null) {
                delay = timer(DELAY, dag.dagId);
                dag.delay = delay;
            }
            record(delay, runAfter, start);
        }
    }

    @Override
    public void runEnded(String dagId, RunType type, RunState state, Instant start, Instant end) {
        OfDag dag = ofDag(dagId);
        Timer runs = dag.runs.get(state);
        if (runs == null) {
            runs = timer(state == RunState.SUCCESS ? RUN_SUCCESS : RUN_FAILED, dag.dagId);
            dag.runs.put(state, runs);
        }
        record(runs, start, end);
    }

    /** A pass took that long. */
    public void passTook(long nanos) {
        passes.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The scheduler said that it is alive. */
    public void beaten() {
        heartbeats.increment();
    }

    private static void record(Timer timer, Instant start, Instant end) {
        // Two hosts' clocks: what would be negative is not measured at all by the library.
        Duration length = Duration.between(start, end);
        timer.record(length.isNegative() ? Duration.ZERO : length);
    }

    private OfDag ofDag(String dagId) {
        OfDag dag = dags.get(dagId);
        if (dag != null) {
            return dag;
        }
        if (dags.size() >= maxDags) {
            return otherDags;
        }
        OfDag made = new OfDag(dagId);
        dags.put(dagId, made);
        return made;
    }

    private OfTask ofTask(OfDag dag, String taskId) {
        OfTask task = dag.tasks.get(taskId);
        if (task != null) {
            return task;
        }
        if (dag == otherDags || tasks >= maxTasks) {
            return otherDags.tasks.computeIfAbsent(OTHER, other -> newTask(OTHER, other));
        }
        tasks++;
        OfTask made = newTask(dag.dagId, taskId);
        dag.tasks.put(taskId, made);
        return made;
    }

    private OfTask newTask(String dagId, String taskId) {
        return new OfTask(counter(START, dagId, taskId), timer(DURATION, dagId, taskId));
    }

    private Counter counter(Metric metric, String... labels) {
        return Counter.builder(metric.name())
                .description(metric.description())
                .tags(tags(metric, labels))
                .register(registry);
    }

    private Timer timer(Metric metric, String... labels) {
        return Timer.builder(metric.name())
                .description(metric.description())
                .tags(tags(metric, labels))
                .register(registry);
    }

    private static String[] tags(Metric metric, String... values) {
        String[] tags = new String[values.length * 2];
        for (int i = 0; i < values.length; i++) {
            tags[2 * i] = metric.labels().get(i);
            tags[2 * i + 1] = values[i];
        }
        return tags;
    }
}

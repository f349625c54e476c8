package dev.rondo.scheduler.testing;

import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down a DAG for a test in few words. */
public final class TestDag {

    private final String dagId;
    private final Map<String, TestTask> tasks = new LinkedHashMap<>();
    private ScheduleSpec schedule = new ScheduleSpec.None();
    private String timezone = "UTC";
    private @Nullable Instant startDate;
    private @Nullable Instant endDate;
    private int catchup;
    private RunStrategy strategy = RunStrategy.PARALLEL;
    private int maxActiveRuns = 16;
    private int maxActiveTasks = 16;
    private @Nullable Duration timeout;
    private Set<String> callbacks = Set.of();
    private final List<DeadlineSpec> deadlines = new ArrayList<>();

    private TestDag(String dagId) {
        this.dagId = dagId;
    }

    public static TestDag named(String dagId) {
        return new TestDag(dagId);
    }

    /** The task of that id; made when it is not there. */
    public TestTask task(String id) {
        return tasks.computeIfAbsent(id, TestTask::new);
    }

    /** Each follows the one before. */
    public TestDag chain(String... ids) {
        for (int i = 0; i < ids.length; i++) {
            TestTask task = task(ids[i]);
            if (i > 0) {
                task.after(ids[i - 1]);
            }
        }
        return this;
    }

    public TestDag schedule(ScheduleSpec value) {
        schedule = value;
        return this;
    }

    public TestDag timezone(String zone) {
        timezone = zone;
        return this;
    }

    public TestDag from(String date) {
        startDate = Instant.parse(date);
        return this;
    }

    public TestDag to(String date) {
        endDate = Instant.parse(date);
        return this;
    }

    public TestDag catchup(int runs) {
        catchup = runs;
        return this;
    }

    public TestDag strategy(RunStrategy value) {
        strategy = value;
        return this;
    }

    public TestDag maxActiveRuns(int max) {
        maxActiveRuns = max;
        return this;
    }

    public TestDag maxActiveTasks(int max) {
        maxActiveTasks = max;
        return this;
    }

    public TestDag timeout(Duration value) {
        timeout = value;
        return this;
    }

    public TestDag callbacks(String... kinds) {
        callbacks = Set.of(kinds);
        return this;
    }

    public TestDag deadline(String name, @Nullable String taskId, DeadlineSpec.By by) {
        deadlines.add(new DeadlineSpec(name, taskId, by, true));
        return this;
    }

    public String dagId() {
        return dagId;
    }

    public DagSpec spec() {
        return new DagSpec(
                dagId,
                "test.Dag",
                null,
                null,
                List.of(),
                schedule,
                timezone,
                startDate,
                endDate,
                catchup,
                strategy,
                maxActiveRuns,
                maxActiveTasks,
                timeout,
                false,
                null,
                null,
                callbacks,
                List.of(),
                tasks.values().stream().map(TestTask::spec).toList(),
                deadlines);
    }
}

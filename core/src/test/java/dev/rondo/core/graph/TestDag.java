package dev.rondo.core.graph;

import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.WeightRule;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.GroupSpec;
import dev.rondo.sdk.spec.InputSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import dev.rondo.sdk.spec.MappingSpec.Combine;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.sdk.spec.TaskSpec.Body;
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
    private final List<GroupSpec> groups = new ArrayList<>();
    private int catchup;
    private @Nullable Duration dagrunTimeout;
    private boolean failFast;
    private Set<String> callbacks = Set.of();
    private @Nullable Instant startDate;
    private ScheduleSpec schedule = new ScheduleSpec.None();
    private String timezone = "UTC";

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
            task(ids[i]);
            if (i > 0) {
                edge(ids[i - 1], ids[i]);
            }
        }
        return this;
    }

    public TestDag edge(String upstream, String downstream) {
        task(upstream);
        task(downstream).after(upstream);
        return this;
    }

    public TestDag group(String id, @Nullable String parent, @Nullable MappingSpec mapping) {
        groups.add(new GroupSpec(id, parent, mapping, null));
        return this;
    }

    public TestDag catchup(int runs) {
        catchup = runs;
        return this;
    }

    public TestDag schedule(ScheduleSpec made, String zone) {
        schedule = made;
        timezone = zone;
        return this;
    }

    public TestDag startDate(Instant date) {
        startDate = date;
        return this;
    }

    public TestDag failFast() {
        failFast = true;
        return this;
    }

    public TestDag dagrunTimeout(Duration value) {
        dagrunTimeout = value;
        return this;
    }

    public TestDag callbacks(String... kinds) {
        callbacks = Set.of(kinds);
        return this;
    }

    /** Over the result of a task. */
    public static MappingSpec over(String taskId) {
        return new MappingSpec(List.of(new Axis.Result(taskId)), Combine.CROSS, null);
    }

    /** Over so many elements that the definition gives. */
    public static MappingSpec overLiteral(int length) {
        return new MappingSpec(List.of(new Axis.Literal("[]", length)), Combine.CROSS, null);
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
                null,
                catchup,
                RunStrategy.PARALLEL,
                16,
                16,
                dagrunTimeout,
                failFast,
                null,
                null,
                callbacks,
                groups,
                tasks.values().stream().map(TestTask::spec).toList(),
                List.of());
    }

    public Graph graph() {
        return Graph.of(spec());
    }

    public Graph graph(Limits limits) {
        return Graph.of(spec(), limits);
    }

    /** One task in the making. */
    public static final class TestTask {
        private final String id;
        private final List<String> upstream = new ArrayList<>();
        private @Nullable String group;
        private Body body = Body.CALL;
        private int retries;
        private Duration retryDelay = Duration.ofMinutes(5);
        private double retryBackoff;
        private @Nullable Duration maxRetryDelay;
        private @Nullable Duration timeout;
        private boolean dependsOnPast;
        private boolean ignoreFirst = true;
        private boolean waitForDownstream;
        private TriggerRule rule = TriggerRule.ALL_SUCCESS;
        private int weight = 1;
        private WeightRule weightRule = WeightRule.DOWNSTREAM;
        private @Nullable Integer maxActivePerDag;
        private @Nullable Integer maxActivePerRun;
        private @Nullable Instant startDate;
        private Set<String> callbacks = Set.of();
        private boolean setup;
        private @Nullable List<String> teardownOf;
        private boolean teardownFailsRun;
        private @Nullable MappingSpec mapping;
        private @Nullable String defaultAnswer;
        private List<InputSpec> inputs = List.of();

        private TestTask(String id) {
            this.id = id;
        }

        public TestTask after(String... ids) {
            upstream.addAll(List.of(ids));
            return this;
        }

        public TestTask group(String value) {
            group = value;
            return this;
        }

        public TestTask body(Body value) {
            body = value;
            return this;
        }

        public TestTask retries(int value) {
            retries = value;
            return this;
        }

        public TestTask retryDelay(Duration value) {
            retryDelay = value;
            return this;
        }

        public TestTask retryBackoff(double factor, @Nullable Duration max) {
            retryBackoff = factor;
            maxRetryDelay = max;
            return this;
        }

        public TestTask timeout(Duration value) {
            timeout = value;
            return this;
        }

        public TestTask dependsOnPast(boolean value) {
            dependsOnPast = value;
            return this;
        }

        public TestTask ignoreFirstDependsOnPast(boolean value) {
            ignoreFirst = value;
            return this;
        }

        public TestTask waitForDownstream(boolean value) {
            waitForDownstream = value;
            return this;
        }

        public TestTask rule(TriggerRule value) {
            rule = value;
            return this;
        }

        public TestTask weight(int value, WeightRule combined) {
            weight = value;
            weightRule = combined;
            return this;
        }

        public TestTask maxActivePerDag(int value) {
            maxActivePerDag = value;
            return this;
        }

        public TestTask maxActivePerRun(int value) {
            maxActivePerRun = value;
            return this;
        }

        public TestTask startDate(@Nullable Instant value) {
            startDate = value;
            return this;
        }

        public TestTask callbacks(String... kinds) {
            callbacks = Set.of(kinds);
            return this;
        }

        public TestTask defaultAnswer(String value) {
            defaultAnswer = value;
            return this;
        }

        public TestTask setup() {
            setup = true;
            return this;
        }

        public TestTask teardownOf(List<String> setups) {
            teardownOf = setups;
            return this;
        }

        public TestTask teardownFailsRun() {
            teardownFailsRun = true;
            return this;
        }

        public TestTask mapped(MappingSpec value) {
            mapping = value;
            return this;
        }

        /** What its body receives; the dependencies that come with it are said apart. */
        public TestTask inputs(List<InputSpec> value) {
            inputs = List.copyOf(value);
            return this;
        }

        private TaskSpec spec() {
            OptionsSpec defaults = OptionsSpec.DEFAULTS;
            OptionsSpec options = new OptionsSpec(
                    retries,
                    retryDelay,
                    retryBackoff,
                    maxRetryDelay,
                    timeout,
                    dependsOnPast,
                    ignoreFirst,
                    waitForDownstream,
                    rule,
                    defaults.pool(),
                    defaults.poolSlots(),
                    weight,
                    weightRule,
                    defaults.queue(),
                    maxActivePerDag,
                    maxActivePerRun,
                    startDate,
                    null,
                    defaults.isolation(),
                    null,
                    List.of(),
                    null,
                    null,
                    List.of(),
                    true,
                    true,
                    callbacks);
            return new TaskSpec(
                    id,
                    group,
                    body,
                    null,
                    inputs,
                    upstream,
                    options,
                    setup,
                    teardownOf,
                    teardownFailsRun,
                    Map.of(),
                    mapping,
                    null,
                    "",
                    Map.of(),
                    null,
                    null,
                    defaultAnswer,
                    List.of(),
                    List.of());
        }
    }
}

package dev.rondo.scheduler.testing;

import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.WeightRule;
import dev.rondo.sdk.spec.InputSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One task of a {@link TestDag}. */
public final class TestTask {

    private final String id;
    private final List<String> upstream = new ArrayList<>();
    private final List<InputSpec> inputs = new ArrayList<>();
    private final Map<String, List<String>> branches = new LinkedHashMap<>();
    private TaskSpec.Body body = TaskSpec.Body.CALL;
    private @Nullable String form;
    private @Nullable String defaultAnswer;
    private @Nullable Duration timeout;
    private int retries;
    private Duration retryDelay = Duration.ofMinutes(5);
    private boolean dependsOnPast;
    private boolean ignoreFirst = true;
    private boolean waitForDownstream;
    private TriggerRule rule = TriggerRule.ALL_SUCCESS;
    private String pool = "default_pool";
    private int poolSlots = 1;
    private int priority = 1;
    private String queue = "default";
    private @Nullable Integer maxActivePerDag;
    private @Nullable Integer maxActivePerRun;
    private Set<String> callbacks = Set.of();
    private List<String> email = List.of();
    private @Nullable MappingSpec mapping;
    private List<AssetRef> outlets = List.of();
    private @Nullable Long heapBytes;
    private @Nullable Instant startDate;
    private boolean setup;

    TestTask(String id) {
        this.id = id;
    }

    public TestTask after(String... ids) {
        upstream.addAll(List.of(ids));
        return this;
    }

    public TestTask outlets(AssetRef... assets) {
        outlets = List.of(assets);
        return this;
    }

    /** Receives the result of a task. */
    public TestTask input(String taskId) {
        inputs.add(new InputSpec.Result(taskId, false));
        return after(taskId);
    }

    public TestTask input(InputSpec input) {
        inputs.add(input);
        return this;
    }

    public TestTask branch(String constant, String... taskIds) {
        body = TaskSpec.Body.CHOOSE;
        branches.put(constant, List.of(taskIds));
        return this;
    }

    public TestTask body(TaskSpec.Body value) {
        body = value;
        return this;
    }

    /** Waits for a person, whose answer fits the JSON Schema. */
    public TestTask asks(String schema) {
        body = TaskSpec.Body.APPROVE;
        form = schema;
        return this;
    }

    /** The answer when nobody gives one in time; null: it fails then. */
    public TestTask otherwise(@Nullable String answer, Duration after) {
        defaultAnswer = answer;
        timeout = after;
        return this;
    }

    public TestTask retries(int number, Duration delay) {
        retries = number;
        retryDelay = delay;
        return this;
    }

    public TestTask dependsOnPast() {
        return dependsOnPast(true);
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

    public TestTask pool(String name, int slots) {
        pool = name;
        poolSlots = slots;
        return this;
    }

    public TestTask priority(int weight) {
        priority = weight;
        return this;
    }

    public TestTask queue(String name) {
        queue = name;
        return this;
    }

    public TestTask maxActivePerDag(int max) {
        maxActivePerDag = max;
        return this;
    }

    public TestTask maxActivePerRun(int max) {
        maxActivePerRun = max;
        return this;
    }

    public TestTask callbacks(String... kinds) {
        callbacks = Set.of(kinds);
        return this;
    }

    /** Whom failures and retries are told. */
    public TestTask email(String... addresses) {
        email = List.of(addresses);
        return this;
    }

    public TestTask heap(long bytes) {
        heapBytes = bytes;
        return this;
    }

    /** Is repeated for each element of a task's result, and receives it. */
    public TestTask mapOver(String taskId) {
        mapping = new MappingSpec(List.of(new MappingSpec.Axis.Result(taskId)), MappingSpec.Combine.CROSS, null);
        inputs.add(new InputSpec.Element(0));
        return after(taskId);
    }

    /** Is repeated for each element of a task's result with each of a list that is known. */
    public TestTask mapOver(String taskId, String json, int length) {
        mapping = new MappingSpec(
                List.of(new MappingSpec.Axis.Result(taskId), new MappingSpec.Axis.Literal(json, length)),
                MappingSpec.Combine.CROSS,
                null);
        return after(taskId);
    }

    /** Is part of no run of an earlier date. */
    public TestTask from(String date) {
        startDate = Instant.parse(date);
        return this;
    }

    /** Prepares something for what is below it. */
    public TestTask setup() {
        setup = true;
        return this;
    }

    TaskSpec spec() {
        OptionsSpec options = new OptionsSpec(
                retries,
                retryDelay,
                0,
                null,
                timeout,
                dependsOnPast,
                ignoreFirst,
                waitForDownstream,
                rule,
                pool,
                poolSlots,
                priority,
                WeightRule.ABSOLUTE,
                queue,
                maxActivePerDag,
                maxActivePerRun,
                startDate,
                null,
                Isolation.WARM,
                heapBytes,
                List.of(),
                null,
                null,
                email,
                true,
                true,
                callbacks);
        return new TaskSpec(
                id,
                null,
                body,
                null,
                inputs,
                upstream,
                options,
                setup,
                null,
                false,
                branches,
                mapping,
                null,
                "signature of " + id,
                Map.of(),
                null,
                form,
                defaultAnswer,
                outlets,
                List.of());
    }
}

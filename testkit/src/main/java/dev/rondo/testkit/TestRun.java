package dev.rondo.testkit;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.sdk.AssetEvent;
import dev.rondo.sdk.TypeOf;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import dev.rondo.testkit.play.Play;
import dev.rondo.testkit.play.PlayedTry;
import dev.rondo.testkit.play.Values;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run of a test, as far as it has come. States are the words of the page and the API: {@code success, failed,
 * skipped, upstream_failed, up_for_retry} and so on; {@code none} where nothing is decided.
 *
 * <p>Every method that takes a task id throws {@link NoSuchElementException} when the DAG has no such task, and says
 * what it has.
 */
public final class TestRun {

    private final Play play;

    TestRun(Play play) {
        this.play = play;
    }

    /** Goes on to the next breakpoint or the end. */
    public TestRun resume() {
        play.play();
        return this;
    }

    /** The task before which the run is stopped; empty: it is over, or waits for what no time brings. */
    public Optional<String> stoppedBefore() {
        return play.stoppedBefore();
    }

    /** Lets time pass while the run is stopped; what falls into it happens with {@link #resume}. */
    public TestRun advance(Duration time) {
        play.advance(time);
        return this;
    }

    /** The moment by the clock of the test. */
    public Instant now() {
        return play.now();
    }

    /** Id of the run, as a scheduler would give it. */
    public String runId() {
        return play.plan().runId();
    }

    /** The moment the run stands for; empty: none. */
    public Optional<Instant> logicalDate() {
        return Optional.ofNullable(play.plan().logicalDate());
    }

    /** State of the run: {@code running}, {@code success} or {@code failed}. */
    public String state() {
        return model().runState().wireName();
    }

    /**
     * The run, if it ended well.
     *
     * @throws AssertionError otherwise, with the states of its tasks and the last words of those that failed
     */
    public TestRun requireSuccess() {
        if (model().runState() != RunState.SUCCESS) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /**
     * State of a task that is not mapped, or not expanded yet.
     *
     * @throws IllegalStateException when it has several instances
     */
    public String state(String taskId) {
        return state(taskId, onlyIndex(taskId));
    }

    /**
     * State of an instance of a mapped task.
     *
     * @throws NoSuchElementException when there is no such instance
     */
    public String state(String taskId, int mapIndex) {
        return instance(taskId, mapIndex).state().wireName();
    }

    /** All states, by task; of a mapped one as {@code train[0]}, {@code train[1]}. */
    public Map<String, String> states() {
        Map<String, String> all = new LinkedHashMap<>();
        for (Instance each : model().instances()) {
            String taskId = graph().task(each.task()).taskId();
            all.put(
                    each.mapIndex() < 0 ? taskId : taskId + "[" + each.mapIndex() + "]",
                    each.state().wireName());
        }
        return all;
    }

    /** The instances whose bodies were called, in order and as often as they were called: {@code train[1]}. */
    public List<String> called() {
        return play.order();
    }

    /** How many instances a task has: 1 when it is not mapped, or not expanded yet. */
    public int instances(String taskId) {
        return model().instances(task(taskId));
    }

    /**
     * What the task returned.
     *
     * @throws NoSuchElementException when it returned nothing; the message says why
     * @throws IllegalArgumentException when it is of another type
     */
    public <T> T result(String taskId, Class<T> type) {
        return value(taskId, onlyIndex(taskId), Values.RETURN_VALUE, type);
    }

    /** The same, of a generic type. */
    public <T> T result(String taskId, TypeOf<T> type) {
        return value(taskId, onlyIndex(taskId), Values.RETURN_VALUE, type.type());
    }

    /** What an instance of a mapped task returned. */
    public <T> T result(String taskId, int mapIndex, Class<T> type) {
        return value(taskId, mapIndex, Values.RETURN_VALUE, type);
    }

    /** What the instances of a mapped task returned, in map order, without those that have no result. */
    public <T> List<T> results(String taskId, Class<T> type) {
        int task = task(taskId);
        List<T> all = new ArrayList<>();
        for (Instance each : model().instancesOf(task)) {
            String json = play.pushed(task, each.mapIndex()).get(Values.RETURN_VALUE);
            if (json != null) {
                all.add(decode(json, type, taskId, Values.RETURN_VALUE));
            }
        }
        return List.copyOf(all);
    }

    /**
     * What the task pushed under a key.
     *
     * @throws NoSuchElementException when there is nothing; the message says what there is
     * @throws IllegalArgumentException when it is of another type
     */
    public <T> T xcom(String taskId, String key, Class<T> type) {
        return value(taskId, onlyIndex(taskId), key, type);
    }

    /** Everything the task pushed, JSON by key; its result is {@code return_value}. */
    public Map<String, String> xcoms(String taskId) {
        return play.pushed(task(taskId), onlyIndex(taskId));
    }

    /** Everything an instance of a mapped task pushed. */
    public Map<String, String> xcoms(String taskId, int mapIndex) {
        return play.pushed(task(taskId), mapIndex);
    }

    /** Updates of assets that tasks of the run made by succeeding, in order. */
    public List<AssetEvent> assetEvents() {
        return play.assetEvents();
    }

    /** The tries of a task, in order; empty: its body was not called. */
    public List<TaskTry> tries(String taskId) {
        return tries(taskId, onlyIndex(taskId));
    }

    /** The tries of an instance of a mapped task. */
    public List<TaskTry> tries(String taskId, int mapIndex) {
        return play.tries(task(taskId), mapIndex).stream()
                .map(t -> new TaskTry(
                        t.number(), t.state(), t.reason(), t.message(), t.start(), t.end(), t.looks(), t.log()))
                .toList();
    }

    /** The lines of all tries of a task, logged by its context or printed. */
    public List<String> log(String taskId) {
        return tries(taskId).stream().flatMap(t -> t.log().stream()).toList();
    }

    /** The lines of all tries of an instance of a mapped task. */
    public List<String> log(String taskId, int mapIndex) {
        return tries(taskId, mapIndex).stream().flatMap(t -> t.log().stream()).toList();
    }

    /** Fields of the task's operator as it ran, its templates filled in: JSON by name; empty: no operator ran. */
    public Map<String, String> rendered(String taskId) {
        List<PlayedTry> tries = play.tries(task(taskId), onlyIndex(taskId));
        String json = tries.isEmpty() ? null : tries.getLast().rendered();
        Map<String, String> fields = new LinkedHashMap<>();
        if (json != null) {
            ((JsonObject) JsonValue.parse(json)).members().forEach((name, value) -> fields.put(name, value.toJson()));
        }
        return fields;
    }

    /**
     * Why a task is what it is: for one that is over, the code of the rule that decided ({@code not_chosen:gate},
     * {@code upstream_failed:…}, {@code exception}); for one that did not start, a sentence for each rule that holds it
     * back. Empty: its state says it.
     */
    public List<String> why(String taskId) {
        return why(taskId, onlyIndex(taskId));
    }

    /** Why an instance of a mapped task is what it is. */
    public List<String> why(String taskId, int mapIndex) {
        return play.why(task(taskId), mapIndex);
    }

    /** The callbacks that were called, in order. */
    public List<CallbackCall> callbacks() {
        return play.callbacks().stream()
                .map(c -> new CallbackCall(c.taskId(), c.mapIndex(), c.kind(), c.problem(), c.log()))
                .toList();
    }

    /**
     * The run with the states of its tasks and the last words of those that failed: for the message of an assertion.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("run '" + runId() + "' of dag '"
                + graph().spec().dagId() + "' is " + state()
                + play.runReason().map(reason -> " (" + reason + ")").orElse("")
                + stoppedBefore().map(task -> ", stopped before '" + task + "'").orElse(""));
        for (Instance each : model().instances()) {
            String taskId = graph().task(each.task()).taskId();
            text.append("\n  ").append(taskId).append(each.mapIndex() < 0 ? "" : "[" + each.mapIndex() + "]");
            text.append(": ").append(each.state().wireName());
            List<String> why = why(taskId, each.mapIndex());
            text.append(why.isEmpty() ? "" : " (" + String.join("; ", why) + ")");
            List<TaskTry> tries = tries(taskId, each.mapIndex());
            if (!tries.isEmpty() && tries.getLast().state().equals("failed")) {
                tries.getLast()
                        .findMessage()
                        .ifPresent(message -> text.append("\n    ").append(message));
                tries.getLast().log().forEach(line -> text.append("\n    | ").append(line.replace("\n", "\n    | ")));
            }
        }
        return text.toString();
    }

    RunModel model() {
        return play.model();
    }

    private Graph graph() {
        return play.dag().graph();
    }

    private int task(String taskId) {
        return play.dag().requireTask(taskId);
    }

    private int onlyIndex(String taskId) {
        int task = task(taskId);
        if (model().expanded(task)) {
            throw new IllegalStateException("task '" + taskId + "' is mapped and has " + model().instances(task)
                    + " instances; say which, from 0 on");
        }
        return -1;
    }

    private Instance instance(String taskId, int mapIndex) {
        int task = task(taskId);
        boolean exists = model().instances(task) > Math.max(0, mapIndex) && model().expanded(task) == (mapIndex >= 0);
        if (!exists) {
            throw new NoSuchElementException("the run has no instance '" + taskId + "'"
                    + (mapIndex < 0 ? "" : "[" + mapIndex + "]") + "; it has " + model().instances(task));
        }
        return model().instance(task, mapIndex);
    }

    private <T> T value(String taskId, int mapIndex, String key, Type type) {
        Map<String, String> pushed = play.pushed(task(taskId), mapIndex);
        String json = pushed.get(key);
        if (json == null) {
            throw new NoSuchElementException("task '" + taskId + "' has no value '" + key + "'; it is "
                    + state(taskId, mapIndex) + " and has " + pushed.keySet());
        }
        return decode(json, type, taskId, key);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the codec gives exactly the type asked for
    private static <T> T decode(String json, Type type, String taskId, String key) {
        @Nullable Object value;
        try {
            value = XComType.of(type).decode(json);
        } catch (XComException e) {
            throw new IllegalArgumentException(
                    "value '" + key + "' of task '" + taskId + "' is no " + type.getTypeName() + ": " + json, e);
        }
        if (value == null) {
            throw new NoSuchElementException("value '" + key + "' of task '" + taskId + "' is null");
        }
        return (T) value;
    }
}

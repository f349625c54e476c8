package dev.rondo.sdk.internal;

import dev.rondo.sdk.Callback;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.internal.build.DagTypes;
import dev.rondo.sdk.internal.build.Problems;
import dev.rondo.sdk.internal.build.TaskCallbacks;
import dev.rondo.sdk.internal.define.BodyCode;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.DagHandle;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.text.Nearest;
import dev.rondo.sdk.spec.DeadlineSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The bodies of a DAG that was defined, found again by the ids of their tasks. Nothing is checked: the graph was, when
 * the DAG was loaded. Made for one thread.
 */
public final class Bodies {

    private final DagDraft dag;
    private final DagTypes types;
    private final Map<String, TaskDraft> tasks = new HashMap<>();

    private final Map<String, BodyCode> replaced;

    private Bodies(DagDraft dag, Map<String, BodyCode> replaced) {
        this.dag = dag;
        this.replaced = Map.copyOf(replaced);
        this.types = new DagTypes(dag, new Problems(dag));
        dag.tasks().forEach(task -> tasks.put(task.id(), task));
    }

    /** The bodies of the DAG. */
    public static Bodies of(Dag dag) {
        return of(dag, Map.of());
    }

    /**
     * The bodies of the DAG, some replaced by others, as tests do. What takes the place of a body is bound by its types
     * as the body was.
     *
     * @param replaced by task id; other ids mean nothing
     */
    public static Bodies of(Dag dag, Map<String, BodyCode> replaced) {
        return new Bodies(DagHandle.draftOf(dag), replaced);
    }

    /** The id of the DAG. */
    public String dagId() {
        return dag.id();
    }

    /** The record that holds the DAG's params; empty when it has none. */
    public Optional<Class<? extends Record>> findParamsType() {
        return dag.params().stream().findFirst().map(Record::getClass);
    }

    /**
     * The body of a task.
     *
     * @throws NoSuchElementException when the DAG has no such task; the message says what it has
     */
    public TaskBody require(String taskId) {
        TaskDraft task = tasks.get(taskId);
        if (task == null) {
            throw new NoSuchElementException("dag '" + dag.id() + "' has no task '" + taskId + "'; "
                    + Nearest.hint(taskId, tasks.keySet(), "its class may have changed since the run began"));
        }
        return new TaskBody(task, types, replaced.get(taskId));
    }

    /**
     * What the DAG wants done after a run, {@code success} or {@code failure}, or when one of its deadlines is missed,
     * {@code deadline-NAME}.
     */
    public Optional<Callback> findCallback(String kind) {
        if (kind.startsWith(DeadlineSpec.CALLBACK)) {
            return TaskCallbacks.findMissed(dag, null, kind);
        }
        return Optional.ofNullable(
                switch (kind) {
                    case "success" -> dag.settings().onSuccess();
                    case "failure" -> dag.settings().onFailure();
                    default -> throw new IllegalArgumentException("a DAG has no callback '" + kind + "'");
                });
    }
}

package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Callback;
import dev.rondo.sdk.DagInvalidException;
import dev.rondo.sdk.Deadline;
import dev.rondo.sdk.Problem;
import dev.rondo.sdk.ProblemCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A DAG while it is defined. */
public final class DagDraft {

    /** A graph of this many tasks is drawn, stored and compared in well under a second; beyond it a map is meant. */
    public static final int MAX_TASKS = 20_000;

    private final String id;
    private final String where;
    private final DagSettings settings = new DagSettings();
    private final List<TaskDraft> tasks = new ArrayList<>();
    private final List<GroupDraft> groups = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<Record> params = new ArrayList<>();
    private final List<DeadlineDraft> deadlines = new ArrayList<>();
    private OptionSet defaultArgs = OptionSet.NONE;
    private OptionSet options = OptionSet.NONE;

    DagDraft(String id) {
        this.id = id;
        this.where = Where.here();
    }

    TaskDraft task(@Nullable GroupDraft group, String localId, @Nullable Mapping mapping, List<Source<?>> inputs) {
        if (tasks.size() == MAX_TASKS) {
            throw new DagInvalidException(List.of(new Problem(
                    ProblemCode.TOO_MANY_TASKS,
                    id,
                    null,
                    Where.here(),
                    "a DAG has at most " + MAX_TASKS + " tasks and this one defines more",
                    "use map(id, list), which is one task however long the list is, or split the DAG")));
        }
        var task = new TaskDraft(this, group, localId, Where.here(), mapping, inputs);
        tasks.add(task);
        return task;
    }

    GroupDraft group(@Nullable GroupDraft parent, String localId, String where, @Nullable Mapping mapping) {
        var group = new GroupDraft(this, parent, localId, where, mapping);
        groups.add(group);
        return group;
    }

    /** Takes back a task that turns out to be a mapped group. */
    void withdraw(TaskDraft task) {
        for (int i = tasks.size() - 1; i >= 0; i--) {
            if (tasks.get(i) == task) {
                tasks.remove(i);
                return;
            }
        }
    }

    void edge(Endpoint from, Endpoint to) {
        edges.add(new Edge(from, to, Where.here()));
    }

    void params(Record defaults) {
        params.add(defaults);
    }

    void deadline(String name, @Nullable TaskDraft task, Deadline by, @Nullable Callback missed) {
        deadlines.add(new DeadlineDraft(name, task, by.said(), missed, Where.here()));
    }

    void options(OptionSet changed) {
        options = changed;
    }

    void defaultArgs(OptionSet changed) {
        defaultArgs = changed;
    }

    /** The id as written. */
    public String id() {
        return id;
    }

    /** Line of its definition. */
    public String where() {
        return where;
    }

    /** What is said of the DAG as a whole. */
    public DagSettings settings() {
        return settings;
    }

    /** Its tasks in order of definition. */
    public List<TaskDraft> tasks() {
        return Collections.unmodifiableList(tasks);
    }

    /** Its groups in order of definition. */
    public List<GroupDraft> groups() {
        return Collections.unmodifiableList(groups);
    }

    /** The lines drawn by word; inputs make more. */
    public List<Edge> edges() {
        return Collections.unmodifiableList(edges);
    }

    /** The params records given; one at most is right. */
    public List<Record> params() {
        return Collections.unmodifiableList(params);
    }

    /** Its deadlines and those of its tasks, in order of definition. */
    public List<DeadlineDraft> deadlines() {
        return Collections.unmodifiableList(deadlines);
    }

    /** Options said on it directly. */
    public OptionSet options() {
        return options;
    }

    /** Its default arguments. */
    public OptionSet defaultArgs() {
        return defaultArgs;
    }
}

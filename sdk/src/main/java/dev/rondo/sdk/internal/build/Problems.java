package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.Problem;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.GroupDraft;
import dev.rondo.sdk.internal.define.TaskDraft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the problems of one DAG, so that its author sees them all at once. */
public final class Problems {

    /** A mistake made in a loop has as many problems as the loop has turns: beyond this many the rest are of no use. */
    private static final int MAX = 200;

    private final DagDraft dag;
    private final List<Problem> found = new ArrayList<>();

    public Problems(DagDraft dag) {
        this.dag = dag;
    }

    /** One of the DAG as a whole. */
    public void add(ProblemCode code, String message, String mend) {
        add(code, null, dag.where(), message, mend);
    }

    /** One of a task. */
    public void add(ProblemCode code, TaskDraft task, String message, String mend) {
        add(code, task.id(), task.where(), message, mend);
    }

    /** One of a group. */
    public void add(ProblemCode code, GroupDraft group, String message, String mend) {
        add(code, group.id(), group.where(), message, mend);
    }

    /** One at a line of its own. */
    public void add(ProblemCode code, @Nullable String taskId, String where, String message, String mend) {
        if (found.size() < MAX) {
            found.add(new Problem(code, dag.id(), taskId, where, message, mend));
        }
    }

    /** Whether any of them keeps the DAG from being loaded. */
    public boolean hasErrors() {
        return found.stream().anyMatch(p -> !p.code().isWarning());
    }

    /** All, in the order they were found. */
    public List<Problem> all() {
        return List.copyOf(found);
    }
}

package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.GroupDraft;
import dev.rondo.sdk.internal.define.TaskDraft;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks ids: their form, and that there is one of each. */
final class IdChecks {

    /** Airflow's limit, and that of the columns. */
    private static final int MAX_CHARS = 250;

    /** Airflow's characters; the first one is stricter, so that no id is {@code ..} or looks like an option. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private static final String MEND = "use letters, digits, dots, dashes and underscores, at most " + MAX_CHARS
            + ", beginning with a letter, digit or underscore";

    private static final String RENAME = "give each task and group of a DAG an id of its own";

    private IdChecks() {}

    static void check(DagDraft dag, Problems problems) {
        wrong(dag.id(), dag.id())
                .ifPresent(wrong -> problems.add(ProblemCode.BAD_ID, "the id of the dag " + wrong, MEND));
        Map<String, String> lines = new HashMap<>();
        for (GroupDraft group : dag.groups()) {
            wrong(group.localId(), group.id())
                    .ifPresent(wrong -> problems.add(ProblemCode.BAD_ID, group, "the id of the group " + wrong, MEND));
            taken(lines, group.id(), group.where())
                    .ifPresent(taken -> problems.add(ProblemCode.DUPLICATE_TASK_ID, group, taken, RENAME));
        }
        for (TaskDraft task : dag.tasks()) {
            wrong(task.localId(), task.id())
                    .ifPresent(wrong -> problems.add(ProblemCode.BAD_ID, task, "the id of the task " + wrong, MEND));
            taken(lines, task.id(), task.where())
                    .ifPresent(taken -> problems.add(ProblemCode.DUPLICATE_TASK_ID, task, taken, RENAME));
        }
    }

    private static Optional<String> wrong(String local, String full) {
        if (full.length() > MAX_CHARS) {
            return Optional.of("has " + full.length() + " characters");
        }
        return FORM.matcher(local).matches()
                ? Optional.empty()
                : Optional.of(local.isEmpty() ? "is empty" : "has characters that ids cannot have: '" + local + "'");
    }

    private static Optional<String> taken(Map<String, String> lines, String id, String where) {
        String first = lines.putIfAbsent(id, where);
        return Optional.ofNullable(first).map(line -> "the id '" + id + "' is taken since " + line);
    }
}

package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.DagFamily;
import dev.rondo.sdk.Input;
import dev.rondo.sdk.Node;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.Tasks;
import dev.rondo.sdk.internal.define.Option;
import dev.rondo.sdk.internal.define.OptionSet;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.define.Work;
import dev.rondo.sdk.internal.operator.OperatorRecord;
import dev.rondo.sdk.internal.xcom.LambdaType;
import dev.rondo.sdk.internal.xcom.LambdaType.Captured;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that bodies capture only what cannot change. A worker calls {@code define()} anew, elsewhere and later; what a
 * body captures must be the same there.
 */
final class CaptureChecks {

    private final Functions functions;
    private final Problems problems;

    CaptureChecks(Functions functions, Problems problems) {
        this.functions = functions;
        this.problems = problems;
    }

    /** Checks the body, the callbacks and the operator's lambdas of a task. */
    void check(TaskDraft task) {
        functions.of(task).ifPresent(body -> check(body, "its body", task.id(), task.where()));
        checkCallbacks(task.options(), task.id(), task.where());
        if (task.work() instanceof Work.Given given) {
            OperatorRecord.of(given.operator())
                    .map(OperatorRecord::functions)
                    .orElse(List.of())
                    .forEach(function -> check(function, "its operator's code", task.id(), task.where()));
        }
    }

    /** Checks the callbacks that one place says. */
    void checkCallbacks(OptionSet options, @Nullable String id, String where) {
        for (Map.Entry<Option, Object> said : options.entries()) {
            if (said.getKey().isCallback()) {
                check((Serializable) said.getValue(), said.getKey().wireName(), id, where);
            }
        }
    }

    /** Checks one callback. */
    void check(Serializable function, String what, @Nullable String id, String where) {
        try {
            check(LambdaType.of(function), what, id, where);
        } catch (IllegalArgumentException e) {
            problems.add(
                    ProblemCode.TASK_CAPTURES_STATE,
                    id,
                    where,
                    what + " cannot be read: " + e.getMessage(),
                    "write it as a lambda or method reference in the DAG's class");
        }
    }

    private void check(LambdaType function, String what, @Nullable String id, String where) {
        for (Captured captured : function.captured()) {
            String refusal = captured.refusal();
            Object value = captured.value();
            boolean handle = value instanceof Input<?> || value instanceof Node<?> || value instanceof Tasks;
            if (refusal != null || handle || value instanceof TaskContext) {
                String name = captured.name() == null ? "" : " (field " + captured.name() + ")";
                problems.add(
                        ProblemCode.TASK_CAPTURES_STATE,
                        id,
                        where,
                        what + " in " + function.where() + " captures a " + className(value) + name + ": "
                                + (handle || refusal == null ? "it exists only while the DAG is defined" : refusal),
                        mend(value));
            }
        }
    }

    private static String className(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }

    private static String mend(@Nullable Object value) {
        if (value instanceof Input<?>) {
            return "pass it as an input: task(id, input), and take it as an argument of the body";
        }
        if (value instanceof DagDefinition || value instanceof DagFamily) {
            return "make the method static, so that the body does not hold the DAG's object";
        }
        return "capture strings, numbers, enums, java.time or records of these, and read the rest inside the body";
    }
}

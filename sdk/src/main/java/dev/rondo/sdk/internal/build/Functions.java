package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.define.Work;
import dev.rondo.sdk.internal.xcom.LambdaType;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What can be read from the bodies of a DAG, each read once. */
final class Functions {

    private final Problems problems;
    private final Map<TaskDraft, Optional<LambdaType>> read = new HashMap<>();

    Functions(Problems problems) {
        this.problems = problems;
    }

    /** What the task's author wrote; empty when it is no function, or cannot be read, which is then reported. */
    Optional<LambdaType> of(TaskDraft task) {
        Optional<LambdaType> known = read.get(task);
        if (known == null) {
            known = switch (task.work()) {
                case Work.Code code -> read(task, code.written());
                case Work.Made made -> read(task, made.written());
                case Work.Given given -> Optional.empty();
                case Work.Approval approval -> Optional.empty();
                case null -> Optional.empty();
            };
            read.put(task, known);
        }
        return known;
    }

    private Optional<LambdaType> read(TaskDraft task, Serializable function) {
        try {
            return Optional.of(LambdaType.of(function));
        } catch (IllegalArgumentException e) {
            problems.add(
                    ProblemCode.XCOM_TYPE_UNKNOWN,
                    task,
                    "its body cannot be read: " + e.getMessage(),
                    "write the body as a lambda or method reference in the DAG's class");
            return Optional.empty();
        }
    }
}

package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.define.Work;
import dev.rondo.sdk.internal.operator.OperatorRecord;
import dev.rondo.sdk.internal.xcom.XComType.Compilation;
import dev.rondo.sdk.spec.OperatorSpec;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds how operators that were given directly stand in the graph. */
final class OperatorSpecs {

    private final Problems problems;
    private final Map<Type, Compilation> types = new HashMap<>();
    private final Map<TaskDraft, Optional<OperatorSpec>> found = new HashMap<>();

    OperatorSpecs(Problems problems) {
        this.problems = problems;
    }

    /** The operator of the task; empty when it has none, or one that cannot stand in the graph, which is reported. */
    Optional<OperatorSpec> of(TaskDraft task) {
        Optional<OperatorSpec> known = found.get(task);
        if (known == null) {
            known = task.work() instanceof Work.Given given ? find(task, given) : Optional.empty();
            found.put(task, known);
        }
        return known;
    }

    private Optional<OperatorSpec> find(TaskDraft task, Work.Given given) {
        Optional<OperatorRecord> operator = OperatorRecord.of(given.operator(), types);
        if (operator.isEmpty()) {
            problems.add(
                    ProblemCode.BAD_OPERATOR,
                    task,
                    "its operator " + given.operator().getClass().getName() + " is no record",
                    "write it as a record whose components are what it needs");
        }
        return operator.map(record -> record.spec(wrong -> problems.add(
                ProblemCode.BAD_OPERATOR,
                task,
                wrong,
                "use strings, numbers, enums, java.time, records and lists or maps of these as components")));
    }
}

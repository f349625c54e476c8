package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.Mapping;
import dev.rondo.sdk.internal.define.Source;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.xcom.XComType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The types of a DAG's tasks, each found when it is asked for. */
public final class DagTypes {

    private final Problems problems;
    private final Functions functions;
    private final ResultTypes results;
    private final InputTypes inputs;
    private final Map<TaskDraft, Optional<TaskTypes>> found = new HashMap<>();

    /** What cannot be found is reported to the problems, once. */
    public DagTypes(DagDraft dag, Problems problems) {
        this.problems = problems;
        this.functions = new Functions(problems);
        this.results = new ResultTypes(functions, new Consumers(dag.tasks(), functions), problems);
        this.inputs = new InputTypes(results, problems);
    }

    Functions functions() {
        return functions;
    }

    /** The type of a task's result as its body has it; null: none, or not known. */
    @Nullable
    Type resultOf(TaskDraft task) {
        return results.of(task);
    }

    /** The types of a task; empty when one of them is not known or cannot be passed. */
    public Optional<TaskTypes> of(TaskDraft task) {
        Optional<TaskTypes> known = found.get(task);
        if (known == null) {
            known = find(task);
            found.put(task, known);
        }
        return known;
    }

    private Optional<TaskTypes> find(TaskDraft task) {
        List<ArgumentType> arguments = new ArrayList<>();
        for (Source<?> input : task.inputs()) {
            argument(input, task).ifPresent(arguments::add);
        }
        Type result = results.of(task);
        XComType passable = result == null ? null : results.passable(task);
        boolean unknownResult = result == null ? results.isUnknown(task) : passable == null;
        return unknownResult || arguments.size() < task.inputs().size()
                ? Optional.empty()
                : Optional.of(new TaskTypes(arguments, passable));
    }

    private Optional<ArgumentType> argument(Source<?> input, TaskDraft task) {
        Type type = inputs.of(input, task);
        if (type == null && input instanceof Source.Result<?> nothing && !results.isUnknown(nothing.task())) {
            problems.add(
                    ProblemCode.BAD_INPUT,
                    task,
                    "it reads the result of '" + nothing.task().id() + "', which has none",
                    "take the input out and say .after(…) where only the order counts");
        }
        XComType passable = type == null ? null : results.passableInput(type, input, task);
        boolean optional = input instanceof Source.Result<?> result && result.optional();
        return passable == null ? Optional.empty() : Optional.of(new ArgumentType(passable, optional));
    }

    /** The type of the elements of each axis, as far as they are known and can be passed. */
    List<Optional<XComType>> elements(Mapping mapping, TaskDraft reader) {
        return inputs.elements(mapping, reader).stream()
                .map(type -> type.map(t -> results.passable(t, reader, "the element it is mapped over")))
                .toList();
    }
}

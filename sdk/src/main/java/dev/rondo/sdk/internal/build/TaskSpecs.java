package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.NoAnswer;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.GroupDraft;
import dev.rondo.sdk.internal.define.Mapping;
import dev.rondo.sdk.internal.define.Source;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.define.Work;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.xcom.JsonSchemaCheck;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import dev.rondo.sdk.spec.GroupSpec;
import dev.rondo.sdk.spec.InputSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.sdk.spec.TaskSpec.Body;
import dev.rondo.sdk.spec.TaskSpec.TypeSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns drafts in which nothing is wrong into specs. */
final class TaskSpecs {

    private final Graph graph;
    private final DagTypes types;
    private final OptionResolver options;
    private final OperatorSpecs operators;
    private final BranchChecks branches;
    private final Problems problems;
    private final Set<TaskDraft> tornDown = new HashSet<>();

    TaskSpecs(
            DagDraft dag,
            Graph graph,
            DagTypes types,
            OptionResolver options,
            OperatorSpecs operators,
            BranchChecks branches,
            Problems problems) {
        this.graph = graph;
        this.types = types;
        this.options = options;
        this.operators = operators;
        this.branches = branches;
        this.problems = problems;
        for (TaskDraft task : dag.tasks()) {
            List<TaskDraft> setups = task.teardownOf();
            if (setups != null) {
                tornDown.addAll(setups);
            }
        }
    }

    /** The spec of a group. */
    GroupSpec of(GroupDraft group, List<TaskDraft> tasks) {
        Mapping mapping = group.mapping();
        return new GroupSpec(
                group.id(),
                group.parent() == null ? null : group.parent().id(),
                mapping == null || tasks.isEmpty() ? null : mapping(mapping, tasks.getFirst()),
                group.doc());
    }

    /** The spec of a task. */
    TaskSpec of(TaskDraft task) {
        TaskTypes typed = types.of(task).orElseThrow(() -> new IllegalStateException("no types: " + task.id()));
        Body body = BodyKind.of(task);
        OptionResolver.Resolved resolved = options.resolve(task);
        List<TaskDraft> setups = task.teardownOf();
        XComType result = typed.result();
        return new TaskSpec(
                task.id(),
                task.group() == null ? null : task.group().id(),
                body,
                operators.of(task).orElse(null),
                task.inputs().stream().map(TaskSpecs::input).toList(),
                graph.above(task).stream().map(TaskDraft::id).toList(),
                resolved.spec(SpecBuilder.triggerRule(task, options)),
                task.isSetup() || tornDown.contains(task),
                setups == null
                        ? null
                        : setups.stream().map(TaskDraft::id).distinct().toList(),
                task.isFailsRun(),
                body == Body.CHOOSE ? branches.targets(task) : Map.of(),
                task.mapping() == null ? null : mapping(task.mapping(), task),
                result == null ? null : new TypeSpec(result.name(), result.schema()),
                typed.signature(body),
                resolved.origins(),
                task.mapName(),
                task.work() instanceof Work.Approval && result != null
                        ? result.jsonSchema().toJson()
                        : null,
                defaultAnswer(task, result, resolved),
                task.outlets().stream().distinct().toList(),
                task.inlets().stream().distinct().toList());
    }

    /** What an approval takes for the answer when nobody gives one; null: nothing. */
    private @Nullable String defaultAnswer(TaskDraft task, @Nullable XComType type, OptionResolver.Resolved resolved) {
        if (!(task.work() instanceof Work.Approval approval) || type == null) {
            return null;
        }
        boolean rejects = approval.noAnswer() == NoAnswer.REJECT;
        if (approval.otherwise() == null && !rejects) {
            return null;
        }
        if (resolved.spec(SpecBuilder.triggerRule(task, options)).executionTimeout() == null) {
            problems.add(
                    ProblemCode.BAD_OPTION,
                    task,
                    "there is an answer for when nobody answers in time, and no time",
                    "add .executionTimeout(Duration.ofHours(8)), or give the class of the answer alone");
        }
        if (rejects) {
            return TaskSpec.REJECTION;
        }
        try {
            String answer = type.encode(approval.otherwise());
            List<JsonSchemaCheck.Misfit> misfits = JsonSchemaCheck.misfits(type.jsonSchema(), JsonValue.parse(answer));
            if (!misfits.isEmpty()) {
                problems.add(
                        ProblemCode.BAD_OPTION,
                        task,
                        "the default answer does not fit its own form: " + misfits,
                        "give values that a person could give, too");
            }
            return answer;
        } catch (XComException e) {
            problems.add(
                    ProblemCode.BAD_OPTION,
                    task,
                    "the default answer cannot be written down: " + e.getMessage(),
                    "use strings, numbers, enums, java.time, records and lists or maps of these");
            return null;
        }
    }

    private static InputSpec input(Source<?> input) {
        return switch (input) {
            case Source.Result<?> result -> new InputSpec.Result(result.task().id(), result.optional());
            case Source.Gathered<?> gathered ->
                new InputSpec.Gathered(
                        gathered.parts().stream().map(TaskSpecs::taskId).toList());
            case Source.Params<?> params -> new InputSpec.Params();
            case Source.Element<?> element -> new InputSpec.Element(element.axis());
            case Source.Entries<?> entries -> input(entries.map());
        };
    }

    private static String taskId(Source<?> source) {
        if (source.origin() instanceof Source.Result<?> result) {
            return result.task().id();
        }
        throw new IllegalStateException("a part that is no result was let through: " + source);
    }

    private MappingSpec mapping(Mapping mapping, TaskDraft reader) {
        if (mapping.combine() == MappingSpec.Combine.ZIP
                && mapping.axes().stream().anyMatch(TaskSpecs::isUnordered)) {
            problems.add(
                    ProblemCode.BAD_MAPPING,
                    reader,
                    "it is mapped over a set or the keys or values of a map, zipped with others: which elements belong"
                            + " together goes by their order, and these have none",
                    "give lists; for the entries of a map, use dag.entries(map)");
        }
        var elements = types.elements(mapping, reader);
        List<MappingSpec.Axis> axes = new ArrayList<>();
        for (int i = 0; i < mapping.axes().size(); i++) {
            XComType element = elements.get(i).orElse(null);
            axes.add(
                    switch (mapping.axes().get(i)) {
                        case Mapping.Axis.Of of -> new MappingSpec.Axis.Result(taskId(of.list()));
                        case Mapping.Axis.Literal literal -> literal(literal, element, reader);
                    });
        }
        return new MappingSpec(axes, mapping.combine(), null);
    }

    private static boolean isUnordered(Mapping.Axis axis) {
        return axis instanceof Mapping.Axis.Literal literal && !literal.ordered();
    }

    private MappingSpec.Axis literal(Mapping.Axis.Literal axis, @Nullable XComType type, TaskDraft reader) {
        List<String> encoded = new ArrayList<>();
        for (Object element : axis.elements()) {
            try {
                encoded.add(type == null ? "null" : type.encode(element));
            } catch (XComException e) {
                problems.add(
                        ProblemCode.BAD_MAPPING,
                        reader,
                        "the element " + encoded.size() + " it is mapped over cannot be passed: " + e.getMessage(),
                        "map over plain values");
                break;
            }
        }
        if (!axis.ordered()) {
            Collections.sort(encoded); // a set has another order in each JVM, and the DAG would have another version
        }
        return new MappingSpec.Axis.Literal(
                "[" + String.join(",", encoded) + "]", axis.elements().size());
    }
}

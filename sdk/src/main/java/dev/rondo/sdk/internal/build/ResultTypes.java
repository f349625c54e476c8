package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.Operator;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.SchedulerOperator;
import dev.rondo.sdk.internal.define.Source;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.define.Work;
import dev.rondo.sdk.internal.xcom.LambdaType;
import dev.rondo.sdk.internal.xcom.LambdaType.Result;
import dev.rondo.sdk.internal.xcom.XComProblem;
import dev.rondo.sdk.internal.xcom.XComType;
import dev.rondo.sdk.internal.xcom.XComType.Compilation;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the type of each task's result; of a mapped task, of one instance's. */
final class ResultTypes {

    private final Functions functions;
    private final Consumers consumers;
    private final Problems problems;
    private final Map<TaskDraft, Optional<Type>> found = new HashMap<>();
    private final Map<TaskDraft, Optional<XComType>> passable = new HashMap<>();
    private final Set<TaskDraft> unknown = new HashSet<>();
    private final Map<Type, Compilation> compiled = new HashMap<>();

    ResultTypes(Functions functions, Consumers consumers, Problems problems) {
        this.functions = functions;
        this.consumers = consumers;
        this.problems = problems;
    }

    /** The type; null when the task has no result, or when it is not known, which is then reported. */
    @Nullable
    Type of(TaskDraft task) {
        Optional<Type> known = found.get(task);
        if (known == null) {
            known = Optional.ofNullable(find(task)).filter(type -> type != Void.class);
            found.put(task, known);
        }
        return known.orElse(null);
    }

    /** Whether the task has a result of a type that could not be found. */
    boolean isUnknown(TaskDraft task) {
        return of(task) == null && unknown.contains(task);
    }

    /** The type ready to be passed; null when there is none, or when it cannot be passed, which is then reported. */
    @Nullable
    XComType passable(TaskDraft task) {
        Optional<XComType> known = passable.get(task);
        if (known == null) {
            Type type = of(task);
            known = Optional.ofNullable(type == null ? null : passable(type, task, "its result"));
            passable.put(task, known);
        }
        return known.orElse(null);
    }

    /** The type of an argument; when its own task reports that it cannot be passed, the reader does not. */
    @Nullable
    XComType passableInput(Type type, Source<?> input, TaskDraft reader) {
        if (input.origin() instanceof Source.Result<?> result && passable(result.task()) == null) {
            return null;
        }
        return passable(type, reader, "an argument of its body");
    }

    /** A type ready to be passed; null when it cannot be, which is then reported for the task. */
    @Nullable
    XComType passable(Type type, TaskDraft task, String what) {
        return switch (compiled.computeIfAbsent(type, XComType::compile)) {
            case Compilation.Usable usable -> usable.type();
            case Compilation.Refused refused -> {
                for (XComProblem problem : refused.problems()) {
                    problems.add(
                            ProblemCode.valueOf(problem.code().name()),
                            task,
                            what + " cannot be passed between tasks: " + problem.message(),
                            "pass strings, numbers, enums, java.time, records and lists or maps of these");
                }
                yield null;
            }
        };
    }

    private @Nullable Type find(TaskDraft task) {
        Type stated = task.returns();
        if (stated != null) {
            return stated;
        }
        return switch (task.work()) {
            case Work.Code code ->
                switch (code.verb()) {
                    case CALL, CHOOSE ->
                        functions.of(task).map(f -> ofFunction(task, f)).orElse(null);
                    case SHORT_CIRCUIT -> Boolean.class;
                    default -> null;
                };
            case Work.Given given -> ofOperator(task, given.operator().getClass());
            case Work.Made made -> functions.of(task).map(f -> ofMade(task, f)).orElse(null);
            case Work.Approval approval -> approval.answer();
            case null -> null;
        };
    }

    private @Nullable Type ofFunction(TaskDraft task, LambdaType function) {
        return switch (function.result()) {
            case Result.Known known -> known.type();
            case Result.Nothing nothing -> null;
            case Result.Unknown unknown -> ofConsumers(task, unknown.erased());
        };
    }

    private @Nullable Type ofMade(TaskDraft task, LambdaType function) {
        if (function.result() instanceof Result.Known known) {
            if (known.type() instanceof Class<?> c && SchedulerOperator.class.isAssignableFrom(c)) {
                problems.add(
                        ProblemCode.BAD_OPERATOR,
                        task,
                        c.getSimpleName()
                                + " is carried out by the scheduler, which cannot call the lambda that makes it",
                        "give it directly: task(id).use(new " + c.getSimpleName() + "())");
            }
            return ofOperator(task, known.type());
        }
        return unknown(task, "the operator its lambda makes");
    }

    private @Nullable Type ofOperator(TaskDraft task, Type operator) {
        Optional<Type> result = SuperTypes.argument(operator, Operator.class);
        return result.isPresent() ? result.get() : unknown(task, operator.getTypeName());
    }

    /** A lambda's generic result says only its class; what its readers expect may say the rest. */
    private @Nullable Type ofConsumers(TaskDraft task, Class<?> erased) {
        Set<Type> expected = consumers.expected(task, erased);
        if (expected.size() == 1) {
            return expected.iterator().next();
        }
        String what = expected.isEmpty()
                ? erased.getSimpleName() + " without its type arguments"
                : "different things to its readers ("
                        + expected.stream().map(Type::getTypeName).collect(Collectors.joining(", ")) + ")";
        return unknown(task, what);
    }

    private @Nullable Type unknown(TaskDraft task, String what) {
        unknown.add(task);
        problems.add(
                ProblemCode.XCOM_TYPE_UNKNOWN,
                task,
                "the type of its result cannot be read: it is " + what,
                "use a method reference in place of the lambda, or add .returns(new TypeOf<List<Shard>>() {}) with the"
                        + " type you mean");
        return null;
    }
}

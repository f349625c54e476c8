package dev.rondo.sdk.internal;

import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.Callback;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.Operator;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.internal.build.ArgumentType;
import dev.rondo.sdk.internal.build.BodyKind;
import dev.rondo.sdk.internal.build.DagTypes;
import dev.rondo.sdk.internal.build.TaskCallbacks;
import dev.rondo.sdk.internal.build.TaskTypes;
import dev.rondo.sdk.internal.define.Arguments;
import dev.rondo.sdk.internal.define.BodyCode;
import dev.rondo.sdk.internal.define.Source;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.define.Work;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of one task, ready to run. */
public final class TaskBody {

    private final TaskDraft task;
    private final DagTypes types;
    private final @Nullable BodyCode replaced;

    TaskBody(TaskDraft task, DagTypes types, @Nullable BodyCode replaced) {
        this.task = task;
        this.types = types;
        this.replaced = replaced;
    }

    /** Full id of the task. */
    public String taskId() {
        return task.id();
    }

    /** What kind of body it is. */
    public Body kind() {
        return BodyKind.of(task);
    }

    /** Hash over kind and types; differs from the pinned one when the definition changed. */
    public String signature() {
        return types().signature(kind());
    }

    /** What it updates by succeeding. */
    public List<AssetRef> outlets() {
        return task.outlets();
    }

    /** Whose updates it may ask for. */
    public List<AssetRef> inlets() {
        return task.inlets();
    }

    /** Template of an instance's name, for which {@code element} is known as well; empty: its index. */
    public Optional<String> findMapName() {
        return Optional.ofNullable(task.mapName());
    }

    /**
     * What an instance of a mapped task is for, as JSON: its element, or the list of its elements where there are
     * several axes; null's text when it takes none.
     *
     * @param inputs as for {@link #decode}
     */
    public String element(List<@Nullable String> inputs) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < task.inputs().size(); i++) {
            if (task.inputs().get(i).origin() instanceof Source.Element<?>) {
                String json = inputs.get(i);
                elements.add(json == null ? "null" : json);
            }
        }
        return switch (elements.size()) {
            case 0 -> "null";
            case 1 -> elements.getFirst();
            default -> "[" + String.join(",", elements) + "]";
        };
    }

    /** Types of the arguments, in order of the inputs. */
    public List<ArgumentType> arguments() {
        return types().arguments();
    }

    /** Type of the result; empty when there is none. */
    public Optional<XComType> result() {
        return Optional.ofNullable(types().result());
    }

    private TaskTypes types() {
        return types.of(task)
                .orElseThrow(() -> new IllegalStateException("the types of task '" + task.id()
                        + "' cannot be read; the DAG was loaded with another definition of it"));
    }

    /**
     * What the task wants done after {@code success, failure, retry, skipped}, before its body, {@code execute}, or
     * when one of its deadlines is missed, {@code deadline-NAME}.
     */
    public Optional<Callback> findCallback(String kind) {
        return TaskCallbacks.find(task, kind);
    }

    /**
     * The arguments from the JSON of the inputs.
     *
     * @param inputs one per input, in order; an element is null where there is no value
     * @throws IllegalArgumentException when one is missing that must be there, or is not of its type; the message names
     *     task and input
     */
    public Arguments decode(List<@Nullable String> inputs) {
        List<ArgumentType> expected = arguments();
        if (inputs.size() != expected.size()) {
            throw new IllegalArgumentException("task '" + task.id() + "' takes " + expected.size() + " inputs and got "
                    + inputs.size() + "; the DAG was loaded with another definition of it");
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            try {
                values.add(expected.get(i).decode(inputs.get(i)));
            } catch (XComException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "task '" + task.id() + "', input " + (i + 1) + " ("
                                + SourceName.of(task.inputs().get(i)) + "): " + e.getMessage(),
                        e);
            }
        }
        return new Arguments(values.toArray());
    }

    /**
     * Runs the body.
     *
     * @throws Exception what the body threw: the try failed
     */
    public BodyResult run(TaskContext context, Arguments arguments, BodyListener listener) throws Exception {
        try {
            if (replaced != null) {
                return result(kind(), replaced.run(context, arguments));
            }
            return switch (task.work()) {
                case Work.Code code -> result(code.verb(), code.code().run(context, arguments));
                case Work.Given given -> OperatorRun.run(given.operator(), context, listener);
                case Work.Made made -> runMade(made.code().run(context, arguments), context, listener);
                case Work.Approval approval -> throw notHere();
                case null -> throw notHere();
            };
        } catch (SkipException e) {
            return new BodyResult.Skip(String.valueOf(e.getMessage()));
        } catch (FailWithoutRetryException e) {
            return new BodyResult.FailWithoutRetry(String.valueOf(e.getMessage()), e, false);
        } catch (LookAgain e) {
            return OperatorRun.lookAgain(e);
        }
    }

    private BodyResult result(Body verb, @Nullable Object value) {
        return switch (verb) {
            case CHOOSE -> {
                if (!(value instanceof Enum<?> answer)) {
                    throw new IllegalStateException("branch '" + task.id() + "' answered null; return a constant of its"
                            + " enum, with one that on(…) leads nowhere for \"none\"");
                }
                yield new BodyResult.Answer(answer.name());
            }
            case SHORT_CIRCUIT -> {
                if (!(value instanceof Boolean proceed)) {
                    throw new IllegalStateException(
                            "short circuit '" + task.id() + "' answered null; return true or false");
                }
                yield new BodyResult.Proceed(proceed);
            }
            default -> new BodyResult.Value(value);
        };
    }

    private BodyResult runMade(@Nullable Object made, TaskContext context, BodyListener listener) throws Exception {
        if (!(made instanceof Operator<?> operator)) {
            throw new IllegalStateException("task '" + task.id() + "' made no operator: its lambda returned null");
        }
        return OperatorRun.run(operator, context, listener);
    }

    private IllegalStateException notHere() {
        return new IllegalStateException("task '" + task.id() + "' has no body that a worker runs");
    }
}

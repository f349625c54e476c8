package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Choice;
import dev.rondo.sdk.GroupBody;
import dev.rondo.sdk.Input;
import dev.rondo.sdk.Operator;
import dev.rondo.sdk.TaskRef;
import dev.rondo.sdk.spec.MappingSpec.Combine;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The second word of a definition, without the arity: what Task0 to Task6 and Each write into the draft. */
public final class Verbs {

    private final TaskDraft task;

    Verbs(TaskDraft task) {
        this.task = task;
    }

    private <R> TaskRef<R> code(Body verb, Serializable written, BodyCode code) {
        task.work(new Work.Code(verb, Objects.requireNonNull(written, "body"), code));
        return new TaskHandle<>(task);
    }

    /** A body with a result. */
    public <R> TaskRef<R> call(Serializable written, BodyCode code) {
        return code(Body.CALL, written, code);
    }

    /** A body with a result, once per element. */
    public <R> TaskRef<List<R>> callEach(Serializable written, BodyCode code) {
        return code(Body.CALL, written, code);
    }

    /** A body without a result. */
    public TaskRef<Void> run(Serializable written, BodyCode code) {
        return code(Body.RUN, written, code);
    }

    /** A branch. */
    public <E extends Enum<E>> Choice<E> choose(Serializable written, BodyCode code) {
        task.work(new Work.Code(Body.CHOOSE, Objects.requireNonNull(written, "body"), code));
        return new ChoiceHandle<>(task);
    }

    /** A condition. */
    public TaskRef<Boolean> shortCircuit(Serializable written, BodyCode code) {
        return code(Body.SHORT_CIRCUIT, written, code);
    }

    /** An operator given directly. */
    public <R> TaskRef<R> use(Operator<R> operator) {
        task.work(new Work.Given(Objects.requireNonNull(operator, "operator")));
        return new TaskHandle<>(task);
    }

    /** An operator that a body makes. */
    public <R> TaskRef<R> use(Serializable written, BodyCode code) {
        task.work(new Work.Made(Objects.requireNonNull(written, "body"), code));
        return new TaskHandle<>(task);
    }

    /** An operator that a body makes, once per element. */
    public <R> TaskRef<List<R>> useEach(Serializable written, BodyCode code) {
        task.work(new Work.Made(Objects.requireNonNull(written, "body"), code));
        return new TaskHandle<>(task);
    }

    /** A group, once per element. */
    public <A, R> TaskRef<List<R>> groupEach(GroupBody<A, R> body) {
        Mapping mapping = mapping();
        task.dag().withdraw(task);
        GroupDraft group = task.dag().group(task.group(), task.localId(), task.where(), mapping);
        TaskRef<R> result = body.define(new GroupHandle(group), new Source.Element<>(mapping, 0));
        return new TaskHandle<>(TaskHandle.draftOf(result), group);
    }

    /** The same value for all elements. */
    public Verbs constant(Input<?> input) {
        task.input(Source.of(input));
        return this;
    }

    /** One more axis, in all combinations. */
    public Verbs cross(Input<?> list) {
        return axis(new Mapping.Axis.Of(Source.of(list)), Combine.CROSS);
    }

    /** One more axis, in all combinations. */
    public Verbs cross(Collection<?> list) {
        return axis(Mapping.literal(list), Combine.CROSS);
    }

    /** One more axis, in step. */
    public Verbs zip(Input<?> list) {
        return axis(new Mapping.Axis.Of(Source.of(list)), Combine.ZIP);
    }

    /** One more axis, in step. */
    public Verbs zip(Collection<?> list) {
        return axis(Mapping.literal(list), Combine.ZIP);
    }

    /** How instances are called. */
    public void named(String template) {
        task.mapName(Objects.requireNonNull(template, "template"));
    }

    private Verbs axis(Mapping.Axis axis, Combine how) {
        Mapping mapping = mapping();
        task.input(new Source.Element<>(mapping, mapping.add(axis, how)));
        return this;
    }

    private Mapping mapping() {
        @Nullable Mapping mapping = task.mapping();
        return Objects.requireNonNull(mapping, "only a mapped task has axes");
    }
}

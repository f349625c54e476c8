package dev.rondo.sdk;

import dev.rondo.sdk.function.F1;
import dev.rondo.sdk.function.F2;
import dev.rondo.sdk.function.V1;
import dev.rondo.sdk.function.V2;
import dev.rondo.sdk.internal.define.Verbs;
import java.util.Collection;
import java.util.List;

/**
 * A task that is repeated for each element of a list, before its second word says what it does.
 *
 * <p>One instance per element, at most 100,000, beyond which the task whose list it is fails; an empty list skips the
 * task. Branches and short circuits are not words of a mapped task: inside a mapped {@link #group} they are.
 */
public final class Each<A> {

    private final Verbs verbs;

    /** For Rondo itself; authors get one from {@link Tasks#map}. */
    public Each(Verbs verbs) {
        this.verbs = verbs;
    }

    /**
     * Runs a body that returns a value, which is the result of the instance; the task's is the list of them, in map
     * order, without those of instances that failed, were skipped or returned null.
     */
    public <R> TaskRef<List<R>> call(F1<? super A, ? extends R> body) {
        return verbs.callEach(body, (ctx, in) -> body.call(in.get(0)));
    }

    /** Runs a body that returns a value, which is the result of the instance. The context comes first. */
    public <R> TaskRef<List<R>> call(F2<? super TaskContext, ? super A, ? extends R> body) {
        return verbs.callEach(body, (ctx, in) -> body.call(ctx, in.get(0)));
    }

    /** Runs a body that returns nothing. */
    public TaskRef<Void> run(V1<? super A> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(in.get(0));
            return null;
        });
    }

    /** Runs a body that returns nothing. The context comes first. */
    public TaskRef<Void> run(V2<? super TaskContext, ? super A> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(ctx, in.get(0));
            return null;
        });
    }

    /** Runs the operator that the body makes from the element. What it made is shown once it ran. */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(F1<? super A, O> body) {
        return verbs.useEach(body, (ctx, in) -> body.call(in.get(0)));
    }

    /** Runs the operator that the body makes from the context and the inputs. What it made is shown once it ran. */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(F2<? super TaskContext, ? super A, O> body) {
        return verbs.useEach(body, (ctx, in) -> body.call(ctx, in.get(0)));
    }

    /** Gives every instance one more argument: the same value for all. */
    public <B> Each2<A, B> with(Input<? extends B> constant) {
        return new Each2<>(verbs.constant(constant));
    }

    /** Maps over one more list as well: one instance for every combination, the last list running fastest. */
    public <B> Each2<A, B> cross(Input<? extends Collection<? extends B>> list) {
        return new Each2<>(verbs.cross(list));
    }

    /**
     * Maps over one more list, known now, as well: one instance for every combination, the last list running fastest.
     */
    public <B> Each2<A, B> cross(Collection<? extends B> list) {
        return new Each2<>(verbs.cross(list));
    }

    /**
     * Maps over one more list in step: the instances are the first elements together, the second ones together, and so
     * on to the end of the shortest list.
     */
    public <B> Each2<A, B> zip(Input<? extends Collection<? extends B>> list) {
        return new Each2<>(verbs.zip(list));
    }

    /**
     * Maps over one more list, known now, in step: the instances are the first elements together, the second ones
     * together, and so on to the end of the shortest list.
     */
    public <B> Each2<A, B> zip(Collection<? extends B> list) {
        return new Each2<>(verbs.zip(list));
    }

    /**
     * Names the instances: a template, rendered for each, that the page and logs show in place of the map index.
     *
     * @param template may use {@code {{ element }}} beside the names every template may use
     */
    public Each<A> named(String template) {
        verbs.named(template);
        return this;
    }

    /**
     * Repeats a whole group of tasks for each element.
     *
     * @param body defines the tasks once; its answer is the task whose results are gathered
     */
    public <R> TaskRef<List<R>> group(GroupBody<A, R> body) {
        return verbs.groupEach(body);
    }
}

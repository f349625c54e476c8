package dev.rondo.sdk;

import dev.rondo.sdk.function.F4;
import dev.rondo.sdk.function.F5;
import dev.rondo.sdk.function.V4;
import dev.rondo.sdk.function.V5;
import dev.rondo.sdk.internal.define.Verbs;
import java.util.Collection;
import java.util.List;

/** A mapped task whose body receives four arguments: see {@link Each}. */
public final class Each4<A, B, C, D> {

    private final Verbs verbs;

    /** For Rondo itself; authors get one from {@link Tasks#map}. */
    public Each4(Verbs verbs) {
        this.verbs = verbs;
    }

    /**
     * Runs a body that returns a value, which is the result of the instance; the task's is the list of them, in map
     * order, without those of instances that failed, were skipped or returned null.
     */
    public <R> TaskRef<List<R>> call(F4<? super A, ? super B, ? super C, ? super D, ? extends R> body) {
        return verbs.callEach(body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2), in.get(3)));
    }

    /** Runs a body that returns a value, which is the result of the instance. The context comes first. */
    public <R> TaskRef<List<R>> call(
            F5<? super TaskContext, ? super A, ? super B, ? super C, ? super D, ? extends R> body) {
        return verbs.callEach(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2), in.get(3)));
    }

    /** Runs a body that returns nothing. */
    public TaskRef<Void> run(V4<? super A, ? super B, ? super C, ? super D> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(in.get(0), in.get(1), in.get(2), in.get(3));
            return null;
        });
    }

    /** Runs a body that returns nothing. The context comes first. */
    public TaskRef<Void> run(V5<? super TaskContext, ? super A, ? super B, ? super C, ? super D> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(ctx, in.get(0), in.get(1), in.get(2), in.get(3));
            return null;
        });
    }

    /** Runs the operator that the body makes from the inputs. What it made is shown once it ran. */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(F4<? super A, ? super B, ? super C, ? super D, O> body) {
        return verbs.useEach(body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2), in.get(3)));
    }

    /**
     * Runs the operator that the body makes from the context and the elements and inputs. What it made is shown once it
     * ran.
     */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(
            F5<? super TaskContext, ? super A, ? super B, ? super C, ? super D, O> body) {
        return verbs.useEach(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2), in.get(3)));
    }

    /** Gives every instance one more argument: the same value for all. */
    public <E> Each5<A, B, C, D, E> with(Input<? extends E> constant) {
        return new Each5<>(verbs.constant(constant));
    }

    /** Maps over one more list as well: one instance for every combination, the last list running fastest. */
    public <E> Each5<A, B, C, D, E> cross(Input<? extends Collection<? extends E>> list) {
        return new Each5<>(verbs.cross(list));
    }

    /**
     * Maps over one more list, known now, as well: one instance for every combination, the last list running fastest.
     */
    public <E> Each5<A, B, C, D, E> cross(Collection<? extends E> list) {
        return new Each5<>(verbs.cross(list));
    }

    /**
     * Maps over one more list in step: the instances are the first elements together, the second ones together, and so
     * on to the end of the shortest list.
     */
    public <E> Each5<A, B, C, D, E> zip(Input<? extends Collection<? extends E>> list) {
        return new Each5<>(verbs.zip(list));
    }

    /**
     * Maps over one more list, known now, in step: the instances are the first elements together, the second ones
     * together, and so on to the end of the shortest list.
     */
    public <E> Each5<A, B, C, D, E> zip(Collection<? extends E> list) {
        return new Each5<>(verbs.zip(list));
    }

    /**
     * Names the instances: a template, rendered for each, that the page and logs show in place of the map index.
     *
     * @param template may use {@code {{ element }}} beside the names every template may use
     */
    public Each4<A, B, C, D> named(String template) {
        verbs.named(template);
        return this;
    }
}

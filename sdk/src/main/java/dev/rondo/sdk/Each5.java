package dev.rondo.sdk;

import dev.rondo.sdk.function.F5;
import dev.rondo.sdk.function.F6;
import dev.rondo.sdk.function.V5;
import dev.rondo.sdk.function.V6;
import dev.rondo.sdk.internal.define.Verbs;
import java.util.Collection;
import java.util.List;

/** A mapped task whose body receives five arguments: see {@link Each}. */
public final class Each5<A, B, C, D, E> {

    private final Verbs verbs;

    /** For Rondo itself; authors get one from {@link Tasks#map}. */
    public Each5(Verbs verbs) {
        this.verbs = verbs;
    }

    /**
     * Runs a body that returns a value, which is the result of the instance; the task's is the list of them, in map
     * order, without those of instances that failed, were skipped or returned null.
     */
    public <R> TaskRef<List<R>> call(F5<? super A, ? super B, ? super C, ? super D, ? super E, ? extends R> body) {
        return verbs.callEach(body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4)));
    }

    /** Runs a body that returns a value, which is the result of the instance. The context comes first. */
    public <R> TaskRef<List<R>> call(
            F6<? super TaskContext, ? super A, ? super B, ? super C, ? super D, ? super E, ? extends R> body) {
        return verbs.callEach(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4)));
    }

    /** Runs a body that returns nothing. */
    public TaskRef<Void> run(V5<? super A, ? super B, ? super C, ? super D, ? super E> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4));
            return null;
        });
    }

    /** Runs a body that returns nothing. The context comes first. */
    public TaskRef<Void> run(V6<? super TaskContext, ? super A, ? super B, ? super C, ? super D, ? super E> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(ctx, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4));
            return null;
        });
    }

    /** Runs the operator that the body makes from the inputs. What it made is shown once it ran. */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(
            F5<? super A, ? super B, ? super C, ? super D, ? super E, O> body) {
        return verbs.useEach(body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4)));
    }

    /**
     * Runs the operator that the body makes from the context and the elements and inputs. What it made is shown once it
     * ran.
     */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(
            F6<? super TaskContext, ? super A, ? super B, ? super C, ? super D, ? super E, O> body) {
        return verbs.useEach(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4)));
    }

    /** Gives every instance one more argument: the same value for all. */
    public <F> Each6<A, B, C, D, E, F> with(Input<? extends F> constant) {
        return new Each6<>(verbs.constant(constant));
    }

    /** Maps over one more list as well: one instance for every combination, the last list running fastest. */
    public <F> Each6<A, B, C, D, E, F> cross(Input<? extends Collection<? extends F>> list) {
        return new Each6<>(verbs.cross(list));
    }

    /**
     * Maps over one more list, known now, as well: one instance for every combination, the last list running fastest.
     */
    public <F> Each6<A, B, C, D, E, F> cross(Collection<? extends F> list) {
        return new Each6<>(verbs.cross(list));
    }

    /**
     * Maps over one more list in step: the instances are the first elements together, the second ones together, and so
     * on to the end of the shortest list.
     */
    public <F> Each6<A, B, C, D, E, F> zip(Input<? extends Collection<? extends F>> list) {
        return new Each6<>(verbs.zip(list));
    }

    /**
     * Maps over one more list, known now, in step: the instances are the first elements together, the second ones
     * together, and so on to the end of the shortest list.
     */
    public <F> Each6<A, B, C, D, E, F> zip(Collection<? extends F> list) {
        return new Each6<>(verbs.zip(list));
    }

    /**
     * Names the instances: a template, rendered for each, that the page and logs show in place of the map index.
     *
     * @param template may use {@code {{ element }}} beside the names every template may use
     */
    public Each5<A, B, C, D, E> named(String template) {
        verbs.named(template);
        return this;
    }
}

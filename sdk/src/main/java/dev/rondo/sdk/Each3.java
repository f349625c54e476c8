package dev.rondo.sdk;

import dev.rondo.sdk.function.F3;
import dev.rondo.sdk.function.F4;
import dev.rondo.sdk.function.V3;
import dev.rondo.sdk.function.V4;
import dev.rondo.sdk.internal.define.Verbs;
import java.util.Collection;
import java.util.List;

/** A mapped task whose body receives three arguments: see {@link Each}. */
public final class Each3<A, B, C> {

    private final Verbs verbs;

    /** For Rondo itself; authors get one from {@link Tasks#map}. */
    public Each3(Verbs verbs) {
        this.verbs = verbs;
    }

    /**
     * Runs a body that returns a value, which is the result of the instance; the task's is the list of them, in map
     * order, without those of instances that failed, were skipped or returned null.
     */
    public <R> TaskRef<List<R>> call(F3<? super A, ? super B, ? super C, ? extends R> body) {
        return verbs.callEach(body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2)));
    }

    /** Runs a body that returns a value, which is the result of the instance. The context comes first. */
    public <R> TaskRef<List<R>> call(F4<? super TaskContext, ? super A, ? super B, ? super C, ? extends R> body) {
        return verbs.callEach(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2)));
    }

    /** Runs a body that returns nothing. */
    public TaskRef<Void> run(V3<? super A, ? super B, ? super C> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(in.get(0), in.get(1), in.get(2));
            return null;
        });
    }

    /** Runs a body that returns nothing. The context comes first. */
    public TaskRef<Void> run(V4<? super TaskContext, ? super A, ? super B, ? super C> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(ctx, in.get(0), in.get(1), in.get(2));
            return null;
        });
    }

    /** Runs the operator that the body makes from the inputs. What it made is shown once it ran. */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(F3<? super A, ? super B, ? super C, O> body) {
        return verbs.useEach(body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2)));
    }

    /**
     * Runs the operator that the body makes from the context and the elements and inputs. What it made is shown once it
     * ran.
     */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(
            F4<? super TaskContext, ? super A, ? super B, ? super C, O> body) {
        return verbs.useEach(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2)));
    }

    /** Gives every instance one more argument: the same value for all. */
    public <D> Each4<A, B, C, D> with(Input<? extends D> constant) {
        return new Each4<>(verbs.constant(constant));
    }

    /** Maps over one more list as well: one instance for every combination, the last list running fastest. */
    public <D> Each4<A, B, C, D> cross(Input<? extends Collection<? extends D>> list) {
        return new Each4<>(verbs.cross(list));
    }

    /**
     * Maps over one more list, known now, as well: one instance for every combination, the last list running fastest.
     */
    public <D> Each4<A, B, C, D> cross(Collection<? extends D> list) {
        return new Each4<>(verbs.cross(list));
    }

    /**
     * Maps over one more list in step: the instances are the first elements together, the second ones together, and so
     * on to the end of the shortest list.
     */
    public <D> Each4<A, B, C, D> zip(Input<? extends Collection<? extends D>> list) {
        return new Each4<>(verbs.zip(list));
    }

    /**
     * Maps over one more list, known now, in step: the instances are the first elements together, the second ones
     * together, and so on to the end of the shortest list.
     */
    public <D> Each4<A, B, C, D> zip(Collection<? extends D> list) {
        return new Each4<>(verbs.zip(list));
    }

    /**
     * Names the instances: a template, rendered for each, that the page and logs show in place of the map index.
     *
     * @param template may use {@code {{ element }}} beside the names every template may use
     */
    public Each3<A, B, C> named(String template) {
        verbs.named(template);
        return this;
    }
}

package dev.rondo.sdk;

import dev.rondo.sdk.function.F2;
import dev.rondo.sdk.function.F3;
import dev.rondo.sdk.function.V2;
import dev.rondo.sdk.function.V3;
import dev.rondo.sdk.internal.define.Verbs;
import java.util.Collection;
import java.util.List;

/** A mapped task whose body receives two arguments: see {@link Each}. */
public final class Each2<A, B> {

    private final Verbs verbs;

    /** For Rondo itself; authors get one from {@link Tasks#map}. */
    public Each2(Verbs verbs) {
        this.verbs = verbs;
    }

    /**
     * Runs a body that returns a value, which is the result of the instance; the task's is the list of them, in map
     * order, without those of instances that failed, were skipped or returned null.
     */
    public <R> TaskRef<List<R>> call(F2<? super A, ? super B, ? extends R> body) {
        return verbs.callEach(body, (ctx, in) -> body.call(in.get(0), in.get(1)));
    }

    /** Runs a body that returns a value, which is the result of the instance. The context comes first. */
    public <R> TaskRef<List<R>> call(F3<? super TaskContext, ? super A, ? super B, ? extends R> body) {
        return verbs.callEach(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1)));
    }

    /** Runs a body that returns nothing. */
    public TaskRef<Void> run(V2<? super A, ? super B> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(in.get(0), in.get(1));
            return null;
        });
    }

    /** Runs a body that returns nothing. The context comes first. */
    public TaskRef<Void> run(V3<? super TaskContext, ? super A, ? super B> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(ctx, in.get(0), in.get(1));
            return null;
        });
    }

    /** Runs the operator that the body makes from the inputs. What it made is shown once it ran. */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(F2<? super A, ? super B, O> body) {
        return verbs.useEach(body, (ctx, in) -> body.call(in.get(0), in.get(1)));
    }

    /**
     * Runs the operator that the body makes from the context and the elements and inputs. What it made is shown once it
     * ran.
     */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(F3<? super TaskContext, ? super A, ? super B, O> body) {
        return verbs.useEach(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1)));
    }

    /** Gives every instance one more argument: the same value for all. */
    public <C> Each3<A, B, C> with(Input<? extends C> constant) {
        return new Each3<>(verbs.constant(constant));
    }

    /** Maps over one more list as well: one instance for every combination, the last list running fastest. */
    public <C> Each3<A, B, C> cross(Input<? extends Collection<? extends C>> list) {
        return new Each3<>(verbs.cross(list));
    }

    /**
     * Maps over one more list, known now, as well: one instance for every combination, the last list running fastest.
     */
    public <C> Each3<A, B, C> cross(Collection<? extends C> list) {
        return new Each3<>(verbs.cross(list));
    }

    /**
     * Maps over one more list in step: the instances are the first elements together, the second ones together, and so
     * on to the end of the shortest list.
     */
    public <C> Each3<A, B, C> zip(Input<? extends Collection<? extends C>> list) {
        return new Each3<>(verbs.zip(list));
    }

    /**
     * Maps over one more list, known now, in step: the instances are the first elements together, the second ones
     * together, and so on to the end of the shortest list.
     */
    public <C> Each3<A, B, C> zip(Collection<? extends C> list) {
        return new Each3<>(verbs.zip(list));
    }

    /**
     * Names the instances: a template, rendered for each, that the page and logs show in place of the map index.
     *
     * @param template may use {@code {{ element }}} beside the names every template may use
     */
    public Each2<A, B> named(String template) {
        verbs.named(template);
        return this;
    }
}

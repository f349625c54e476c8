package dev.rondo.sdk;

import dev.rondo.sdk.function.F6;
import dev.rondo.sdk.function.F7;
import dev.rondo.sdk.function.V6;
import dev.rondo.sdk.function.V7;
import dev.rondo.sdk.internal.define.Verbs;
import java.util.List;

/** A mapped task whose body receives six arguments: see {@link Each}. */
public final class Each6<A, B, C, D, E, F> {

    private final Verbs verbs;

    /** For Rondo itself; authors get one from {@link Tasks#map}. */
    public Each6(Verbs verbs) {
        this.verbs = verbs;
    }

    /**
     * Runs a body that returns a value, which is the result of the instance; the task's is the list of them, in map
     * order, without those of instances that failed, were skipped or returned null.
     */
    public <R> TaskRef<List<R>> call(
            F6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? extends R> body) {
        return verbs.callEach(
                body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5)));
    }

    /** Runs a body that returns a value, which is the result of the instance. The context comes first. */
    public <R> TaskRef<List<R>> call(
            F7<? super TaskContext, ? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? extends R>
                    body) {
        return verbs.callEach(
                body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5)));
    }

    /** Runs a body that returns nothing. */
    public TaskRef<Void> run(V6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5));
            return null;
        });
    }

    /** Runs a body that returns nothing. The context comes first. */
    public TaskRef<Void> run(
            V7<? super TaskContext, ? super A, ? super B, ? super C, ? super D, ? super E, ? super F> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(ctx, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5));
            return null;
        });
    }

    /** Runs the operator that the body makes from the inputs. What it made is shown once it ran. */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(
            F6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, O> body) {
        return verbs.useEach(
                body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5)));
    }

    /**
     * Runs the operator that the body makes from the context and the elements and inputs. What it made is shown once it
     * ran.
     */
    public <R, O extends Operator<R>> TaskRef<List<R>> use(
            F7<? super TaskContext, ? super A, ? super B, ? super C, ? super D, ? super E, ? super F, O> body) {
        return verbs.useEach(
                body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5)));
    }

    /**
     * Names the instances: a template, rendered for each, that the page and logs show in place of the map index.
     *
     * @param template may use {@code {{ element }}} beside the names every template may use
     */
    public Each6<A, B, C, D, E, F> named(String template) {
        verbs.named(template);
        return this;
    }
}

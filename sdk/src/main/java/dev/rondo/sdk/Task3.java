package dev.rondo.sdk;

import dev.rondo.sdk.function.F3;
import dev.rondo.sdk.function.F4;
import dev.rondo.sdk.function.V3;
import dev.rondo.sdk.function.V4;
import dev.rondo.sdk.internal.define.Verbs;

/**
 * A task that receives three inputs, before its second word says what it does.
 *
 * <p>Exactly one of its words is used, once; a task without any is the load error {@code TASK_WITHOUT_BODY}. The body
 * runs in the worker, where {@code define()} is called again and the task looked up by its id: so a body captures only
 * immutable values.
 */
public final class Task3<A, B, C> {

    private final Verbs verbs;

    /** For Rondo itself; authors get one from {@link Tasks#task}. */
    public Task3(Verbs verbs) {
        this.verbs = verbs;
    }

    /**
     * Runs a body that returns a value, which is the result of the task. Null: no result, and a task that reads it
     * fails unless it reads {@code optional()}.
     */
    public <R> TaskRef<R> call(F3<? super A, ? super B, ? super C, ? extends R> body) {
        return verbs.call(body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2)));
    }

    /** Runs a body that returns a value, which is the result of the task. The context comes first. */
    public <R> TaskRef<R> call(F4<? super TaskContext, ? super A, ? super B, ? super C, ? extends R> body) {
        return verbs.call(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2)));
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
    public <R, O extends Operator<R>> TaskRef<R> use(F3<? super A, ? super B, ? super C, O> body) {
        return verbs.use(body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2)));
    }

    /** Runs the operator that the body makes from the context and the inputs. What it made is shown once it ran. */
    public <R, O extends Operator<R>> TaskRef<R> use(F4<? super TaskContext, ? super A, ? super B, ? super C, O> body) {
        return verbs.use(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2)));
    }

    /** Runs a body that answers with a constant of an enum; {@link Choice#on} says what each answer leads to. */
    public <X extends Enum<X>> Choice<X> choose(F3<? super A, ? super B, ? super C, X> body) {
        return verbs.choose(body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2)));
    }

    /**
     * Runs a body that answers with a constant of an enum; {@link Choice#on} says what each answer leads to. The
     * context comes first.
     */
    public <X extends Enum<X>> Choice<X> choose(F4<? super TaskContext, ? super A, ? super B, ? super C, X> body) {
        return verbs.choose(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2)));
    }

    /**
     * Runs a condition. When it says false, everything downstream is skipped, whatever its trigger rule; for direct
     * downstream tasks alone, see {@link TaskRef#ignoreDownstreamTriggerRules}.
     */
    public TaskRef<Boolean> shortCircuit(F3<? super A, ? super B, ? super C, Boolean> body) {
        return verbs.shortCircuit(body, (ctx, in) -> body.call(in.get(0), in.get(1), in.get(2)));
    }

    /**
     * Runs a condition. When it says false, everything downstream is skipped, whatever its trigger rule; for direct
     * downstream tasks alone, see {@link TaskRef#ignoreDownstreamTriggerRules}. The context comes first.
     */
    public TaskRef<Boolean> shortCircuit(F4<? super TaskContext, ? super A, ? super B, ? super C, Boolean> body) {
        return verbs.shortCircuit(body, (ctx, in) -> body.call(ctx, in.get(0), in.get(1), in.get(2)));
    }
}

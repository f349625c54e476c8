package dev.rondo.sdk;

import dev.rondo.sdk.function.F0;
import dev.rondo.sdk.function.F1;
import dev.rondo.sdk.function.V0;
import dev.rondo.sdk.function.V1;
import dev.rondo.sdk.internal.define.Verbs;

/**
 * A task that receives no input, before its second word says what it does.
 *
 * <p>Exactly one of its words is used, once; a task without any is the load error {@code TASK_WITHOUT_BODY}. The body
 * runs in the worker, where {@code define()} is called again and the task looked up by its id: so a body captures only
 * immutable values.
 */
public final class Task0 {

    private final Verbs verbs;

    /** For Rondo itself; authors get one from {@link Tasks#task}. */
    public Task0(Verbs verbs) {
        this.verbs = verbs;
    }

    /**
     * Runs a body that returns a value, which is the result of the task. Null: no result, and a task that reads it
     * fails unless it reads {@code optional()}.
     */
    public <R> TaskRef<R> call(F0<? extends R> body) {
        return verbs.call(body, (ctx, in) -> body.call());
    }

    /** Runs a body that returns a value, which is the result of the task. The context comes first. */
    public <R> TaskRef<R> call(F1<? super TaskContext, ? extends R> body) {
        return verbs.call(body, (ctx, in) -> body.call(ctx));
    }

    /** Runs a body that returns nothing. */
    public TaskRef<Void> run(V0 body) {
        return verbs.run(body, (ctx, in) -> {
            body.run();
            return null;
        });
    }

    /** Runs a body that returns nothing. The context comes first. */
    public TaskRef<Void> run(V1<? super TaskContext> body) {
        return verbs.run(body, (ctx, in) -> {
            body.run(ctx);
            return null;
        });
    }

    /**
     * Runs an operator. Its fields are in the graph: the page shows them and versions are compared by them. Templates
     * in its text fields are rendered before each try.
     */
    public <R> TaskRef<R> use(Operator<R> operator) {
        return verbs.use(operator);
    }

    /** Runs the operator that the body makes from the context. What it made is shown once it ran. */
    public <R, O extends Operator<R>> TaskRef<R> use(F1<? super TaskContext, O> body) {
        return verbs.use(body, (ctx, in) -> body.call(ctx));
    }

    /** Runs a body that answers with a constant of an enum; {@link Choice#on} says what each answer leads to. */
    public <X extends Enum<X>> Choice<X> choose(F0<X> body) {
        return verbs.choose(body, (ctx, in) -> body.call());
    }

    /**
     * Runs a body that answers with a constant of an enum; {@link Choice#on} says what each answer leads to. The
     * context comes first.
     */
    public <X extends Enum<X>> Choice<X> choose(F1<? super TaskContext, X> body) {
        return verbs.choose(body, (ctx, in) -> body.call(ctx));
    }

    /**
     * Runs a condition. When it says false, everything downstream is skipped, whatever its trigger rule; for direct
     * downstream tasks alone, see {@link TaskRef#ignoreDownstreamTriggerRules}.
     */
    public TaskRef<Boolean> shortCircuit(F0<Boolean> body) {
        return verbs.shortCircuit(body, (ctx, in) -> body.call());
    }

    /**
     * Runs a condition. When it says false, everything downstream is skipped, whatever its trigger rule; for direct
     * downstream tasks alone, see {@link TaskRef#ignoreDownstreamTriggerRules}. The context comes first.
     */
    public TaskRef<Boolean> shortCircuit(F1<? super TaskContext, Boolean> body) {
        return verbs.shortCircuit(body, (ctx, in) -> body.call(ctx));
    }
}

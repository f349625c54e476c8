package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Input;
import java.util.List;

/** Where an argument comes from: every {@link Input} there is, or can be turned into. */
public sealed interface Source<T> extends Input<T> {

    /** The result of a task. */
    record Result<T>(TaskDraft task, boolean optional) implements Source<T> {}

    /** The results of several tasks as a list. */
    record Gathered<T>(List<Source<?>> parts) implements Source<T> {}

    /** The params of a DAG. */
    record Params<T>(DagDraft dag, Class<? extends Record> type) implements Source<T> {}

    /** The element of one axis of a mapping. */
    record Element<T>(Mapping mapping, int axis) implements Source<T> {}

    /** The entries of a map, as a list. */
    record Entries<T>(Source<?> map) implements Source<T> {
        @Override
        public Source<?> origin() {
            return map.origin();
        }
    }

    /** Where the value comes from, whatever the body takes it as. */
    default Source<?> origin() {
        return this;
    }

    /**
     * What an author's input is.
     *
     * @throws IllegalArgumentException when it was not made by Rondo
     */
    static Source<?> of(Input<?> input) {
        return switch (input) {
            case Source<?> source -> source;
            case TaskHandle<?> task -> new Result<>(task.draft(), false);
            default ->
                throw new IllegalArgumentException(input.getClass().getName()
                        + " is no input that Rondo made; use what task(), map(), all(), entries() and params() return");
        };
    }
}

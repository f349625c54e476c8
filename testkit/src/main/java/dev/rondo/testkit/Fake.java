package dev.rondo.testkit;

import dev.rondo.sdk.TaskContext;
import org.jspecify.annotations.Nullable;

/** What a test puts in the place of a task's body. */
@FunctionalInterface
public interface Fake {

    /**
     * Does what the body would do: returns its result (of the type that the body has; null where it has none), throws,
     * or asks to be skipped or called again. It knows instance and try by the context.
     */
    @Nullable
    Object run(TaskContext ctx) throws Exception;
}

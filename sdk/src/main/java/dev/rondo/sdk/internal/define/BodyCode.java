package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.TaskContext;
import org.jspecify.annotations.Nullable;

/** A body of any arity, as the runtime calls it. */
@FunctionalInterface
public interface BodyCode {

    /** Calls the author's body. */
    @Nullable
    Object run(TaskContext ctx, Arguments in) throws Exception;
}

package dev.rondo.metadata.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A value that a task leaves for others.
 *
 * @param key {@link #RETURN_VALUE} for its result
 * @param value JSON
 * @param typeName null: not known
 */
public record XComWrite(
        long runNo,
        String taskId,
        int mapIndex,
        String key,
        String value,
        @Nullable String typeName,
        Instant at) {

    /** The key of a task's result. */
    public static final String RETURN_VALUE = "return_value";
}

package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The type of one argument of a body.
 *
 * @param type of the value; of a gathering or the results of a mapped task, the list
 * @param optional whether the body gets an {@link Optional} of it
 */
public record ArgumentType(XComType type, boolean optional) {

    /**
     * The argument from the JSON of its value.
     *
     * @param json null: there is no value
     * @throws XComException when it is not of this type
     * @throws IllegalArgumentException when there is no value and the argument needs one
     */
    public Object decode(@Nullable String json) {
        Object value = json == null ? null : type.decode(json);
        if (optional) {
            return Optional.ofNullable(value);
        }
        if (value == null) {
            throw new IllegalArgumentException(
                    "there is no value: the task above returned null; return a value, or take it as optional()");
        }
        return value;
    }

    /** Canonical text, equal for equal types. */
    String schema() {
        return optional ? "optional " + type.schema() : type.schema();
    }
}

package dev.rondo.sdk;

import dev.rondo.sdk.internal.define.DefaultArgsValue;

/**
 * Default arguments: options for every task of a DAG or group. An immutable value; each call returns a new one.
 *
 * <p>{@code startDate} and {@code endDate} said here are also those of the DAG, if it says none itself.
 */
@CheckReturnValue
public interface DefaultArgs extends TaskOptions<DefaultArgs> {

    /** Default arguments that say nothing yet. */
    static DefaultArgs create() {
        return DefaultArgsValue.NONE;
    }

    /** These with everything that {@code over} says put over them. */
    DefaultArgs with(DefaultArgs over);
}

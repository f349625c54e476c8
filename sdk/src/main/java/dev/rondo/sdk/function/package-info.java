/**
 * The shapes of task bodies: {@code F} returns a value, {@code V} returns nothing, the digit counts the arguments (the
 * context, where a body takes it, is the first). All are {@link java.io.Serializable}, so that types and captured
 * values can be read from a lambda; none is ever serialised. All may throw: an exception fails the try.
 */
@NullMarked
package dev.rondo.sdk.function;

import org.jspecify.annotations.NullMarked;

package dev.rondo.sdk.internal.xcom;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be read from a serializable lambda, method reference or object without calling it: the types of its result
 * and parameters, and what it captured.
 *
 * @param origin how it is written
 * @param where the method behind it, for messages: {@code com.example.Census.train}
 * @param result type of what it returns
 * @param parameters types of the parameters of the functional interface's method, in order
 * @param captured what it holds on to, in order; for a bound method reference the object before the {@code ::}
 */
public record LambdaType(
        Origin origin, String where, Result result, List<Parameter> parameters, List<Captured> captured) {

    public LambdaType {
        parameters = List.copyOf(parameters);
        captured = List.copyOf(captured);
    }

    /**
     * Reads a lambda, method reference or object of a class.
     *
     * @throws IllegalArgumentException when it cannot be read, as for a functional interface of another class loader;
     *     the message says why
     */
    public static LambdaType of(Serializable function) {
        return LambdaTypes.read(function);
    }

    /** How a function was written. */
    public enum Origin {
        /** {@code x -> …}. */
        LAMBDA,
        /** {@code Census::train}, {@code model::score}, {@code Model::new}. */
        METHOD_REFERENCE,
        /** An object of a class (named or anonymous) that implements the functional interface. */
        OBJECT
    }

    /** What is known of the type of a result. */
    public sealed interface Result {
        /** It is this type; never primitive. */
        record Known(Type type) implements Result {}

        /**
         * Only the class is known, its type arguments are not: the author must say {@code .returns(new TypeOf<…>() {})}
         * or use a method reference ({@code XCOM_TYPE_UNKNOWN}).
         *
         * @param erased the class, such as {@code List}
         */
        record Unknown(Class<?> erased) implements Result {}

        /** It returns nothing. */
        record Nothing() implements Result {}
    }

    /**
     * A parameter.
     *
     * @param type its type; a class without its arguments when {@code exact} is false
     * @param exact whether the type is fully known
     */
    public record Parameter(Type type, boolean exact) {}

    /**
     * Something that was captured.
     *
     * @param index from 0, in the order of capture
     * @param value what it is
     * @param name name of the field, for an object of a class; null for lambdas, where names are not kept
     */
    public record Captured(
            int index, @Nullable Object value, @Nullable String name) {

        /**
         * Why the value must not be captured: null when it is one that cannot change (strings, numbers, enums, records
         * of these, java.time, unmodifiable collections of these), otherwise what about it can.
         */
        public @Nullable String refusal() {
            return CapturedValues.refusal(value);
        }
    }
}

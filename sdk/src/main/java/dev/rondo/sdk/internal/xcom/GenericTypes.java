package dev.rondo.sdk.internal.xcom;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes types with arguments, and takes them apart. */
public final class GenericTypes {

    private GenericTypes() {}

    /** {@code List<E>}; a primitive element becomes its class. */
    public static Type listOf(Type element) {
        return of(List.class, element);
    }

    /** {@code Optional<E>}; a primitive element becomes its class. */
    public static Type optionalOf(Type element) {
        return of(Optional.class, element);
    }

    /** A generic class with arguments; primitive ones become their classes. */
    public static Type of(Class<?> raw, Type... arguments) {
        Type[] boxed = Arrays.stream(arguments).map(GenericTypes::boxed).toArray(Type[]::new);
        return new Parameterized(raw, boxed);
    }

    /** The class for a primitive type; any other type as it is. */
    public static Type boxed(Type type) {
        return type instanceof Class<?> c && c.isPrimitive()
                ? java.lang.invoke.MethodType.methodType(c).wrap().returnType()
                : type;
    }

    /**
     * What an element is when a task is mapped over a value of this type: of a collection or array its element, of a
     * map an entry. Empty when it is none of these or the element is not said.
     */
    public static Optional<Type> elementOf(Type type) {
        if (type instanceof Class<?> c && c.isArray()) {
            return Optional.of(boxed(c.getComponentType()));
        }
        if (type instanceof java.lang.reflect.GenericArrayType array) {
            return Optional.of(array.getGenericComponentType());
        }
        if (!(type instanceof ParameterizedType p) || !(p.getRawType() instanceof Class<?> raw)) {
            return Optional.empty();
        }
        Type[] arguments = p.getActualTypeArguments();
        if (Iterable.class.isAssignableFrom(raw) && arguments.length == 1) {
            return Optional.of(arguments[0]);
        }
        return Map.class.isAssignableFrom(raw) && arguments.length == 2
                ? Optional.of(of(Map.Entry.class, arguments))
                : Optional.empty();
    }

    private static final class Parameterized implements ParameterizedType {

        private final Class<?> raw;
        private final Type[] arguments;

        private Parameterized(Class<?> raw, Type[] arguments) {
            this.raw = raw;
            this.arguments = arguments;
        }

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.clone();
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ParameterizedType p
                    && raw == p.getRawType()
                    && Objects.equals(getOwnerType(), p.getOwnerType())
                    && Arrays.equals(arguments, p.getActualTypeArguments());
        }

        @Override
        public int hashCode() {
            // As the JDK's own parameterized types, which this one may be equal to.
            return Arrays.hashCode(arguments) ^ Objects.hashCode(getOwnerType()) ^ raw.hashCode();
        }

        @Override
        public String toString() {
            return raw.getTypeName()
                    + Arrays.stream(arguments).map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
        }
    }
}

package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.internal.xcom.GenericTypes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads type arguments of parents: what {@code T} of {@code Operator<T>} is for a class that implements it. */
final class SuperTypes {

    private SuperTypes() {}

    /** The first type argument that the type gives to the generic parent; empty when it leaves it open. */
    static Optional<Type> argument(Type type, Class<?> parent) {
        return find(type, parent, Map.of()).filter(SuperTypes::isClosed);
    }

    private static Optional<Type> find(Type type, Class<?> parent, Map<TypeVariable<?>, Type> outer) {
        Map<TypeVariable<?>, Type> known = new HashMap<>();
        Class<?> raw;
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> generic) {
            raw = generic;
            Type[] arguments = parameterized.getActualTypeArguments();
            for (int i = 0; i < arguments.length; i++) {
                known.put(raw.getTypeParameters()[i], replace(arguments[i], outer));
            }
        } else if (type instanceof Class<?> plain) {
            raw = plain;
        } else {
            return Optional.empty();
        }
        if (raw == parent) {
            return Optional.ofNullable(known.get(parent.getTypeParameters()[0]));
        }
        for (Type next : raw.getGenericInterfaces()) {
            Optional<Type> found = find(next, parent, known);
            if (found.isPresent()) {
                return found;
            }
        }
        return raw.getGenericSuperclass() == null ? Optional.empty() : find(raw.getGenericSuperclass(), parent, known);
    }

    private static Type replace(Type type, Map<TypeVariable<?>, Type> known) {
        if (type instanceof TypeVariable<?> variable) {
            return known.getOrDefault(variable, variable);
        }
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> raw) {
            Type[] arguments = Arrays.stream(parameterized.getActualTypeArguments())
                    .map(argument -> replace(argument, known))
                    .toArray(Type[]::new);
            return GenericTypes.of(raw, arguments);
        }
        return type;
    }

    private static boolean isClosed(Type type) {
        return switch (type) {
            case Class<?> plain -> true;
            case ParameterizedType parameterized ->
                Arrays.stream(parameterized.getActualTypeArguments()).allMatch(SuperTypes::isClosed);
            case WildcardType wildcard -> false;
            default -> false;
        };
    }
}

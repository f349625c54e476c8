package dev.rondo.sdk.internal.xcom;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in the type variables that a class gives to its parents: in {@code class Sub extends Base<Model>}, T. */
final class TypeResolver {

    private final Map<TypeVariable<?>, Type> values = new HashMap<>();

    TypeResolver(Class<?> context) {
        collect(context);
    }

    private void collect(Class<?> type) {
        Type parent = type.getGenericSuperclass();
        if (parent != null) {
            collect(parent);
        }
        for (Type each : type.getGenericInterfaces()) {
            collect(each);
        }
    }

    private void collect(Type type) {
        switch (type) {
            case Class<?> c -> collect(c);
            case ParameterizedType p
            when p.getRawType() instanceof Class<?> raw -> {
                TypeVariable<?>[] variables = raw.getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    Type value = resolve(p.getActualTypeArguments()[i]);
                    if (value != null) {
                        values.put(variables[i], value);
                    }
                }
                collect(raw);
            }
            default -> {
                // A parent is a class, with arguments or without.
            }
        }
    }

    /** The type without variables and wildcards; null when a variable in it has no value. */
    @Nullable
    Type resolve(Type type) {
        return switch (type) {
            case TypeVariable<?> v -> values.get(v);
            case WildcardType w -> resolve(w.getUpperBounds()[0]);
            case ParameterizedType p
            when p.getRawType() instanceof Class<?> raw -> {
                Type[] arguments = p.getActualTypeArguments();
                for (int i = 0; i < arguments.length; i++) {
                    Type argument = resolve(arguments[i]);
                    if (argument == null) {
                        yield null;
                    }
                    arguments[i] = argument;
                }
                yield GenericTypes.of(raw, arguments);
            }
            case GenericArrayType a -> {
                Type component = resolve(a.getGenericComponentType());
                yield component == null ? null : arrayOf(component);
            }
            default -> type;
        };
    }

    private static @Nullable Type arrayOf(Type component) {
        return component instanceof Class<?> c ? c.arrayType() : (GenericArrayType) () -> component;
    }
}

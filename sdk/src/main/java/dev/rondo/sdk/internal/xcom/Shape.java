package dev.rondo.sdk.internal.xcom;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A type with everything filled in: no wildcards, no variables.
 *
 * @param raw the class; {@link Unresolved} where a variable has no value
 * @param args its type arguments; for an array its component; empty for a class without parameters or a raw one
 */
record Shape(Class<?> raw, List<Shape> args) {

    /** Stands for a type that nobody said. */
    static final class Unresolved {
        private Unresolved() {}
    }

    static final Shape UNRESOLVED = new Shape(Unresolved.class, List.of());

    Shape {
        args = List.copyOf(args);
    }

    static Shape of(Type type) {
        return of(type, Map.of());
    }

    static Shape of(Type type, Map<TypeVariable<?>, Shape> bindings) {
        return switch (type) {
            case Class<?> c when c.isArray() -> new Shape(c, List.of(of(c.getComponentType(), bindings)));
            case Class<?> c -> new Shape(c, List.of());
            case ParameterizedType p ->
                new Shape(
                        (Class<?>) p.getRawType(),
                        Arrays.stream(p.getActualTypeArguments())
                                .map(each -> of(each, bindings))
                                .toList());
            case GenericArrayType a -> {
                Shape component = of(a.getGenericComponentType(), bindings);
                yield new Shape(component.raw().arrayType(), List.of(component));
            }
            case WildcardType w -> of(w.getUpperBounds()[0], bindings);
            case TypeVariable<?> v -> {
                Shape bound = bindings.get(v);
                if (bound != null) {
                    yield bound;
                }
                // A variable bounded by a plain class says enough; one bounded by itself (T extends Comparable<T>) does
                // not.
                yield v.getBounds()[0] instanceof Class<?> c && c != Object.class ? of(c) : UNRESOLVED;
            }
            default -> UNRESOLVED;
        };
    }

    /** What the type variables of the class stand for here; without those of a raw type. */
    Map<TypeVariable<?>, Shape> bindings() {
        Map<TypeVariable<?>, Shape> bindings = new HashMap<>();
        TypeVariable<?>[] variables = raw.getTypeParameters();
        for (int i = 0; i < variables.length && i < args.size(); i++) {
            bindings.put(variables[i], args.get(i));
        }
        return bindings;
    }

    /** Whether the class has type parameters that were left out. */
    boolean isRaw() {
        return raw.getTypeParameters().length > args.size();
    }

    /**
     * This type as one of its subclasses: for {@code Result<Integer>} and {@code record Ok<T>(T value) implements
     * Result<T>} it is {@code Ok<Integer>}. What cannot be told stays unresolved.
     */
    Shape narrowedTo(Class<?> subclass) {
        TypeVariable<?>[] variables = subclass.getTypeParameters();
        if (variables.length == 0) {
            return of(subclass);
        }
        Map<TypeVariable<?>, Shape> found = new HashMap<>();
        for (Type parent : subclass.getGenericInterfaces()) {
            if (parent instanceof ParameterizedType p && p.getRawType() == raw) {
                for (int i = 0; i < args.size(); i++) {
                    unify(p.getActualTypeArguments()[i], args.get(i), found);
                }
            }
        }
        return new Shape(
                subclass,
                Arrays.stream(variables)
                        .map(each -> Objects.requireNonNullElse(found.get(each), UNRESOLVED))
                        .toList());
    }

    private static void unify(Type pattern, Shape actual, Map<TypeVariable<?>, Shape> found) {
        if (pattern instanceof TypeVariable<?> variable) {
            found.putIfAbsent(variable, actual);
        } else if (pattern instanceof ParameterizedType p
                && p.getRawType() == actual.raw()
                && p.getActualTypeArguments().length == actual.args().size()) {
            for (int i = 0; i < actual.args().size(); i++) {
                unify(p.getActualTypeArguments()[i], actual.args().get(i), found);
            }
        }
    }

    /** For people: simple names, {@code Map<String, Shard>}. */
    String simpleName() {
        return name(false);
    }

    /** With packages. */
    String fullName() {
        return name(true);
    }

    private String name(boolean full) {
        if (this.equals(UNRESOLVED)) {
            return "?";
        }
        if (raw.isArray()) {
            return args.getFirst().name(full) + "[]";
        }
        String base = full ? raw.getTypeName() : raw.getSimpleName();
        return args.isEmpty()
                ? base
                : base + args.stream().map(each -> each.name(full)).collect(Collectors.joining(", ", "<", ">"));
    }
}

package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.internal.xcom.GenericTypes;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the type of elements from the elements, where a list is given and no type with it. */
final class LiteralTypes {

    private LiteralTypes() {}

    /**
     * The type all elements have: their class, or for elements of several the sealed interface they have in common.
     * Empty when there is none such, or no element.
     */
    static Optional<Type> common(Collection<? extends @Nullable Object> elements) {
        if (!elements.isEmpty() && elements.stream().allMatch(Map.Entry.class::isInstance)) {
            return entry(elements);
        }
        Set<Type> types = new LinkedHashSet<>();
        for (Object element : elements) {
            Optional<Type> type = of(element);
            if (type.isEmpty()) {
                return Optional.empty();
            }
            types.add(type.get());
        }
        return types.size() > 1 ? sealedParent(types) : types.stream().findFirst();
    }

    /** Keys and values each have their type in common. */
    private static Optional<Type> entry(Collection<?> entries) {
        List<Map.Entry<?, ?>> all = entries.stream()
                .<Map.Entry<?, ?>>map(each -> (Map.Entry<?, ?>) each)
                .toList();
        Optional<Type> key = common(all.stream().map(Map.Entry::getKey).toList());
        Optional<Type> value = common(all.stream().map(Map.Entry::getValue).toList());
        return key.isEmpty() || value.isEmpty()
                ? Optional.empty()
                : Optional.of(GenericTypes.of(Map.Entry.class, key.get(), value.get()));
    }

    private static Optional<Type> of(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case List<?> list -> common(list).map(GenericTypes::listOf);
            case Set<?> set -> common(set).map(element -> GenericTypes.of(Set.class, element));
            case Map<?, ?> map -> {
                Optional<Type> key = common(map.keySet());
                Optional<Type> element = common(map.values());
                yield key.isEmpty() || element.isEmpty()
                        ? Optional.empty()
                        : Optional.of(GenericTypes.of(Map.class, key.get(), element.get()));
            }
            case Enum<?> constant -> Optional.of(constant.getDeclaringClass());
            default -> Optional.of(value.getClass());
        };
    }

    private static Optional<Type> sealedParent(Set<Type> types) {
        Set<Class<?>> common = null;
        for (Type type : types) {
            if (!(type instanceof Class<?> c)) {
                return Optional.empty();
            }
            if (common == null) {
                common = sealedParents(c);
            } else {
                common.retainAll(sealedParents(c));
            }
        }
        return common == null
                ? Optional.empty()
                : common.stream().<Type>map(c -> c).findFirst();
    }

    /** Nearest first. The JDK's own, such as that of strings and numbers, are no types of values. */
    private static Set<Class<?>> sealedParents(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        Deque<Class<?>> todo = new ArrayDeque<>(List.of(type));
        while (!todo.isEmpty()) {
            for (Class<?> parent : todo.remove().getInterfaces()) {
                if (parent.isSealed() && !parent.getName().startsWith("java.")) {
                    found.add(parent);
                }
                todo.add(parent);
            }
        }
        return found;
    }
}

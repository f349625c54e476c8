package dev.rondo.sdk.internal.xcom;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a body captured. A worker runs {@code define()} anew, in another process, so a body must not hold
 * anything that can have changed in between.
 */
final class CapturedValues {

    /** Far deeper than any sensible constant; ends circles. */
    private static final int MAX_DEPTH = 20;

    private CapturedValues() {}

    /** Null when the value cannot change; otherwise what about it can. */
    static @Nullable String refusal(@Nullable Object value) {
        return refusal(value, 0);
    }

    private static @Nullable String refusal(@Nullable Object value, int depth) {
        if (value == null
                || value instanceof Enum<?>
                || value instanceof Class<?>
                || Scalar.ofValue(value) != null
                || value instanceof OptionalInt
                || value instanceof OptionalLong
                || value instanceof OptionalDouble) {
            return null;
        }
        if (depth > MAX_DEPTH) {
            return "it nests deeper than " + MAX_DEPTH + " levels";
        }
        Class<?> type = value.getClass();
        return switch (value) {
            case Optional<?> optional -> refusal(optional.orElse(null), depth + 1);
            case Collection<?> elements when isUnmodifiable(type) -> ofAll(elements, depth);
            case Map<?, ?> map
            when isUnmodifiable(type) -> {
                String ofKey = ofAll(map.keySet(), depth);
                yield ofKey == null ? ofAll(map.values(), depth) : ofKey;
            }
            case Collection<?> elements ->
                "a " + type.getName() + " can be changed; capture List.copyOf(…) or Set.copyOf(…)";
            case Map<?, ?> map -> "a " + type.getName() + " can be changed; capture Map.copyOf(…)";
            default -> ofObject(value, type, depth);
        };
    }

    /** What {@code List.of}, {@code Set.copyOf} and the like return; these copy, unlike unmodifiable views. */
    private static boolean isUnmodifiable(Class<?> type) {
        return type.getName().startsWith("java.util.ImmutableCollections$");
    }

    private static @Nullable String ofAll(Collection<?> elements, int depth) {
        for (Object each : elements) {
            String refusal = refusal(each, depth + 1);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** Records, lambdas and other objects: every field final, and its value one that cannot change. */
    private static @Nullable String ofObject(Object value, Class<?> type, int depth) {
        if (type.isArray()) {
            return "an array can be changed; capture List.of(…)";
        }
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                String refusal = ofField(value, field, depth);
                if (refusal != null) {
                    return refusal;
                }
            }
        }
        return null;
    }

    private static @Nullable String ofField(Object value, Field field, int depth) {
        String name = value.getClass().getName() + "." + field.getName();
        if (!Modifier.isFinal(field.getModifiers())) {
            return "the field " + name + " is not final";
        }
        try {
            field.setAccessible(true);
            String refusal = refusal(field.get(value), depth + 1);
            return refusal == null ? null : "the field " + name + ": " + refusal;
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            return "a " + value.getClass().getName() + " is no plain value";
        }
    }
}

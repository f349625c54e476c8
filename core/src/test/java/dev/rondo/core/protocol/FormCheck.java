package dev.rondo.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Whether a form says of its class what the class says of itself. */
public final class FormCheck {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private FormCheck() {}

    /** Checks a form with a record of which no two values are the same. */
    public static void check(WireForm<?> form) throws ReflectiveOperationException {
        Object[] values = values(form.type());
        Record record = make(form.type(), values);

        assertThat(form.valuesOf(record)).containsExactly(values);
        assertThat(form.make().apply(values)).isEqualTo(record);
    }

    private static Record make(Class<?> type, Object[] values) throws ReflectiveOperationException {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return (Record) constructor.newInstance(values);
    }

    private static Object[] values(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(components[i].getType(), i);
        }
        return values;
    }

    private static Object value(Class<?> type, int place) throws ReflectiveOperationException {
        return switch (type.getSimpleName()) {
            case "long" -> 1_000L + place;
            case "int", "Integer" -> 2_000 + place;
            case "boolean" -> true;
            case "String" -> "text " + place;
            case "Instant" -> AT.plusSeconds(place);
            case "List" -> List.of("element " + place);
            case "Map" -> Map.of("key", "value " + place);
            default -> make(type, values(type));
        };
    }
}

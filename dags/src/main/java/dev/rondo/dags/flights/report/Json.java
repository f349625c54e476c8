package dev.rondo.dags.flights.report;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Writes records, maps, lists, numbers, booleans and what else has a text, as JSON. For a report; the sdk does the same
 * for values between tasks, and does not show how.
 */
final class Json {

    private Json() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean b -> b.toString();
            case Double d when d.isNaN() || d.isInfinite() -> "null";
            case Number n -> n.toString();
            case Collection<?> values -> {
                var items = new StringJoiner(",", "[", "]");
                values.forEach(each -> items.add(of(each)));
                yield items.toString();
            }
            case Map<?, ?> map -> {
                var members = new StringJoiner(",", "{", "}");
                map.forEach((key, each) -> members.add(quoted(key.toString()) + ":" + of(each)));
                yield members.toString();
            }
            case Record r -> ofRecord(r);
            default -> quoted(value.toString());
        };
    }

    private static String ofRecord(Record value) {
        var members = new StringJoiner(",", "{", "}");
        try {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                members.add(quoted(component.getName()) + ":"
                        + of(component.getAccessor().invoke(value)));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot read the components of " + value.getClass(), e);
        }
        return members.toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}

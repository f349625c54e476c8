package dev.rondo.sdk.internal.operator;

import dev.rondo.sdk.Verbatim;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Visits every text in a record, in lists, sets, maps (their values), optionals and records inside it too. */
final class Texts {

    /** Sees a text and says what takes its place. */
    interface Visitor {
        String visit(String component, String text);
    }

    private final Visitor visitor;

    Texts(Visitor visitor) {
        this.visitor = visitor;
    }

    /** The record with every text replaced by what the visitor says. */
    Record ofRecord(Record from) {
        return ofRecord(from, "");
    }

    private Record ofRecord(Record from, String path) {
        RecordComponent[] components = from.getClass().getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object value = Records.get(from, components[i]);
            String name = path.isEmpty() ? components[i].getName() : path + "." + components[i].getName();
            values[i] = components[i].isAnnotationPresent(Verbatim.class) ? value : of(value, name);
        }
        return (Record) Records.make(from.getClass(), values);
    }

    private @Nullable Object of(@Nullable Object value, String name) {
        return switch (value) {
            case null -> null;
            case String text -> visitor.visit(name, text);
            case List<?> list -> ofList(list, name);
            case Set<?> set -> ofSet(set, name);
            case Map<?, ?> map -> ofMap(map, name);
            case Optional<?> optional -> ofOptional(optional, name);
            case Record inner -> ofRecord(inner, name);
            default -> value;
        };
    }

    private Object ofList(List<?> list, String name) {
        List<@Nullable Object> replaced = new ArrayList<>(list.size());
        for (Object element : list) {
            replaced.add(of(element, name));
        }
        return replaced;
    }

    private Object ofSet(Set<?> set, String name) {
        Set<@Nullable Object> replaced = new LinkedHashSet<>();
        for (Object element : set) {
            replaced.add(of(element, name));
        }
        return replaced;
    }

    private Object ofMap(Map<?, ?> map, String name) {
        Map<Object, @Nullable Object> replaced = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            replaced.put(entry.getKey(), of(entry.getValue(), name));
        }
        return replaced;
    }

    private Object ofOptional(Optional<?> optional, String name) {
        return Optional.ofNullable(of(optional.orElse(null), name));
    }
}

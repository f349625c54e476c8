package dev.rondo.sdk.internal.template;

import static dev.rondo.sdk.internal.template.Members.method;

import dev.rondo.sdk.internal.template.CallArguments.Bound;
import dev.rondo.sdk.internal.template.TemplateValue.Mapping;
import dev.rondo.sdk.internal.template.TemplateValue.None;
import dev.rondo.sdk.internal.template.TemplateValue.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of dictionaries, lists and tuples; those that would change them are left out. */
final class CollectionMembers {

    private CollectionMembers() {}

    /** Null when dictionaries have no such method. */
    static @Nullable TemplateValue member(Mapping mapping, String name) {
        return switch (name) {
            case "get" ->
                method(name, call -> {
                    Bound in = call.bind("key", "default");
                    TemplateValue value = mapping.entries().get(in.require("key"));
                    return value == null ? in.get("default", None.NONE) : value;
                });
            case "keys" -> list(name, new ArrayList<>(mapping.entries().keySet()));
            case "values" -> list(name, new ArrayList<>(mapping.entries().values()));
            case "items" -> list(name, items(mapping));
            default -> null;
        };
    }

    /** Null when lists have no such method. */
    static @Nullable TemplateValue member(Sequence sequence, String name) {
        return switch (name) {
            case "index" ->
                method(name, call -> {
                    TemplateValue value = call.bind("value").require("value");
                    for (int i = 0; i < sequence.items().size(); i++) {
                        if (Comparisons.equal(sequence.items().get(i), value)) {
                            return TemplateValue.of(i);
                        }
                    }
                    throw new TemplateException(PythonText.repr(value) + " is not in the list");
                });
            case "count" ->
                method(name, call -> {
                    TemplateValue value = call.bind("value").require("value");
                    return TemplateValue.of(sequence.items().stream()
                            .filter(each -> Comparisons.equal(each, value))
                            .count());
                });
            default -> null;
        };
    }

    /** The entries as pairs. */
    static List<TemplateValue> items(Mapping mapping) {
        List<TemplateValue> items = new ArrayList<>();
        mapping.entries().forEach((key, value) -> items.add(TemplateValue.tuple(List.of(key, value))));
        return items;
    }

    private static TemplateValue list(String name, List<TemplateValue> items) {
        return method(name, call -> {
            call.requireNone();
            return TemplateValue.list(items);
        });
    }
}

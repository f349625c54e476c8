package dev.rondo.sdk.internal.define;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options that one place says something about, as the author wrote them. Immutable; checked when the graph is
 * built.
 */
public final class OptionSet {

    /** Says nothing. */
    public static final OptionSet NONE = new OptionSet(new EnumMap<>(Option.class));

    private final EnumMap<Option, Object> values;

    private OptionSet(EnumMap<Option, Object> values) {
        this.values = values;
    }

    /** With one more; the last value of an option counts. */
    public OptionSet with(Option option, Object value) {
        var copy = new EnumMap<>(values);
        copy.put(option, Objects.requireNonNull(value, option.wireName()));
        return new OptionSet(copy);
    }

    /** With everything that the other says put over this. */
    public OptionSet with(OptionSet over) {
        var copy = new EnumMap<>(values);
        copy.putAll(over.values);
        return new OptionSet(copy);
    }

    /** What is said about the option; null: nothing. */
    public @Nullable Object get(Option option) {
        return values.get(option);
    }

    /** What is said, by option. */
    public Set<Map.Entry<Option, Object>> entries() {
        return java.util.Collections.unmodifiableSet(values.entrySet());
    }
}

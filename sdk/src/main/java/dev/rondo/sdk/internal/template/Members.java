package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.Callable;
import dev.rondo.sdk.internal.template.TemplateValue.Clock;
import dev.rondo.sdk.internal.template.TemplateValue.Day;
import dev.rondo.sdk.internal.template.TemplateValue.LocalMoment;
import dev.rondo.sdk.internal.template.TemplateValue.Mapping;
import dev.rondo.sdk.internal.template.TemplateValue.Moment;
import dev.rondo.sdk.internal.template.TemplateValue.Namespace;
import dev.rondo.sdk.internal.template.TemplateValue.Sequence;
import dev.rondo.sdk.internal.template.TemplateValue.Span;
import dev.rondo.sdk.internal.template.TemplateValue.Symbol;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import dev.rondo.sdk.internal.template.TemplateValue.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What comes after a dot or between square brackets: the whole of what a template can reach. */
final class Members {

    private Members() {}

    /** {@code value.name}: a member or method, otherwise an entry. */
    static TemplateValue attribute(TemplateValue value, String name) {
        Values.requireDefined(value);
        if (name.startsWith("_")) {
            throw new TemplateException("'" + name + "' is not accessible from a template");
        }
        TemplateValue member = member(value, name);
        if (member == null && value instanceof Mapping mapping) {
            member = mapping.get(name);
        }
        return member == null ? nothing(value, name) : member;
    }

    /** {@code value[index]}: an entry or element, otherwise a member. */
    static TemplateValue item(TemplateValue value, TemplateValue index) {
        Values.requireDefined(index);
        return switch (Values.requireDefined(value)) {
            case Mapping mapping
            when mapping.entries().containsKey(index) ->
                Objects.requireNonNull(mapping.entries().get(index));
            case Mapping mapping when index instanceof Text name -> attribute(mapping, name.value());
            case Mapping mapping -> nothing(mapping, PythonText.of(index));
            case Sequence sequence -> element(sequence.items(), index);
            case Text text when !(index instanceof Text) -> element(Values.elements(text), index);
            case TemplateValue other when index instanceof Text name -> attribute(other, name.value());
            case TemplateValue other -> throw new TemplateException(Values.typeName(other) + " has no elements");
        };
    }

    private static TemplateValue element(List<TemplateValue> items, TemplateValue index) {
        if (index instanceof Text name) {
            return attribute(TemplateValue.list(items), name.value());
        }
        long at = Values.integer(index, "an index must be a whole number");
        long fromStart = at < 0 ? at + items.size() : at;
        return fromStart >= 0 && fromStart < items.size()
                ? items.get((int) fromStart)
                : new Undefined("there is no element " + at + ", there are " + items.size());
    }

    /** {@code value[start:stop:step]}. */
    static TemplateValue slice(
            TemplateValue value,
            @Nullable TemplateValue start,
            @Nullable TemplateValue stop,
            @Nullable TemplateValue step) {
        List<TemplateValue> items = switch (Values.requireDefined(value)) {
            case Text text -> Values.elements(text);
            case Sequence sequence -> sequence.items();
            case TemplateValue other -> throw new TemplateException(Values.typeName(other) + " cannot be sliced");
        };
        int by = clamp(bound(step, 1), Integer.MAX_VALUE);
        if (by == 0) {
            throw new TemplateException("the step of a slice must not be 0");
        }
        List<TemplateValue> chosen = chosen(items, start, stop, by);
        if (value instanceof Sequence sequence) {
            return new Sequence(chosen, sequence.tuple());
        }
        StringBuilder joined = new StringBuilder();
        chosen.forEach(each -> joined.append(PythonText.of(each)));
        return new Text(joined.toString());
    }

    private static List<TemplateValue> chosen(
            List<TemplateValue> items, @Nullable TemplateValue start, @Nullable TemplateValue stop, int by) {
        int size = items.size();
        int low = by > 0 ? 0 : -1;
        int high = by > 0 ? size : size - 1;
        int from = limit(bound(start, by > 0 ? 0 : Long.MAX_VALUE), size, low, high);
        int to = stop == null || stop == TemplateValue.None.NONE
                ? (by > 0 ? size : -1)
                : limit(bound(stop, 0), size, low, high);
        List<TemplateValue> chosen = new ArrayList<>();
        for (long i = from; by > 0 ? i < to : i > to; i += by) {
            chosen.add(items.get((int) i));
        }
        return chosen;
    }

    private static long bound(@Nullable TemplateValue value, long otherwise) {
        return value == null || value == TemplateValue.None.NONE
                ? otherwise
                : Values.integer(value, "the bound of a slice must be a whole number");
    }

    private static int limit(long bound, int size, int low, int high) {
        long fromStart = bound < 0 ? bound + size : bound;
        return (int) Math.max(low, Math.min(high, fromStart));
    }

    private static int clamp(long value, int max) {
        return (int) Math.max(-max, Math.min(max, value));
    }

    private static @Nullable TemplateValue member(TemplateValue value, String name) {
        return switch (value) {
            case Namespace namespace -> namespace.members().apply(name);
            case Callable callable -> callable.members().apply(name);
            case Text text -> TextMembers.member(text.value(), name);
            case Mapping mapping -> CollectionMembers.member(mapping, name);
            case Sequence sequence -> CollectionMembers.member(sequence, name);
            case Moment moment -> DateMembers.ofMoment(moment.at(), name);
            case LocalMoment moment -> DateMembers.ofLocal(moment.at(), name);
            case Day day -> DateMembers.ofDay(day.date(), name);
            case Clock clock -> DateMembers.ofTime(clock.time(), name);
            case Span span -> SpanMembers.member(span.length(), name);
            case Symbol symbol ->
                switch (name) {
                    case "value" -> TemplateValue.of(symbol.value());
                    case "name" -> TemplateValue.of(symbol.member());
                    default -> TextMembers.member(symbol.value(), name);
                };
            case TemplateValue.Uuid uuid
            when name.equals("hex") -> TemplateValue.of(uuid.value().toString().replace("-", ""));
            default -> null;
        };
    }

    private static Undefined nothing(TemplateValue value, String name) {
        if (value instanceof Mapping mapping) {
            Set<String> keys = new TreeSet<>();
            mapping.entries().keySet().forEach(key -> keys.add(PythonText.of(key)));
            return new Undefined("there is no '" + name + "'; there are " + keys);
        }
        return new Undefined(Values.typeName(value) + " has no '" + name + "'");
    }

    /** A method, as a value to be called. */
    static Callable method(String name, Function<CallArguments, TemplateValue> body) {
        return new Callable(name, body);
    }
}

package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an expression in a template can be. The set is closed, and so are the members and methods of each kind
 * ({@link Members}): that is the sandbox.
 */
public sealed interface TemplateValue {

    /** No value: every use but {@code is defined} and {@code default} is an error, which says {@code why}. */
    record Undefined(String why) implements TemplateValue {}

    /** Python's {@code None}. */
    enum None implements TemplateValue {
        /** The only one. */
        NONE
    }

    /** A boolean. */
    record Bool(boolean value) implements TemplateValue {}

    /** A whole number. */
    record Int(BigInteger value) implements TemplateValue {}

    /** A floating-point number. */
    record Real(double value) implements TemplateValue {}

    /** A text. */
    record Text(String value) implements TemplateValue {}

    /** A list, or a tuple, which differ in how they print. */
    record Sequence(List<TemplateValue> items, boolean tuple) implements TemplateValue {
        public Sequence {
            items = Collections.unmodifiableList(items);
        }
    }

    /** A dictionary, in order. */
    record Mapping(Map<TemplateValue, TemplateValue> entries) implements TemplateValue {
        public Mapping {
            entries = Collections.unmodifiableMap(entries);
        }

        /** The value under a text; null when there is none. */
        @Nullable
        TemplateValue get(String key) {
            return entries.get(new Text(key));
        }
    }

    /** A moment in a zone. */
    record Moment(ZonedDateTime at) implements TemplateValue {}

    /** A date and time without a zone. */
    record LocalMoment(LocalDateTime at) implements TemplateValue {}

    /** A date. */
    record Day(LocalDate date) implements TemplateValue {}

    /** A time of day. */
    record Clock(LocalTime time) implements TemplateValue {}

    /** A length of time. */
    record Span(Duration length) implements TemplateValue {}

    /** A UUID. */
    record Uuid(UUID value) implements TemplateValue {}

    /** A constant of an enum: prints as {@code TYPE.MEMBER}, compares as its value. */
    record Symbol(String type, String member, String value) implements TemplateValue {}

    /**
     * A thing with named members, such as {@code dag_run}; asked when the template does.
     *
     * @param members gives a member's value, {@link Undefined} for one there should be but is not, null for a name that
     *     means nothing
     */
    record Namespace(String name, Function<String, @Nullable TemplateValue> members) implements TemplateValue {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Something that can be called.
     *
     * @param members what comes after a dot, as with a {@link Namespace}
     */
    record Callable(
            String name, Function<CallArguments, TemplateValue> body, Function<String, @Nullable TemplateValue> members)
            implements TemplateValue {

        Callable(String name, Function<CallArguments, TemplateValue> body) {
            this(name, body, member -> null);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The value of a text; null gives {@link None}. */
    static TemplateValue of(@Nullable String text) {
        return text == null ? None.NONE : new Text(text);
    }

    /** The value of a whole number. */
    static TemplateValue of(long number) {
        return new Int(BigInteger.valueOf(number));
    }

    /** The value of a boolean. */
    static TemplateValue of(boolean value) {
        return new Bool(value);
    }

    /** The value of a moment; null gives {@link None}. */
    static TemplateValue of(@Nullable ZonedDateTime moment) {
        return moment == null ? None.NONE : new Moment(moment);
    }

    /** A list. */
    static TemplateValue list(List<TemplateValue> items) {
        return new Sequence(items, false);
    }

    /** A tuple. */
    static TemplateValue tuple(List<TemplateValue> items) {
        return new Sequence(items, true);
    }

    /** The value of JSON: objects become dictionaries, whole numbers ints, other numbers floats. */
    static TemplateValue ofJson(JsonValue json) {
        return switch (json) {
            case JsonNull none -> None.NONE;
            case JsonBoolean bool -> new Bool(bool.value());
            case JsonString text -> new Text(text.value());
            case JsonNumber number -> number.isInteger() ? new Int(number.toBigInteger()) : new Real(number.toDouble());
            case JsonArray array -> {
                List<TemplateValue> items = new ArrayList<>(array.size());
                for (JsonValue each : array) {
                    items.add(ofJson(each));
                }
                yield new Sequence(items, false);
            }
            case JsonObject object -> {
                Map<TemplateValue, TemplateValue> entries = new LinkedHashMap<>();
                object.members().forEach((key, value) -> entries.put(new Text(key), ofJson(value)));
                yield new Mapping(entries);
            }
        };
    }
}

package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.Bool;
import dev.rondo.sdk.internal.template.TemplateValue.Callable;
import dev.rondo.sdk.internal.template.TemplateValue.Clock;
import dev.rondo.sdk.internal.template.TemplateValue.Day;
import dev.rondo.sdk.internal.template.TemplateValue.Int;
import dev.rondo.sdk.internal.template.TemplateValue.LocalMoment;
import dev.rondo.sdk.internal.template.TemplateValue.Mapping;
import dev.rondo.sdk.internal.template.TemplateValue.Moment;
import dev.rondo.sdk.internal.template.TemplateValue.Namespace;
import dev.rondo.sdk.internal.template.TemplateValue.None;
import dev.rondo.sdk.internal.template.TemplateValue.Real;
import dev.rondo.sdk.internal.template.TemplateValue.Sequence;
import dev.rondo.sdk.internal.template.TemplateValue.Span;
import dev.rondo.sdk.internal.template.TemplateValue.Symbol;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import dev.rondo.sdk.internal.template.TemplateValue.Undefined;
import dev.rondo.sdk.internal.template.TemplateValue.Uuid;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What Python would take a value for: its truth, its type's name, its elements. */
final class Values {

    private Values() {}

    static TemplateValue requireDefined(TemplateValue value) {
        if (value instanceof Undefined undefined) {
            throw new TemplateException(undefined.why());
        }
        return value;
    }

    static boolean truth(TemplateValue value) {
        return switch (value) {
            case Undefined undefined -> throw new TemplateException(undefined.why());
            case None none -> false;
            case Bool bool -> bool.value();
            case Int number -> number.value().signum() != 0;
            case Real number -> number.value() != 0;
            case Text text -> !text.value().isEmpty();
            case Symbol symbol -> !symbol.value().isEmpty();
            case Sequence sequence -> !sequence.items().isEmpty();
            case Mapping mapping -> !mapping.entries().isEmpty();
            case Span span -> !span.length().isZero();
            case Moment moment -> true;
            case LocalMoment moment -> true;
            case Day day -> true;
            case Clock clock -> true;
            case Uuid uuid -> true;
            case Namespace namespace -> true;
            case Callable callable -> true;
        };
    }

    /** For messages. */
    static String typeName(TemplateValue value) {
        return switch (value) {
            case Undefined undefined -> "undefined";
            case None none -> "None";
            case Bool bool -> "bool";
            case Int number -> "int";
            case Real number -> "float";
            case Text text -> "text";
            case Symbol symbol -> symbol.type();
            case Sequence sequence -> sequence.tuple() ? "tuple" : "list";
            case Mapping mapping -> "dictionary";
            case Moment moment -> "datetime";
            case LocalMoment moment -> "datetime without zone";
            case Day day -> "date";
            case Clock clock -> "time";
            case Span span -> "timedelta";
            case Uuid uuid -> "UUID";
            case Namespace namespace -> namespace.name();
            case Callable callable -> callable.name() + "()";
        };
    }

    static boolean isNumber(TemplateValue value) {
        return value instanceof Int || value instanceof Real || value instanceof Bool;
    }

    static String text(TemplateValue value, String problem) {
        return switch (requireDefined(value)) {
            case Text text -> text.value();
            case Symbol symbol -> symbol.value();
            case TemplateValue other -> throw new TemplateException(problem + ", was " + typeName(other));
        };
    }

    static BigInteger bigInteger(TemplateValue value, String problem) {
        return switch (requireDefined(value)) {
            case Int number -> number.value();
            case Bool bool -> bool.value() ? BigInteger.ONE : BigInteger.ZERO;
            case TemplateValue other -> throw new TemplateException(problem + ", was " + typeName(other));
        };
    }

    static long integer(TemplateValue value, String problem) {
        BigInteger number = bigInteger(value, problem);
        if (number.bitLength() >= Long.SIZE) {
            throw new TemplateException(problem + " that is not so large");
        }
        return number.longValue();
    }

    static double real(TemplateValue value, String problem) {
        return value instanceof Real number
                ? number.value()
                : bigInteger(value, problem).doubleValue();
    }

    /** What a loop goes through: elements, the characters of a text, the keys of a dictionary. */
    static List<TemplateValue> elements(TemplateValue value) {
        return switch (requireDefined(value)) {
            case Sequence sequence -> sequence.items();
            case Mapping mapping -> List.copyOf(mapping.entries().keySet());
            case Text text -> {
                List<TemplateValue> characters = new ArrayList<>();
                text.value().codePoints().forEach(c -> characters.add(new Text(Character.toString(c))));
                yield characters;
            }
            case TemplateValue other ->
                throw new TemplateException("a " + typeName(other) + " has no elements to go through");
        };
    }
}

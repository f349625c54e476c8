package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.Clock;
import dev.rondo.sdk.internal.template.TemplateValue.Day;
import dev.rondo.sdk.internal.template.TemplateValue.LocalMoment;
import dev.rondo.sdk.internal.template.TemplateValue.Mapping;
import dev.rondo.sdk.internal.template.TemplateValue.Moment;
import dev.rondo.sdk.internal.template.TemplateValue.Real;
import dev.rondo.sdk.internal.template.TemplateValue.Sequence;
import dev.rondo.sdk.internal.template.TemplateValue.Span;
import dev.rondo.sdk.internal.template.TemplateValue.Symbol;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import java.util.Arrays;
import java.util.Map;

/** Equality, order and containment, as in Python. */
final class Comparisons {

    private Comparisons() {}

    static boolean holds(String operator, TemplateValue left, TemplateValue right) {
        Values.requireDefined(left);
        Values.requireDefined(right);
        return switch (operator) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "<" -> compare(left, right) < 0;
            case "<=" -> compare(left, right) <= 0;
            case ">" -> compare(left, right) > 0;
            case ">=" -> compare(left, right) >= 0;
            case "in" -> contains(right, left);
            case "not in" -> !contains(right, left);
            default -> throw new TemplateException("unknown operator " + operator);
        };
    }

    static boolean equal(TemplateValue left, TemplateValue right) {
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return left instanceof Real || right instanceof Real
                    ? Values.real(left, "") == Values.real(right, "")
                    : Values.bigInteger(left, "").equals(Values.bigInteger(right, ""));
        }
        return switch (left) {
            case Moment a when right instanceof Moment b -> a.at().toInstant().equals(b.at().toInstant());
            case Symbol a when right instanceof Text b -> a.value().equals(b.value());
            case Text a when right instanceof Symbol b -> a.value().equals(b.value());
            case Sequence a when right instanceof Sequence b -> a.tuple() == b.tuple() && equalItems(a, b);
            case Mapping a when right instanceof Mapping b -> equalEntries(a, b);
            default -> left.equals(right);
        };
    }

    private static boolean equalItems(Sequence a, Sequence b) {
        if (a.items().size() != b.items().size()) {
            return false;
        }
        for (int i = 0; i < a.items().size(); i++) {
            if (!equal(a.items().get(i), b.items().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalEntries(Mapping a, Mapping b) {
        if (a.entries().size() != b.entries().size()) {
            return false;
        }
        for (Map.Entry<TemplateValue, TemplateValue> entry : a.entries().entrySet()) {
            TemplateValue other = b.entries().get(entry.getKey());
            if (other == null || !equal(entry.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    static int compare(TemplateValue left, TemplateValue right) {
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return left instanceof Real || right instanceof Real
                    ? Double.compare(Values.real(left, ""), Values.real(right, ""))
                    : Values.bigInteger(left, "").compareTo(Values.bigInteger(right, ""));
        }
        if (isText(left) && isText(right)) {
            return compareCodePoints(Values.text(left, ""), Values.text(right, ""));
        }
        return switch (left) {
            case Moment a when right instanceof Moment b -> a.at().toInstant().compareTo(b.at().toInstant());
            case LocalMoment a when right instanceof LocalMoment b -> a.at().compareTo(b.at());
            case Day a when right instanceof Day b -> a.date().compareTo(b.date());
            case Clock a when right instanceof Clock b -> a.time().compareTo(b.time());
            case Span a when right instanceof Span b -> a.length().compareTo(b.length());
            case Sequence a when right instanceof Sequence b && a.tuple() == b.tuple() -> compareItems(a, b);
            default ->
                throw new TemplateException(
                        Values.typeName(left) + " and " + Values.typeName(right) + " have no order");
        };
    }

    private static boolean isText(TemplateValue value) {
        return value instanceof Text || value instanceof Symbol;
    }

    /** UTF-16 order differs from that of code points where surrogates meet the last block of the BMP. */
    private static int compareCodePoints(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return Arrays.compare(left, right);
    }

    private static int compareItems(Sequence a, Sequence b) {
        int shorter = Math.min(a.items().size(), b.items().size());
        for (int i = 0; i < shorter; i++) {
            if (!equal(a.items().get(i), b.items().get(i))) {
                return compare(a.items().get(i), b.items().get(i));
            }
        }
        return Integer.compare(a.items().size(), b.items().size());
    }

    static boolean contains(TemplateValue container, TemplateValue value) {
        return switch (container) {
            case Text text -> text.value().contains(Values.text(value, "only a text can be in a text"));
            case Mapping mapping -> mapping.entries().keySet().stream().anyMatch(key -> equal(key, value));
            case Sequence sequence -> sequence.items().stream().anyMatch(item -> equal(item, value));
            default -> throw new TemplateException("nothing is in " + Values.typeName(container));
        };
    }
}

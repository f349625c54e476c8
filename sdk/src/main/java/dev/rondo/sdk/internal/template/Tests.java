package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.Bool;
import dev.rondo.sdk.internal.template.TemplateValue.Callable;
import dev.rondo.sdk.internal.template.TemplateValue.Int;
import dev.rondo.sdk.internal.template.TemplateValue.Mapping;
import dev.rondo.sdk.internal.template.TemplateValue.None;
import dev.rondo.sdk.internal.template.TemplateValue.Real;
import dev.rondo.sdk.internal.template.TemplateValue.Symbol;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import dev.rondo.sdk.internal.template.TemplateValue.Undefined;
import dev.rondo.sdk.internal.text.Nearest;
import java.util.Locale;
import java.util.Set;

/** The tests there are: {@code value is name}. */
final class Tests {

    private static final Set<String> NAMES = Set.of(
            "boolean",
            "callable",
            "defined",
            "divisibleby",
            "eq",
            "equalto",
            "even",
            "false",
            "float",
            "ge",
            "gt",
            "greaterthan",
            "in",
            "integer",
            "iterable",
            "le",
            "lessthan",
            "lower",
            "lt",
            "mapping",
            "ne",
            "none",
            "number",
            "odd",
            "sameas",
            "sequence",
            "string",
            "true",
            "undefined",
            "upper");

    private Tests() {}

    static void requireKnown(Token name) {
        if (!NAMES.contains(name.text())) {
            throw TemplateException.syntax(
                    "there is no test '" + name.text() + "'; "
                            + Nearest.hint(
                                    name.text(),
                                    NAMES,
                                    "there are "
                                            + String.join(
                                                    ", ",
                                                    NAMES.stream().sorted().toList())),
                    name.at());
        }
    }

    static boolean holds(String name, TemplateValue value, CallArguments arguments) {
        return switch (name) {
            case "defined" -> !(value instanceof Undefined);
            case "undefined" -> value instanceof Undefined;
            case "eq",
                    "equalto",
                    "ne",
                    "lt",
                    "lessthan",
                    "le",
                    "gt",
                    "greaterthan",
                    "ge",
                    "in",
                    "sameas",
                    "divisibleby" ->
                comparison(name, value, arguments.bind("other").require("other"));
            default -> {
                arguments.requireNone();
                yield plain(name, Values.requireDefined(value));
            }
        };
    }

    private static boolean comparison(String name, TemplateValue value, TemplateValue other) {
        return switch (name) {
            case "divisibleby" -> Comparisons.equal(Operators.binary("%", value, other), TemplateValue.of(0));
            case "sameas" -> value.equals(other);
            case "in" -> Comparisons.holds("in", value, other);
            case "ne" -> Comparisons.holds("!=", value, other);
            case "lt", "lessthan" -> Comparisons.holds("<", value, other);
            case "le" -> Comparisons.holds("<=", value, other);
            case "gt", "greaterthan" -> Comparisons.holds(">", value, other);
            case "ge" -> Comparisons.holds(">=", value, other);
            default -> Comparisons.holds("==", value, other);
        };
    }

    private static boolean plain(String name, TemplateValue value) {
        return switch (name) {
            case "none" -> value == None.NONE;
            case "boolean" -> value instanceof Bool;
            case "true" -> value instanceof Bool bool && bool.value();
            case "false" -> value instanceof Bool bool && !bool.value();
            case "integer" -> value instanceof Int;
            case "float" -> value instanceof Real;
            case "number" -> Values.isNumber(value);
            case "string" -> value instanceof Text || value instanceof Symbol;
            case "mapping" -> value instanceof Mapping;
            case "callable" -> value instanceof Callable;
            case "sequence", "iterable" -> CollectionFilters.isSequence(value);
            case "even", "odd" ->
                Values.bigInteger(value, "'is " + name + "' needs a whole number")
                                .testBit(0)
                        == name.equals("odd");
            case "upper" -> PythonText.of(value).equals(PythonText.of(value).toUpperCase(Locale.ROOT));
            case "lower" -> PythonText.of(value).equals(PythonText.of(value).toLowerCase(Locale.ROOT));
            default -> throw new TemplateException("there is no test '" + name + "'");
        };
    }
}

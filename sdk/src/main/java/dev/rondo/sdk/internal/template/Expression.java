package dev.rondo.sdk.internal.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed expression. */
sealed interface Expression {

    /** Where it is in the template. */
    int at();

    /** A constant. */
    record Literal(int at, TemplateValue value) implements Expression {}

    /** A name: of a variable, or what the scope knows. */
    record Name(int at, String name) implements Expression {}

    /** {@code [a, b]} or {@code (a, b)}. */
    record ListOf(int at, List<Expression> items, boolean tuple) implements Expression {}

    /** <code>{a: b}</code>. */
    record DictionaryOf(int at, List<Entry> entries) implements Expression {
        record Entry(Expression key, Expression value) {}
    }

    /** {@code a.b}. */
    record Attribute(int at, Expression target, String name) implements Expression {}

    /** {@code a[b]}. */
    record Item(int at, Expression target, Expression index) implements Expression {}

    /** {@code a[b:c:d]}. */
    record Slice(
            int at,
            Expression target,
            @Nullable Expression start,
            @Nullable Expression stop,
            @Nullable Expression step) implements Expression {}

    /** {@code a(b, c=d)}. */
    record Call(int at, Expression target, Arguments arguments) implements Expression {}

    /** {@code a | name(b)}. */
    record Filter(int at, Expression input, String name, Arguments arguments) implements Expression {}

    /** {@code a is name(b)}; {@code is not} is a {@link Not} around it. */
    record Test(int at, Expression input, String name, Arguments arguments) implements Expression {}

    /** {@code not a}. */
    record Not(int at, Expression operand) implements Expression {}

    /** {@code -a} and {@code +a}. */
    record Sign(int at, boolean negative, Expression operand) implements Expression {}

    /** {@code a and b}, {@code a or b}: the value of the side that decides. */
    record Logical(int at, boolean and, Expression left, Expression right) implements Expression {}

    /** An arithmetic operator, or {@code ~}, which joins texts. */
    record Binary(int at, String operator, Expression left, Expression right) implements Expression {}

    /** {@code a < b <= c}. */
    record Comparison(int at, Expression first, List<Step> steps) implements Expression {
        record Step(String operator, Expression right) {}
    }

    /** {@code a if b else c}; without {@code else} an empty text when b is false. */
    record Conditional(
            int at,
            Expression test,
            Expression then,
            @Nullable Expression otherwise) implements Expression {}

    /** What is written between the parentheses of a call. */
    record Arguments(List<Expression> positional, Map<String, Expression> named) {
        static final Arguments NONE = new Arguments(List.of(), Map.of());
    }
}

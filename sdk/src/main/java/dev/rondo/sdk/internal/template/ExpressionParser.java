package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.Expression.Arguments;
import dev.rondo.sdk.internal.template.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads expressions, with the operators and the precedence of Airflow's templates. */
final class ExpressionParser {

    /** No sensible expression nests so deep; a stack would end at some thousand. */
    private static final int MAX_DEPTH = 100;

    private final TokenStream in;
    private int depth;

    ExpressionParser(TokenStream in) {
        this.in = in;
    }

    /** An expression, or several with commas between them, which make a tuple. */
    Expression tuple() {
        return tuple(true);
    }

    /** As {@link #tuple()}, but {@code if} ends it: what {@code for} goes through may be followed by a condition. */
    Expression tupleWithoutCondition() {
        return tuple(false);
    }

    private Expression tuple(boolean conditional) {
        int at = in.peek().at();
        List<Expression> items = new ArrayList<>();
        boolean comma = false;
        do {
            if (!items.isEmpty() && endsTuple()) {
                break;
            }
            items.add(conditional ? expression() : or());
            comma |= in.peek().isOperator(",");
        } while (in.tryTakeOperator(","));
        return comma ? new Expression.ListOf(at, items, true) : items.getFirst();
    }

    private boolean endsTuple() {
        Token next = in.peek();
        return next.is(Kind.PRINT_END) || next.is(Kind.BLOCK_END) || next.isOperator(")");
    }

    Expression expression() {
        if (++depth > MAX_DEPTH) {
            throw TemplateException.syntax(
                    "nested deeper than " + MAX_DEPTH + " levels", in.peek().at());
        }
        Expression value = or();
        while (in.peek().isName("if")) {
            int at = in.take().at();
            Expression test = or();
            Expression otherwise = in.tryTakeName("else") ? expression() : null;
            value = new Expression.Conditional(at, test, value, otherwise);
        }
        depth--;
        return value;
    }

    private Expression or() {
        Expression left = and();
        while (in.peek().isName("or")) {
            int at = in.take().at();
            left = new Expression.Logical(at, false, left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (in.peek().isName("and")) {
            int at = in.take().at();
            left = new Expression.Logical(at, true, left, not());
        }
        return left;
    }

    private Expression not() {
        int nots = 0;
        int at = in.peek().at();
        while (in.tryTakeName("not")) {
            nots++;
        }
        Expression value = comparison();
        for (; nots > 0; nots--) {
            value = new Expression.Not(at, value);
        }
        return value;
    }

    private Expression comparison() {
        int at = in.peek().at();
        Expression first = sum();
        List<Expression.Comparison.Step> steps = new ArrayList<>();
        for (String operator = comparisonOperator(); operator != null; operator = comparisonOperator()) {
            steps.add(new Expression.Comparison.Step(operator, sum()));
        }
        return steps.isEmpty() ? first : new Expression.Comparison(at, first, steps);
    }

    private @Nullable String comparisonOperator() {
        Token next = in.peek();
        if (next.is(Kind.OPERATOR)) {
            return switch (next.text()) {
                case "==", "!=", "<", "<=", ">", ">=" -> in.take().text();
                default -> null;
            };
        }
        if (in.tryTakeName("in")) {
            return "in";
        }
        if (next.isName("not") && in.peekSecond().isName("in")) {
            in.take();
            in.take();
            return "not in";
        }
        return null;
    }

    private Expression sum() {
        Expression left = concatenation();
        while (in.peek().isOperator("+") || in.peek().isOperator("-")) {
            Token operator = in.take();
            left = new Expression.Binary(operator.at(), operator.text(), left, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (in.peek().isOperator("~")) {
            int at = in.take().at();
            left = new Expression.Binary(at, "~", left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (true) {
            Token next = in.peek();
            boolean product =
                    next.isOperator("*") || next.isOperator("/") || next.isOperator("//") || next.isOperator("%");
            if (!product) {
                return left;
            }
            in.take();
            left = new Expression.Binary(next.at(), next.text(), left, power());
        }
    }

    private Expression power() {
        Expression left = unary(true);
        while (in.peek().isOperator("**")) {
            int at = in.take().at();
            left = new Expression.Binary(at, "**", left, unary(true));
        }
        return left;
    }

    private Expression unary(boolean filters) {
        Token next = in.peek();
        Expression value;
        if (next.isOperator("-") || next.isOperator("+")) {
            in.take();
            if (++depth > MAX_DEPTH) {
                throw TemplateException.syntax("too many signs", next.at());
            }
            value = new Expression.Sign(next.at(), next.isOperator("-"), unary(false));
            depth--;
        } else {
            value = primary();
        }
        value = postfix(value);
        return filters ? filtersAndTests(value) : value;
    }

    private Expression primary() {
        Token token = in.take();
        int at = token.at();
        return switch (token.kind()) {
            case NAME -> named(token);
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (in.peek().is(Kind.STRING)) {
                    text.append(in.take().text());
                }
                yield new Expression.Literal(at, new TemplateValue.Text(text.toString()));
            }
            case INT -> new Expression.Literal(at, new TemplateValue.Int(new BigInteger(token.text())));
            case FLOAT -> new Expression.Literal(at, new TemplateValue.Real(Double.parseDouble(token.text())));
            case OPERATOR -> bracketed(token);
            default -> throw TemplateException.syntax("expected an expression, found " + token.shown(), at);
        };
    }

    private static Expression named(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expression.Literal(token.at(), new TemplateValue.Bool(true));
            case "false", "False" -> new Expression.Literal(token.at(), new TemplateValue.Bool(false));
            case "none", "None" -> new Expression.Literal(token.at(), TemplateValue.None.NONE);
            case "if", "else", "and", "or", "not", "in", "is" ->
                throw TemplateException.syntax("expected an expression, found " + token.shown(), token.at());
            default -> new Expression.Name(token.at(), token.text());
        };
    }

    private Expression bracketed(Token token) {
        int at = token.at();
        return switch (token.text()) {
            case "(" -> {
                if (in.tryTakeOperator(")")) {
                    yield new Expression.ListOf(at, List.of(), true);
                }
                Expression inner = tuple();
                in.takeOperator(")");
                yield inner;
            }
            case "[" -> new Expression.ListOf(at, list(), false);
            case "{" -> new Expression.DictionaryOf(at, dictionary());
            default -> throw TemplateException.syntax("expected an expression, found " + token.shown(), at);
        };
    }

    private List<Expression> list() {
        List<Expression> items = new ArrayList<>();
        while (!in.tryTakeOperator("]")) {
            if (!items.isEmpty()) {
                in.takeOperator(",");
                if (in.tryTakeOperator("]")) {
                    break;
                }
            }
            items.add(expression());
        }
        return items;
    }

    private List<Expression.DictionaryOf.Entry> dictionary() {
        List<Expression.DictionaryOf.Entry> entries = new ArrayList<>();
        while (!in.tryTakeOperator("}")) {
            if (!entries.isEmpty()) {
                in.takeOperator(",");
                if (in.tryTakeOperator("}")) {
                    break;
                }
            }
            Expression key = expression();
            in.takeOperator(":");
            entries.add(new Expression.DictionaryOf.Entry(key, expression()));
        }
        return entries;
    }

    private Expression postfix(Expression value) {
        Expression result = value;
        while (true) {
            int at = in.peek().at();
            if (in.tryTakeOperator(".")) {
                result = attribute(at, result);
            } else if (in.tryTakeOperator("[")) {
                result = subscript(at, result);
            } else if (in.tryTakeOperator("(")) {
                result = new Expression.Call(at, result, arguments());
            } else {
                return result;
            }
        }
    }

    private Expression attribute(int at, Expression target) {
        Token name = in.take();
        if (name.is(Kind.NAME)) {
            return new Expression.Attribute(name.at(), target, name.text());
        }
        if (name.is(Kind.INT)) {
            return new Expression.Item(
                    at, target, new Expression.Literal(name.at(), new TemplateValue.Int(new BigInteger(name.text()))));
        }
        throw TemplateException.syntax("expected a name after '.', found " + name.shown(), name.at());
    }

    private Expression subscript(int at, Expression target) {
        Expression start = in.peek().isOperator(":") ? null : expression();
        if (!in.peek().isOperator(":")) {
            in.takeOperator("]");
            return new Expression.Item(at, target, start == null ? noIndex(at) : start);
        }
        in.takeOperator(":");
        Expression stop = in.peek().isOperator(":") || in.peek().isOperator("]") ? null : expression();
        Expression step = null;
        if (in.tryTakeOperator(":") && !in.peek().isOperator("]")) {
            step = expression();
        }
        in.takeOperator("]");
        return new Expression.Slice(at, target, start, stop, step);
    }

    private static Expression noIndex(int at) {
        throw TemplateException.syntax("expected an index", at);
    }

    private Arguments arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        boolean first = true;
        while (!in.tryTakeOperator(")")) {
            if (!first) {
                in.takeOperator(",");
                if (in.tryTakeOperator(")")) {
                    break;
                }
            }
            first = false;
            Token next = in.peek();
            if (next.is(Kind.NAME) && in.peekSecond().isOperator("=")) {
                in.take();
                in.take();
                if (named.put(next.text(), expression()) != null) {
                    throw TemplateException.syntax("the argument '" + next.text() + "' is given twice", next.at());
                }
            } else if (named.isEmpty()) {
                positional.add(expression());
            } else {
                throw TemplateException.syntax("a positional argument after a named one", next.at());
            }
        }
        return new Arguments(positional, named);
    }

    private Expression filtersAndTests(Expression value) {
        Expression result = value;
        while (true) {
            if (in.tryTakeOperator("|")) {
                result = filter(result);
            } else if (in.tryTakeName("is")) {
                result = test(result);
            } else if (in.peek().isOperator("(")) {
                // As in {{ macros.x | default(y)(z) }}: a filter's result can be called.
                result = new Expression.Call(in.take().at(), result, arguments());
            } else {
                return result;
            }
        }
    }

    private Expression filter(Expression input) {
        Token name = in.take(Kind.NAME, "the name of a filter");
        Filters.requireKnown(name);
        Arguments arguments = in.tryTakeOperator("(") ? arguments() : Arguments.NONE;
        return new Expression.Filter(name.at(), input, name.text(), arguments);
    }

    private Expression test(Expression input) {
        boolean negated = in.tryTakeName("not");
        Token name = in.take(Kind.NAME, "the name of a test");
        Tests.requireKnown(name);
        Arguments arguments = Arguments.NONE;
        Token next = in.peek();
        if (in.tryTakeOperator("(")) {
            arguments = arguments();
        } else if (startsOperand(next)) {
            // As in {{ n is divisibleby 3 }}.
            arguments = new Arguments(List.of(postfix(primary())), Map.of());
        }
        Expression test = new Expression.Test(name.at(), input, name.text(), arguments);
        return negated ? new Expression.Not(name.at(), test) : test;
    }

    private static boolean startsOperand(Token token) {
        return switch (token.kind()) {
            case STRING, INT, FLOAT -> true;
            case NAME ->
                switch (token.text()) {
                    case "else", "or", "and", "is", "if", "in", "not" -> false;
                    default -> true;
                };
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            default -> false;
        };
    }
}

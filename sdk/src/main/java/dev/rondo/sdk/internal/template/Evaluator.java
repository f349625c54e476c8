package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.Bool;
import dev.rondo.sdk.internal.template.TemplateValue.Callable;
import dev.rondo.sdk.internal.template.TemplateValue.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes expressions. One per rendering. */
final class Evaluator {

    /** Ends loops within loops that would run for minutes; a template of a text field needs some thousand steps. */
    private static final int MAX_STEPS = 1_000_000;

    private final Frames frames;
    private int steps;

    Evaluator(Frames frames) {
        this.frames = frames;
    }

    /** The value, which may be nothing: whoever uses it decides. */
    TemplateValue value(Expression expression) {
        if (++steps > MAX_STEPS) {
            throw new TemplateException("more than " + MAX_STEPS + " steps; compute this in a task")
                    .at(expression.at());
        }
        try {
            return compute(expression);
        } catch (TemplateException e) {
            throw e.at(expression.at());
        }
    }

    private TemplateValue compute(Expression expression) {
        return switch (expression) {
            case Expression.Literal literal -> literal.value();
            case Expression.Name name -> frames.get(name.name());
            case Expression.ListOf list -> new TemplateValue.Sequence(defined(list.items()), list.tuple());
            case Expression.DictionaryOf dictionary -> dictionary(dictionary);
            case Expression.Attribute attribute -> Members.attribute(value(attribute.target()), attribute.name());
            case Expression.Item item -> Members.item(value(item.target()), value(item.index()));
            case Expression.Slice slice ->
                Members.slice(
                        value(slice.target()), optional(slice.start()), optional(slice.stop()), optional(slice.step()));
            case Expression.Call call -> call(call);
            case Expression.Filter filter ->
                Filters.apply(
                        filter.name(),
                        value(filter.input()),
                        arguments("the filter " + filter.name(), filter.arguments()));
            case Expression.Test test ->
                new Bool(Tests.holds(
                        test.name(), value(test.input()), arguments("the test " + test.name(), test.arguments())));
            case Expression.Not not -> new Bool(!Values.truth(value(not.operand())));
            case Expression.Sign sign -> Operators.sign(sign.negative(), value(sign.operand()));
            case Expression.Logical logical -> logical(logical);
            case Expression.Binary binary ->
                Operators.binary(binary.operator(), value(binary.left()), value(binary.right()));
            case Expression.Comparison comparison -> new Bool(holds(comparison));
            case Expression.Conditional conditional -> conditional(conditional);
        };
    }

    private TemplateValue conditional(Expression.Conditional conditional) {
        if (Values.truth(value(conditional.test()))) {
            return value(conditional.then());
        }
        Expression otherwise = conditional.otherwise();
        return otherwise == null ? new TemplateValue.Text("") : value(otherwise);
    }

    private TemplateValue logical(Expression.Logical logical) {
        TemplateValue left = value(logical.left());
        return Values.truth(left) == logical.and() ? value(logical.right()) : left;
    }

    private boolean holds(Expression.Comparison comparison) {
        TemplateValue left = value(comparison.first());
        for (Expression.Comparison.Step step : comparison.steps()) {
            TemplateValue right = value(step.right());
            if (!Comparisons.holds(step.operator(), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private TemplateValue dictionary(Expression.DictionaryOf dictionary) {
        Map<TemplateValue, TemplateValue> entries = new LinkedHashMap<>();
        for (Expression.DictionaryOf.Entry entry : dictionary.entries()) {
            entries.put(Values.requireDefined(value(entry.key())), Values.requireDefined(value(entry.value())));
        }
        return new Mapping(entries);
    }

    private TemplateValue call(Expression.Call call) {
        TemplateValue target = Values.requireDefined(value(call.target()));
        if (!(target instanceof Callable callable)) {
            throw new TemplateException(Values.typeName(target) + " cannot be called");
        }
        return callable.body().apply(arguments(callable.name(), call.arguments()));
    }

    private CallArguments arguments(String function, Expression.Arguments arguments) {
        Map<String, TemplateValue> named = new LinkedHashMap<>();
        arguments.named().forEach((name, value) -> named.put(name, Values.requireDefined(value(value))));
        return new CallArguments(function, defined(arguments.positional()), named);
    }

    private List<TemplateValue> defined(List<Expression> expressions) {
        List<TemplateValue> values = new ArrayList<>();
        for (Expression each : expressions) {
            values.add(Values.requireDefined(value(each)));
        }
        return values;
    }

    private @Nullable TemplateValue optional(@Nullable Expression expression) {
        return expression == null ? null : Values.requireDefined(value(expression));
    }
}

package dev.rondo.sdk.internal.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what a template refers to, without rendering it. */
final class References {

    private final Set<String> required = new TreeSet<>();
    private final Set<String> optional = new TreeSet<>();
    private final Set<String> paths = new TreeSet<>();
    private final Set<String> optionalPaths = new TreeSet<>();
    /** Names that the template itself gives, innermost loop first. */
    private final Deque<Set<String>> own = new ArrayDeque<>();

    private References() {
        own.push(new HashSet<>());
    }

    static References of(List<Statement> statements) {
        References references = new References();
        references.walk(statements);
        // A name that is tested for anywhere may be missing everywhere: {% if x is defined %}{{ x }}{% endif %}.
        references.required.removeAll(references.optional);
        references.paths.removeAll(references.optionalPaths);
        return references;
    }

    /** Names that must be known for the template to render. */
    Set<String> required() {
        return required;
    }

    /** Names with the members after them, as far as they are written out: {@code params.n}, {@code var.value.x}. */
    Set<String> paths() {
        return paths;
    }

    private void walk(List<Statement> statements) {
        for (Statement statement : statements) {
            switch (statement) {
                case Statement.Data data -> {
                    // Text refers to nothing.
                }
                case Statement.Print print -> walk(print.value());
                case Statement.If choice -> {
                    for (Statement.If.Branch branch : choice.branches()) {
                        walk(branch.condition());
                        walk(branch.body());
                    }
                    walk(choice.otherwise());
                }
                case Statement.For loop -> loop(loop);
                case Statement.SetValue set -> {
                    walk(set.value());
                    own.element().addAll(set.targets());
                }
                case Statement.SetBlock set -> {
                    walk(set.body());
                    own.element().add(set.target());
                }
            }
        }
    }

    private void loop(Statement.For loop) {
        walk(loop.elements());
        own.push(new HashSet<>(loop.targets()));
        own.element().add("loop");
        walk(loop.condition());
        walk(loop.body());
        own.pop();
        walk(loop.otherwise());
    }

    private void walk(@Nullable Expression expression) {
        switch (expression) {
            case null -> {
                // Left out by the author.
            }
            case Expression.Literal literal -> {
                // A constant refers to nothing.
            }
            case Expression.Name name -> name(name.name(), required);
            case Expression.ListOf list -> list.items().forEach(this::walk);
            case Expression.DictionaryOf dictionary ->
                dictionary.entries().forEach(entry -> {
                    walk(entry.key());
                    walk(entry.value());
                });
            case Expression.Attribute attribute -> {
                path(attribute);
                walk(attribute.target());
            }
            case Expression.Item item -> {
                path(item);
                walk(item.target());
                walk(item.index());
            }
            case Expression.Slice slice -> {
                walk(slice.target());
                walk(slice.start());
                walk(slice.stop());
                walk(slice.step());
            }
            default -> walkOperation(expression);
        }
    }

    private void walkOperation(Expression expression) {
        switch (expression) {
            case Expression.Call call -> call(call);
            case Expression.Filter filter -> {
                boolean guarded =
                        filter.name().equals("default") || filter.name().equals("d");
                subject(filter.input(), guarded);
                walk(filter.arguments());
            }
            case Expression.Test test -> {
                boolean guarded = test.name().equals("defined") || test.name().equals("undefined");
                subject(test.input(), guarded);
                walk(test.arguments());
            }
            case Expression.Not not -> walk(not.operand());
            case Expression.Sign sign -> walk(sign.operand());
            case Expression.Logical logical -> {
                walk(logical.left());
                walk(logical.right());
            }
            case Expression.Binary binary -> {
                walk(binary.left());
                walk(binary.right());
            }
            case Expression.Comparison comparison -> {
                walk(comparison.first());
                comparison.steps().forEach(step -> walk(step.right()));
            }
            case Expression.Conditional conditional -> {
                walk(conditional.test());
                walk(conditional.then());
                walk(conditional.otherwise());
            }
            default -> throw new IllegalStateException("not an operation: " + expression);
        }
    }

    /** Of {@code params.get('n')} the path is {@code params.n}: the name of a method is none of what is referred to. */
    private void call(Expression.Call call) {
        if (call.target() instanceof Expression.Attribute method) {
            walk(method.target());
            if (method.name().equals("get")) {
                entry(method.target(), call.arguments().positional());
            }
        } else {
            walk(call.target());
        }
        walk(call.arguments());
    }

    private void entry(Expression target, List<Expression> arguments) {
        String path = textPath(target);
        boolean written = path != null
                && !arguments.isEmpty()
                && arguments.getFirst() instanceof Expression.Literal literal
                && literal.value() instanceof TemplateValue.Text;
        // With a second argument, which is the default, the entry may be missing.
        if (written && arguments.size() == 1) {
            path(new Expression.Item(target.at(), target, arguments.getFirst()));
        }
    }

    private void walk(Expression.Arguments arguments) {
        arguments.positional().forEach(this::walk);
        arguments.named().values().forEach(this::walk);
    }

    private void subject(Expression input, boolean guarded) {
        String path = guarded ? textPath(input) : null;
        if (path == null) {
            walk(input);
        } else if (input instanceof Expression.Name name) {
            name(name.name(), optional);
        } else {
            // Of params.x | default(1) only params must be there.
            optionalPaths.add(path);
            name(root(input), required);
        }
    }

    private void name(String name, Set<String> into) {
        boolean given = own.stream().anyMatch(frame -> frame.contains(name)) || Globals.NAMES.contains(name);
        if (!given) {
            into.add(name);
        }
    }

    private void path(Expression expression) {
        String path = textPath(expression);
        if (path != null && own.stream().noneMatch(frame -> frame.contains(root(expression)))) {
            paths.add(path);
        }
    }

    private static String root(Expression expression) {
        return switch (expression) {
            case Expression.Name name -> name.name();
            case Expression.Attribute attribute -> root(attribute.target());
            case Expression.Item item -> root(item.target());
            default -> "";
        };
    }

    private static @Nullable String textPath(Expression expression) {
        return switch (expression) {
            case Expression.Name name -> name.name();
            case Expression.Attribute attribute -> {
                String target = textPath(attribute.target());
                yield target == null ? null : target + "." + attribute.name();
            }
            case Expression.Item item -> {
                String target = textPath(item.target());
                yield target != null
                                && item.index() instanceof Expression.Literal literal
                                && literal.value() instanceof TemplateValue.Text text
                        ? target + "." + text.value()
                        : null;
            }
            default -> null;
        };
    }
}

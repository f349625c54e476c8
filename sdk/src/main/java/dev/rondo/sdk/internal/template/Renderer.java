package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.Callable;
import dev.rondo.sdk.internal.template.TemplateValue.Namespace;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import dev.rondo.sdk.internal.template.TemplateValue.Undefined;
import java.util.ArrayList;
import java.util.List;

/** Writes the text of a template. One per rendering. */
final class Renderer {

    private final Frames frames;
    private final Evaluator evaluator;
    private StringBuilder out = new StringBuilder();

    Renderer(TemplateScope scope) {
        this.frames = new Frames(scope);
        this.evaluator = new Evaluator(frames);
    }

    String render(List<Statement> statements) {
        write(statements);
        return out.toString();
    }

    private void write(List<Statement> statements) {
        for (Statement statement : statements) {
            switch (statement) {
                case Statement.Data data -> out.append(data.text());
                case Statement.Print print -> print(print.value());
                case Statement.If choice -> write(branch(choice));
                case Statement.For loop -> loop(loop);
                case Statement.SetValue set -> assign(set.at(), set.targets(), evaluator.value(set.value()));
                case Statement.SetBlock set -> frames.set(set.target(), block(set.body()));
            }
            Limits.requireOutput(out.length());
        }
    }

    private void print(Expression expression) {
        try {
            out.append(PythonText.of(evaluator.value(expression)));
        } catch (TemplateException e) {
            throw e.at(expression.at());
        }
    }

    private List<Statement> branch(Statement.If choice) {
        for (Statement.If.Branch branch : choice.branches()) {
            try {
                if (Values.truth(evaluator.value(branch.condition()))) {
                    return branch.body();
                }
            } catch (TemplateException e) {
                throw e.at(branch.condition().at());
            }
        }
        return choice.otherwise();
    }

    private TemplateValue block(List<Statement> body) {
        StringBuilder outer = out;
        out = new StringBuilder();
        write(body);
        TemplateValue text = new Text(out.toString());
        out = outer;
        return text;
    }

    private void assign(int at, List<String> targets, TemplateValue value) {
        if (targets.size() == 1) {
            frames.set(targets.getFirst(), value);
            return;
        }
        try {
            List<TemplateValue> parts = Values.elements(value);
            if (parts.size() != targets.size()) {
                throw new TemplateException(
                        "expected " + targets.size() + " values for " + targets + ", found " + parts.size());
            }
            for (int i = 0; i < targets.size(); i++) {
                frames.set(targets.get(i), parts.get(i));
            }
        } catch (TemplateException e) {
            throw e.at(at);
        }
    }

    private void loop(Statement.For loop) {
        List<TemplateValue> elements = chosen(loop);
        if (elements.isEmpty()) {
            write(loop.otherwise());
            return;
        }
        for (int i = 0; i < elements.size(); i++) {
            frames.open();
            assign(loop.at(), loop.targets(), elements.get(i));
            frames.set("loop", position(elements, i));
            write(loop.body());
            frames.close();
        }
    }

    /** The elements for which the loop's condition holds. */
    private List<TemplateValue> chosen(Statement.For loop) {
        List<TemplateValue> all;
        try {
            all = Values.elements(evaluator.value(loop.elements()));
        } catch (TemplateException e) {
            throw e.at(loop.elements().at());
        }
        Expression condition = loop.condition();
        if (condition == null) {
            return all;
        }
        List<TemplateValue> chosen = new ArrayList<>();
        for (TemplateValue each : all) {
            frames.open();
            assign(loop.at(), loop.targets(), each);
            if (Values.truth(evaluator.value(condition))) {
                chosen.add(each);
            }
            frames.close();
        }
        return chosen;
    }

    private static TemplateValue position(List<TemplateValue> elements, int i) {
        int size = elements.size();
        return new Namespace("loop", name -> switch (name) {
            case "index" -> TemplateValue.of(i + 1);
            case "index0" -> TemplateValue.of(i);
            case "revindex" -> TemplateValue.of(size - i);
            case "revindex0" -> TemplateValue.of(size - i - 1);
            case "first" -> TemplateValue.of(i == 0);
            case "last" -> TemplateValue.of(i == size - 1);
            case "length" -> TemplateValue.of(size);
            case "previtem" -> i == 0 ? new Undefined("there is no element before the first") : elements.get(i - 1);
            case "nextitem" ->
                i == size - 1 ? new Undefined("there is no element after the last") : elements.get(i + 1);
            case "cycle" ->
                new Callable("loop.cycle", call -> {
                    if (call.positional().isEmpty()) {
                        throw new TemplateException("loop.cycle() needs values");
                    }
                    return call.positional().get(i % call.positional().size());
                });
            default -> null;
        });
    }
}

package dev.rondo.sdk.internal.template;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What something is called with.
 *
 * @param function what is called, for messages: {@code macros.ds_add}
 */
public record CallArguments(String function, List<TemplateValue> positional, Map<String, TemplateValue> named) {

    public CallArguments {
        positional = List.copyOf(positional);
        // Not Map.copyOf: dict(b=1, a=2) keeps its order.
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    /** Assigns the arguments to the parameters of the function, all of which may be left out. */
    Bound bind(String... parameters) {
        if (positional.size() > parameters.length) {
            throw new TemplateException(
                    function + "() takes at most " + parameters.length + " arguments, was given " + positional.size());
        }
        Map<String, TemplateValue> values = new HashMap<>();
        for (int i = 0; i < positional.size(); i++) {
            values.put(parameters[i], positional.get(i));
        }
        named.forEach((name, value) -> {
            if (!Arrays.asList(parameters).contains(name)) {
                throw new TemplateException(
                        function + "() has no parameter '" + name + "'; it has " + String.join(", ", parameters));
            }
            if (values.put(name, value) != null) {
                throw new TemplateException(function + "() got the argument '" + name + "' twice");
            }
        });
        return new Bound(function, values);
    }

    /** Nothing may be given. */
    void requireNone() {
        bind();
    }

    /** Arguments by the name of their parameter. */
    record Bound(String function, Map<String, TemplateValue> values) {

        /** Null when it was left out. */
        @Nullable
        TemplateValue find(String parameter) {
            TemplateValue value = values.get(parameter);
            return value == null ? null : Values.requireDefined(value);
        }

        /** As given, even if there is nothing. */
        TemplateValue get(String parameter, TemplateValue otherwise) {
            TemplateValue value = find(parameter);
            return value == null ? otherwise : value;
        }

        TemplateValue require(String parameter) {
            TemplateValue value = find(parameter);
            if (value == null) {
                throw new TemplateException(function + "() needs the argument '" + parameter + "'");
            }
            return value;
        }

        String text(String parameter) {
            return Values.text(require(parameter), function + "() needs a text as '" + parameter + "'");
        }

        String text(String parameter, String otherwise) {
            return find(parameter) == null ? otherwise : text(parameter);
        }

        long integer(String parameter) {
            return Values.integer(require(parameter), function + "() needs a whole number as '" + parameter + "'");
        }

        long integer(String parameter, long otherwise) {
            return find(parameter) == null ? otherwise : integer(parameter);
        }

        double number(String parameter, double otherwise) {
            TemplateValue value = find(parameter);
            return value == null
                    ? otherwise
                    : Values.real(value, function + "() needs a number as '" + parameter + "'");
        }

        boolean flag(String parameter, boolean otherwise) {
            TemplateValue value = find(parameter);
            return value == null ? otherwise : Values.truth(value);
        }
    }
}

package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.CallArguments.Bound;
import dev.rondo.sdk.internal.template.TemplateValue.Callable;
import dev.rondo.sdk.internal.template.TemplateValue.Mapping;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions of the template language itself. */
final class Globals {

    static final Set<String> NAMES = Set.of("range", "dict");

    private static final int MAX_RANGE = 100_000;

    private Globals() {}

    /** Null when there is none of that name. */
    static @Nullable TemplateValue find(String name) {
        return switch (name) {
            case "range" -> new Callable(name, Globals::range);
            case "dict" -> new Callable(name, Globals::dictionary);
            default -> null;
        };
    }

    private static TemplateValue range(CallArguments call) {
        Bound in = call.positional().size() == 1 ? call.bind("stop") : call.bind("start", "stop", "step");
        long start = in.integer("start", 0);
        long stop = in.integer("stop");
        long step = in.integer("step", 1);
        if (step == 0) {
            throw new TemplateException("the step of a range must not be 0");
        }
        List<TemplateValue> numbers = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
            if (numbers.size() == MAX_RANGE) {
                throw new TemplateException("a range of more than " + MAX_RANGE + " numbers");
            }
            numbers.add(TemplateValue.of(i));
        }
        return TemplateValue.list(numbers);
    }

    private static TemplateValue dictionary(CallArguments call) {
        if (!call.positional().isEmpty()) {
            throw new TemplateException("dict() takes named arguments only");
        }
        Map<TemplateValue, TemplateValue> entries = new LinkedHashMap<>();
        call.named().forEach((name, value) -> entries.put(new Text(name), value));
        return new Mapping(entries);
    }
}
